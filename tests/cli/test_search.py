"""`slovo search …` as somebody calls it who wants to know how good the search is."""

import json
import os
import subprocess
import sys
from math import log2
from pathlib import Path

import pytest

from slovo.config.cli import main
from tests.cli.own_house import own_house

CORPUS = Path(__file__).parents[1] / "corpus" / "search"


@pytest.mark.parametrize(
    ("language", "one", "other", "printed"),
    [
        ("uk", "років", "рік", "«років» and «рік» meet: рік\n"),
        ("uk", "кур’єром", "кур'єра", "«кур’єром» and «кур'єра» meet: кур'єр\n"),
        ("uk", "грошей", "гроші", "«грошей» and «гроші» meet: гроші\n"),
        ("ru", "возвратом", "Возвраты", "«возвратом» and «Возвраты» meet: возврат\n"),
        ("ru", "детей", "ребёнок", "«детей» and «ребёнок» meet: ребенок\n"),
        ("ru", "стали", "стать", "«стали» and «стать» meet: стать\n"),
        ("ru", "стали", "сталью", "«стали» and «сталью» meet: сталь\n"),
        ("en", "refunded", "refunds", "«refunded» and «refunds» meet: refund\n"),
        ("en", "paid", "paying", "«paid» and «paying» meet: pay\n"),
    ],
)
def test_forms_of_one_word_meet(
    capsys: pytest.CaptureFixture[str], language: str, one: str, other: str, printed: str
) -> None:
    assert (main(["search", "match", "--lang", language, one, other]), capsys.readouterr().out) == (0, printed)


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("ru", "стол", "стул"),
        ("ru", "чайник", "чай"),
        ("ru", "заказ", "наказ"),
        ("uk", "мед", "мода"),
        ("uk", "пошта", "поштомат"),
        ("en", "kettle", "kitten"),
        ("en", "card", "care"),
    ],
)
def test_different_words_do_not_meet(capsys: pytest.CaptureFixture[str], language: str, one: str, other: str) -> None:
    status = main(["search", "match", "--lang", language, one, other])

    assert (status, capsys.readouterr().out) == (1, f"«{one}» and «{other}» do not meet.\n")


def ranked(language: str, documents: Path, queries: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "slovo", "search", "rank", "--lang", language]
    others = {name: value for name, value in os.environ.items() if not name.startswith(("SLOVO_", "DJANGO_"))}
    files = ["--docs", documents, "--queries", queries]
    return subprocess.run([*command, *files], capture_output=True, text=True, env=others)


@pytest.mark.slow
@pytest.mark.plain
@pytest.mark.parametrize("language", ["ru", "uk", "en"])
def test_questions_find_their_answers(language: str) -> None:
    """nDCG at 10 over questions as customers ask them, of which most share no form with the answer."""
    questions = CORPUS / f"{language}-questions.jsonl"
    done = ranked(language, CORPUS / f"{language}-documents.jsonl", questions)
    answers = {line["id"]: line["ranked"] for line in map(json.loads, done.stdout.splitlines())}

    gains = [ndcg(answers[line["id"]], line["right"]) for line in map(json.loads, questions.read_text().splitlines())]

    assert (done.returncode, done.stderr) == (0, "")
    assert sum(gains) / len(gains) >= 0.95


def ndcg(found: list[str], right: list[str]) -> float:
    gain = sum(1 / log2(place + 2) for place, id_ in enumerate(found[:10]) if id_ in right)
    return gain / sum(1 / log2(place + 2) for place in range(len(right)))


@pytest.mark.slow
@pytest.mark.plain
def test_the_ids_come_back_as_they_were(tmp_path: Path) -> None:
    documents, queries = tmp_path / "docs", tmp_path / "queries"
    documents.write_text('{"id": 7, "text": "Возврат чайника"}\n\n{"id": "семь", "text": "Чай и чайник, чайники"}\n')
    queries.write_text('{"id": null, "text": "чайников"}\n{"id": 2, "text": "самовар"}\n{"id": 3, "text": ""}\n')

    assert ranked("ru", documents, queries).stdout.splitlines() == [
        '{"id": null, "ranked": ["семь", 7]}',
        '{"id": 2, "ranked": []}',
        '{"id": 3, "ranked": []}',
    ]


def test_a_line_that_is_no_document_is_named(tmp_path: Path) -> None:
    file = tmp_path / "docs"
    file.write_text('{"id": 1, "text": "Да"}\n{"id": 2}\n')
    done = ranked("ru", file, tmp_path / "none")

    assert (done.returncode, done.stderr) == (
        1,
        f'slovo search: {file}, line 2: write one object with "id" and "text", such as {{"id": 1, "text": "…"}}.\n',
    )


LETTER = """
import sys
from django.utils import timezone
from slovo.channels.email.adapter import EmailChannel
cast = t.gather(outgoing=sys.argv[1])
for number in range(3):
    t.arrives(t.letter(f"Возврат {number}", message_id=f"<{number}@example.com>"), cast.chainik_mail)
from slovo.conversations.models import Message
from slovo.core.db import transaction
from slovo.core.search import index
with transaction():
    index.forget([1, 3])
    Message.objects.filter(pk=2).delete()
"""
FIND = """
from slovo.people.models import Staff
from slovo.conversations.search.finding import find
from django.utils import timezone
found = find(Staff.objects.get(email="anna@chainik.example"), "возвраты", at=timezone.now())
from slovo.core.search.documents import Wanted
from slovo.core.search import index
ids = index.matching(Wanted(frozenset({1}), (frozenset({"возврат"}),)), limit=9)
print(len(found.results), ids)
"""


@pytest.mark.slow
@pytest.mark.embedded
def test_a_rebuild_brings_back_what_was_lost_and_lays_ghosts(tmp_path: Path) -> None:
    with own_house(tmp_path) as house:
        house.python(LETTER, str(tmp_path / "outgoing"))

        before = house.python(FIND)
        printed = house.slovo("search", "rebuild")

        assert (before, house.python(FIND)) == ("0 [2]\n", "2 [3, 1]\n")
    assert printed.splitlines() == ["100 %, down to message 0", "The index is complete."]
