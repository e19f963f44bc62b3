"""A customer opens their link: who, what, now, next, when; and nothing of anybody else."""

import gzip
import math
import re
from datetime import timedelta
from unittest import mock

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from slovo.conversations.models import Conversation
from slovo.core.journal.actor import SYSTEM
from slovo.core.tasks.models import Task
from slovo.customers import actions as customers
from slovo.promises import actions as clock
from slovo.promises import ledger, link_models, links, moving
from slovo.promises.link_models import LIFE_DAYS_AFTER_SETTLED
from slovo.web.portal import colours
from tests.cast import BOHDAN, Cast, arrives, letter, the_conversation
from tests.web.portal.pages import DAY, HOUR, Phone, opens, promised_to_irina, text_of, the_link

QUERIES_OF_A_MATTER = 11
QUERIES_OF_A_CUSTOMER = 11
QUERIES_WITH_MOVES = 12
FIRST_LOAD_BYTES_MAX = 30 * 1024
PACKED = {"accept-encoding": "gzip", "accept-language": "ru"}
ASKED = re.compile(r'<(?:script|link)\b[^>]*?\b(?:src|href)="(/[^"]+)"')


@pytest.fixture(autouse=True)
def asked(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail)


def test_she_reads_who_what_now_next_and_when(cast: Cast) -> None:
    promise = promised_to_irina(cast)
    ledger.say_news(promise_id=promise.pk, now="Собираем посылку", next="Курьер", by=cast.anna, at=timezone.now())
    due = timezone.localtime(promise.due_at, cast.chainik.tz)

    page = opens(cast).reads()

    told = [
        "Что мы вам обещали",
        "Чайник у вас дома Мы этим занимаемся",
        f"до {due:%H:%M}, примерно через 5 часов",
        "Ответственный Анна Белкина Сейчас Собираем посылку Дальше Курьер",
    ]
    assert [words for words in told if words not in page] == []


def test_what_is_late_is_called_late_and_when_it_is_expected_now(cast: Cast) -> None:
    promise = promised_to_irina(cast, hours=1)
    phone, at = opens(cast), timezone.now()
    clock.break_overdue(at=at + 2 * HOUR)
    moving.move(
        promise_id=promise.pk, due_at=at + 30 * HOUR, reason="Снег", told="phone", by=cast.anna, at=at + 2 * HOUR
    )

    page = phone.reads()

    assert "Опаздываем" in page
    assert re.search(r"обещанный срок — .{10,30}; теперь ждите .{10,30}, примерно через 30 часов", page)
    assert "Новый ожидаемый срок — " in page
    assert "Снег" in page


def test_without_a_person_the_team_is_responsible_and_without_a_team_the_brand(cast: Cast) -> None:
    page = opens(cast).reads()

    assert "Ответ на ваше сообщение" in page
    assert "Ответственный Чайник и Ко" in page


def test_settled_promises_stand_below_with_what_became_of_them(cast: Cast) -> None:
    kept, released = promised_to_irina(cast), promised_to_irina(cast, what="Крышка")
    mistaken = promised_to_irina(cast, what="Описка")
    at = timezone.now()
    ledger.keep(promise_id=kept.pk, by=cast.anna, at=at)
    ledger.release(promise_id=released.pk, words="Купила сама", how="phone", by=cast.anna, at=at)
    ledger.strike_out(promise_id=mistaken.pk, by=cast.anna, at=at)

    page = opens(cast).reads()

    assert page.index("Уже решено") < page.index("Чайник у вас дома Сделано")
    assert "Крышка Отменено" in page
    assert "Описка" not in page
    assert "Купила сама" not in page  # said to us, not to whoever has the link


@pytest.mark.parametrize(
    ("query", "browser", "heading"),
    [
        ("", "en", "Что мы вам обещали"),  # she writes Russian, whatever her phone speaks
        ("?lang=uk", "ru", "Що ми вам обіцяли"),
        ("?lang=en", "ru", "What we promised you"),
        ("?lang=xx", "en", "Что мы вам обещали"),
    ],
)
def test_the_page_speaks_her_language_unless_she_chooses_another(
    cast: Cast, query: str, browser: str, heading: str
) -> None:
    phone = opens(cast, language=browser)
    page = phone.get(query).content.decode()

    assert f"<h1>{heading}</h1>" in page
    assert phone.get(query).cookies == {}


def test_of_whom_nobody_knows_the_language_the_browser_tells(cast: Cast) -> None:
    phone = opens(cast, about="", language="uk")
    phone_of_nobody_known = opens(cast, about="", language="uk")
    the_conversation().customer.__class__.objects.update(language="")

    assert "Що ми вам обіцяли" in phone_of_nobody_known.reads()
    assert "Що ми вам обіцяли" in phone.reads()


def test_a_link_about_one_matter_shows_that_one_and_one_of_the_customer_shows_all(cast: Cast) -> None:
    first, matter = the_conversation(), opens(cast)
    promised_to_irina(cast, what="О чайнике")
    arrives(letter("Ещё вопрос о крышке", subject="Крышка", message_id="<2@irina.example.com>"), cast.chainik_mail)
    other = Conversation.objects.exclude(pk=first.pk).get()
    promised_to_irina(cast, what="О крышке", conversation=other)
    whole = Phone(_made(cast, first.customer_id, about=""))

    assert ("О чайнике" in matter.reads(), "О крышке" in matter.reads()) == (True, False)
    assert ("О чайнике" in whole.reads(), "О крышке" in whole.reads()) == (True, True)


def _made(cast: Cast, customer_id: int, *, about: str) -> str:
    _link, token = links.make_link(
        brand=cast.chainik, customer_id=customer_id, about=about, by=cast.anna, at=timezone.now()
    )
    return token


def test_nothing_of_another_customer_or_brand_is_on_it_even_in_the_same_conversation(cast: Cast) -> None:
    phone = opens(cast)
    arrives(
        letter("Где мёд?", sender=f"Богдан <{BOHDAN}>", to="dopomoga@honey.example", message_id="<b@x.example>"),
        cast.honey_mail,
    )
    honey = Conversation.objects.get(brand=cast.honey)
    ours = Conversation.objects.get(brand=cast.chainik)
    promised = {"due_at": timezone.now() + DAY, "at": timezone.now(), "kind": "delivery"}
    ledger.make(
        brand=cast.honey, customer_id=honey.customer_id, about=ours.key, what="Чужой мёд", by=cast.taras, **promised
    )
    ledger.make(
        brand=cast.chainik, customer_id=honey.customer_id, about=ours.key, what="Чужое", by=cast.anna, **promised
    )

    assert "Чуж" not in phone.reads()


def test_no_address_no_subject_and_no_word_of_the_letters_is_on_it(cast: Cast) -> None:
    promised_to_irina(cast)
    page = opens(cast).get().content.decode()

    assert [word for word in ("@", "irina", "Ирина", "Соколова", "не пришёл", "Где мой") if word in page] == []


def _is_gone(phone: Phone) -> bytes:
    answer = phone.get("?lang=ru")
    assert answer.status_code == 404
    content: bytes = answer.content
    return content


def test_a_wrong_a_revoked_and_an_expired_link_look_the_same(cast: Cast) -> None:
    revoked = opens(cast)
    links.revoke_link(link_id=the_link().pk, by=cast.anna, at=timezone.now())
    chosen = opens(cast, expires_at=timezone.now() + HOUR)
    with mock.patch.object(timezone, "now", return_value=timezone.now() + HOUR):
        expired = _is_gone(chosen)
    pages = {expired, *(_is_gone(phone) for phone in (revoked, Phone("x" * 24), Phone("я"), Phone("x" * 900)))}

    assert len(pages) == 1
    assert "Эта ссылка ничего не открывает" in pages.pop().decode()


def test_a_link_holds_while_anything_is_owed_and_ninety_days_longer(cast: Cast) -> None:
    phone, at = opens(cast), timezone.now()
    year, life = at + timedelta(days=365), timedelta(days=LIFE_DAYS_AFTER_SETTLED)
    assert phone.answers_at(year) == 200  # the answer to her letter is owed

    clock.release_answer(about=the_conversation().key, reason="no_answer_needed", actor=SYSTEM, at=year)
    assert phone.answers_at(at + life) == 404  # there was nothing else

    promise = promised_to_irina(cast, hours=400 * 24)
    ledger.keep(promise_id=promise.pk, by=cast.anna, at=year)
    assert phone.answers_at(year + life - HOUR) == 200
    assert phone.answers_at(year + life) == 404


def test_only_the_digest_of_a_token_is_kept(cast: Cast) -> None:
    phone = opens(cast)

    assert len(phone.token) * math.log2(len(set(link_models.TOKEN_ALPHABET))) >= 128
    assert Phone(phone.token.upper()).get().status_code == 200  # a phone begins what is typed with a capital
    assert phone.token not in str(vars(the_link()))


def test_nothing_is_kept_found_or_told_and_no_cookie_is_set(cast: Cast) -> None:
    phone = opens(cast)
    for answer in (phone.get(), Phone("nothing").get()):
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["X-Robots-Tag"] == "noindex, nofollow, noarchive"
        assert "Vary" not in answer or "Cookie" not in answer["Vary"]
        assert answer.cookies == {}
        policy = answer["Content-Security-Policy"]
        assert ("default-src 'none'" in policy, "unsafe" in policy, "frame-ancestors 'none'" in policy) == (
            True,
            False,
            True,
        )


def test_reading_writes_nothing(cast: Cast) -> None:
    phone, tasks = opens(cast), Task.objects.count()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        phone.get()

    assert [one["sql"] for one in asked if not one["sql"].startswith("SELECT")] == []
    assert Task.objects.count() == tasks


@pytest.mark.parametrize("number", [1, 3])
def test_a_page_asks_as_little_for_three_promises_as_for_one(cast: Cast, number: int) -> None:
    rows = [promised_to_irina(cast, what=f"{one}") for one in range(number)]
    matter, whole = opens(cast), opens(cast, about="")
    counts = []
    for phone in (matter, whole):
        phone.get()  # compiles its questions
        with CaptureQueriesContext(connection) as asked:
            phone.get()
        counts.append(len(asked))
    for row in rows:
        moving.move(promise_id=row.pk, due_at=row.due_at + HOUR, reason="Снег", by=cast.anna, at=timezone.now())
    with CaptureQueriesContext(connection) as with_moves:
        matter.get()

    assert counts == [QUERIES_OF_A_MATTER, QUERIES_OF_A_CUSTOMER]
    assert len(with_moves) == QUERIES_WITH_MOVES


def test_a_first_load_is_small(cast: Cast) -> None:
    for number in range(10):
        promised_to_irina(cast, what=f"Обещание номер {number}, которое записано довольно длинными словами")
    phone = opens(cast)
    page = phone.get(headers=PACKED)
    asked = ASKED.findall(gzip.decompress(page.content).decode())
    answers = [phone.client.get(address, headers=PACKED) for address in asked]

    assert {answer.status_code for answer in answers} == {200}
    assert sum(len(answer.content) for answer in (page, *answers)) <= FIRST_LOAD_BYTES_MAX
    assert len(asked) == 2
    assert all("immutable" in answer["Cache-Control"] for answer in answers)


def test_the_style_has_the_brands_colour_and_can_be_read_by_day_and_by_night(cast: Cast) -> None:
    type(cast.chainik).objects.filter(pk=cast.chainik.pk).update(colour="#FFE000")
    page = opens(cast).get().content.decode()
    address = next(address for address in ASKED.findall(page) if address.endswith(".ffe000.css"))

    assert colours.tokens("ffe000")["light"]["accent"] in Client().get(address).content.decode()


@pytest.mark.parametrize("colour", ["ffe000", "000000", "ffffff", "1f6f5c", "ff0000", "0000ff", "808080", "c8ff00"])
def test_words_in_and_on_a_brands_colour_have_the_contrast_of_aa(colour: str) -> None:
    by_day, by_night = colours.tokens(colour).values()
    for found, grounds in (
        (by_day, (colours.LIGHT_GROUND, colours.LIGHT_PAGE)),
        (by_night, (colours.DARK_GROUND, colours.DARK_PAGE)),
    ):
        assert min(colours.contrast(found["accent"], ground) for ground in grounds) >= 4.5
        assert colours.contrast(found["accent"], found["on-accent"]) >= 4.5


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [("#000000", "#ffffff", 21.0), ("#ffffff", "#ffffff", 1.0), ("#767676", "#ffffff", 4.54)]
)
def test_contrast_is_what_the_standard_says(one: str, other: str, ratio: float) -> None:
    assert round(colours.contrast(one, other), 2) == ratio


def test_the_part_that_a_script_asks_for_is_sent_when_it_has_changed(cast: Cast) -> None:
    promise, phone = promised_to_irina(cast), opens(cast)
    first = phone.get("?part=sections")
    known = {"if-none-match": first["ETag"]}
    same = phone.get("?part=sections", headers=known)
    ledger.say_news(promise_id=promise.pk, now="В пути", next="", by=cast.anna, at=timezone.now())
    after = phone.get("?part=sections", headers=known)

    assert (first.status_code, same.status_code, after.status_code) == (200, 304, 200)
    assert "<html" not in first.content.decode()
    assert "В пути" in text_of(after.content.decode())


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("post", "", 405), ("get", "/question", 405), ("post", "/nothing", 404), ("get", "/a/b", 404), ("head", "", 200)],
)
def test_other_ways_to_ask_are_refused(cast: Cast, method: str, path: str, status: int) -> None:
    phone = opens(cast)

    assert getattr(phone.client, method)(f"/s/{phone.token}{path}").status_code == status


def test_a_customer_who_was_merged_keeps_their_link(cast: Cast) -> None:
    promise, phone = promised_to_irina(cast), opens(cast, about="")
    irina = the_conversation().customer
    arrives(letter(sender="Ирина <ira@example.net>", message_id="<3@example.net>"), cast.chainik_mail)
    ira = Conversation.objects.latest("pk").customer
    customers.merge(kept_id=ira.pk, merged_id=irina.pk, by=cast.maria, at=timezone.now())
    of_ira = Phone(_made(cast, ira.pk, about=""))

    assert [promise.what in page.reads() for page in (phone, of_ira)] == [True, True]
