"""Operators narrow a search, under their names in three languages; and nothing that can be typed is an error."""

import re
from datetime import UTC, datetime

import pytest
from django.utils import timezone, translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from slovo.conversations import actions
from slovo.conversations.search.query import Filter, read
from slovo.people import actions as people
from slovo.web.desk.words.operators import operators
from tests.cast import Cast
from tests.conversations.search.conftest import NOW, Write, found, subjects

pytestmark = pytest.mark.thorough

PDF = ("договор.pdf", "application/pdf", b"%PDF")


@pytest.fixture
def desk(cast: Cast, wrote: Write) -> Cast:
    """Five letters about kettles: whose, when and how they stand differs."""
    old = wrote("Чайник не греет.", subject="Старое", at=datetime(2025, 2, 10, 9, tzinfo=UTC))
    vip = wrote("Чайник в подарок.", subject="Важное", sender="Пётр Лебедев <petr@lebedev.example>")
    file = wrote("Чайник с договором.", subject="С файлом", files=[PDF])
    noted = wrote("Чайник вернулся.", subject="С заметкой")
    wrote("Чайник обещали сегодня.", subject="Ничьё")
    tag = actions.create_tag(brand=cast.chainik, name="VIP клиент", colour="#123456")
    actions.tag(conversation_id=vip.pk, tag_ids=[tag.pk], by=cast.anna, at=NOW)
    people.join_team(staff=cast.pavel, brand=cast.chainik, name="Склад")
    team = cast.chainik.teams.get()
    for conversation, owner in ((old, cast.anna), (vip, cast.pavel), (file, cast.anna), (noted, cast.pavel)):
        team_id = team.pk if conversation == noted else None
        actions.assign(conversation_id=conversation.pk, staff_id=owner.pk, team_id=team_id, by=cast.anna, at=NOW)
    actions.note(conversation_id=noted.pk, by=cast.pavel, text="Чайник лежит на складе у Марии.", at=NOW)
    actions.wait_for_customer(conversation_id=vip.pk, by=cast.anna, at=NOW)
    actions.close_conversation(conversation_id=old.pk, by=cast.anna, at=NOW, answer_not_needed=True)
    return cast


QUERIES = [
    ("чайник from:petr@lebedev.example", {"Важное"}),
    ("чайник от:лебедева", {"Важное"}),
    ("чайник від:lebedev", {"Важное"}),
    ('чайник from:"Пётр Лебедев"', {"Важное"}),
    ("чайник -from:лебедев", {"Старое", "С файлом", "С заметкой", "Ничьё"}),
    ("чайник to:help@chainik.example -from:ирина", {"Важное"}),
    ("чайник кому:dopomoga@honey.example", set()),
    ('чайник tag:"VIP клиент"', {"Важное"}),
    ('чайник тег:"vip КЛИЕНТ" чайник', {"Важное"}),
    ('чайник -метка:"vip клиент"', {"Старое", "С файлом", "С заметкой", "Ничьё"}),
    ("чайник tag:нет", set()),
    ("чайник owner:me", {"Старое", "С файлом"}),
    ("чайник owner:громов", {"Важное", "С заметкой"}),
    ("чайник ответственный:pavel@chainik.example", {"Важное", "С заметкой"}),
    ("чайник відповідальний:ніхто", {"Ничьё"}),
    ("чайник -owner:pavel", {"Старое", "С файлом", "Ничьё"}),
    ("чайник team:склад", {"С заметкой"}),
    ("чайник -команда:склад", {"Старое", "Важное", "С файлом", "Ничьё"}),
    ("чайник brand:чайник", {"Старое", "Важное", "С файлом", "С заметкой", "Ничьё"}),
    ("чайник brand:honey", set()),
    ("чайник is:closed", {"Старое"}),
    ("чайник статус:закрыта", {"Старое"}),
    ("чайник is:waiting", {"Важное"}),
    ("чайник стан:чекаємо", {"Важное"}),
    ("чайник is:unassigned", {"Ничьё"}),
    ("чайник is:mine", {"С файлом"}),
    ("чайник is:open -is:mine", {"С заметкой", "Ничьё"}),
    ("чайник has:file", {"С файлом"}),
    ("чайник есть:вложение", {"С файлом"}),
    ("чайник in:notes", {"С заметкой"}),
    ("чайник у:нотатках", {"С заметкой"}),
    ("чайник before:2025-02-11", {"Старое"}),
    ("чайник до:10.02.2025", set()),
    ("чайник after:2025-02-11 before:2026", {"Важное", "С файлом", "С заметкой", "Ничьё"}),
    ("чайник after:2026", {"С заметкой"}),
    ("чайник після:2025-12-14 до:2026", {"С заметкой", "Ничьё"}),
    ("is:closed", {"Старое"}),
    ("owner:me -is:closed", {"С файлом"}),
    ("after:2025-12-12 is:waiting", {"Важное"}),
    ("чайник -греть", {"Важное", "С файлом", "С заметкой", "Ничьё"}),
    ("чайник -подарками -договором -обещать", {"Старое", "С заметкой"}),
    ('"не греет"', {"Старое"}),
    ('"греет не"', set()),
    ('"чайника не греет"', set()),
    ("«Чайник обещали» сегодня", {"Ничьё"}),
    ('чайник -"в подарок"', {"Старое", "С файлом", "С заметкой", "Ничьё"}),
    ("чайник unknown:сегодня", set()),
    ("unknown:чайник", set()),
]


def test_operators(desk: Cast) -> None:
    answers = {query: found(desk.anna, query) for query, _expected in QUERIES}

    shown = {query: {one.subject for one in answer.results if answer.how == "all"} for query, answer in answers.items()}
    assert shown == dict(QUERIES)


def test_a_minus_alone_leaves_the_rest_the_newest_first(desk: Cast) -> None:
    assert subjects(desk.anna, "-договор -греть") == ["Ничьё", "С заметкой", "Важное"]


def test_days_are_those_of_the_reader(cast: Cast, wrote: Write) -> None:
    from zoneinfo import ZoneInfo

    wrote("Ночное письмо.", subject="Ночное", at=datetime(2026, 3, 9, 22, 30, tzinfo=UTC))

    with timezone.override(ZoneInfo("Europe/Moscow")):  # there it is the tenth already
        assert [subjects(cast.anna, f"ночное {day}") for day in ("after:2026-03-10", "before:2026-03-10")] == [
            ["Ночное"],
            [],
        ]


PIECES = (
    "- \" « » from: до: is: is:open tag: 2026-13-40 0000 ' \\ & | ! * чайник 8(900)0000012 @ a@b NEAR( AND NOT ( ) : = "
    'before:9999-12-31 after:0001-01-01 owner: team:x brand:" in:notes -- -from:- % _'
)
TYPED = st.sampled_from([*PIECES.split(), " ", "\0", "\ud800", "+7 900"])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.text(max_size=60), st.lists(TYPED, max_size=8).map("".join)), st.booleans())
def test_whatever_is_typed_is_a_query(cast: Cast, query: str, typing: bool) -> None:
    found(cast.orlov, query, typing=typing)


def test_a_very_long_query_is_cut(cast: Cast, wrote: Write) -> None:
    wrote("Чайник.", subject="Наше")

    assert subjects(cast.anna, "чайник " * 5_000) == ["Наше"]


@pytest.mark.parametrize("language", ["ru", "uk", "en"])
def test_every_example_in_the_help_is_understood(language: str) -> None:
    with translation.override(language):
        lines = [" ".join(line).replace(";", " ") for line in operators()]
    examples = [word.strip(",") for line in lines for word in line.split() if re.search(r":\w", word)]

    understood = [read(example).parts for example in examples]
    assert len(examples) >= 15
    assert [type(part) for parts in understood for part in parts] == [Filter] * len(examples)
