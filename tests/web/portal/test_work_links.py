"""Whoever does the work has a link: the courier taps, and the customer hears of it before the deadline."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from slovo.conversations.models import Message
from slovo.core import limits
from slovo.core.journal.models import JournalEntry
from slovo.promises import kind_rules, ladders, replay, work_links
from slovo.promises.choices import choices_open
from slovo.promises.ladder_models import CustomerNotice
from slovo.promises.models import Promise, State
from slovo.promises.more_models import PromiseMove
from slovo.promises.work_models import WorkLink, WorkReport
from slovo.web.portal import working
from tests.cast import Cast, arrives, letter, the_conversation, work
from tests.journeys.test_a_letter_is_answered import outgoing
from tests.promises.ladders import reminded
from tests.promises.stories import facts_of, now_of
from tests.web.portal.pages import HOUR, Phone, promised_to_irina, text_of

MINUTE = timedelta(minutes=1)
DAY_MINUTES = 24 * 60


@dataclass
class Courier(Phone):
    """The phone of whoever does the work, with their link open."""

    def get(self, query: str = "", **more: Any) -> Any:
        return self.client.get(f"/w/{self.token}{query}", **more)


@pytest.fixture(autouse=True)
def asked(cast: Cast) -> None:
    limits.forget()
    arrives(letter(), cast.chainik_mail)
    quiet(cast, 0, 0)


def quiet(cast: Cast, begins: int, ends: int) -> None:
    """From one minute of the day until another; the same twice: never."""
    ladders.set_notice_rules(brand=cast.chainik, begins=begins, ends=ends, texts={}, by=cast.orlov, at=timezone.now())


def has(cast: Cast, promise: Promise | None = None, *, language: str = "ru", **given: Any) -> Courier:
    """Anna makes a link for courier Oleg."""
    _link, token = work_links.make_work_link(
        brand=cast.chainik, label="Курьер Олег", promise=promise, by=cast.anna, at=timezone.now(), **given
    )
    return Courier(token, language)


def written() -> int:
    """How many letters to customers."""
    return Message.objects.filter(direction="out").count()


def due(promise: Promise) -> datetime:
    found = now_of(promise).due_at
    assert found
    return found


def test_the_courier_taps_a_delay_and_irina_hears_of_it_before_the_deadline(cast: Cast) -> None:
    promise = promised_to_irina(cast, hours=1)
    was = due(promise)

    read = has(cast, promise).taps("delay", minutes="40", reason="traffic")

    assert "пишем клиенту прямо сейчас" in read
    assert "Клиент знает о новом времени" in read
    [notice] = outgoing(cast)
    text = notice.get_body(("plain",)).get_content()
    assert notice["To"].endswith("<irina@example.com>")
    assert "Чайник у вас дома: мы обещали" in text
    assert "Пробки на дороге. Теперь" in text
    assert "«отменяйте»" in text
    moved = now_of(promise)
    assert (moved.state, moved.due_at, moved.broken_at) == (State.MOVED, was + 40 * MINUTE, None)
    assert choices_open(moved)
    assert reminded() == [("Анна Белкина", "delayed")]
    assert replay.compare().agrees


def test_the_fact_says_by_which_link(cast: Cast) -> None:
    promise = promised_to_irina(cast)
    has(cast, promise).sends("delay", minutes="5", reason="longer")
    link = WorkLink.objects.get()

    told = JournalEntry.objects.filter(kind__in=["PromiseMoved", "PromiseDelayReported", "CustomerNoticeDue"])
    assert {(entry.actor_kind, entry.actor_id) for entry in told} == {("worker", str(link.pk))}
    assert JournalEntry.objects.get(kind="PromiseDelayReported").data["work_link_id"] == link.pk


def test_done_keeps_the_promise_by_that_link(cast: Cast) -> None:
    promise = promised_to_irina(cast)

    assert "«Чайник у вас дома»: сделано" in has(cast, promise).taps("done")

    assert now_of(promise).state == State.KEPT
    entry = JournalEntry.objects.get(kind="PromiseKept")
    assert (entry.actor_kind, entry.actor_id) == ("worker", str(WorkLink.objects.get().pk))
    assert written() == 0


def test_what_is_tapped_twice_counts_once(cast: Cast) -> None:
    promise = promised_to_irina(cast, hours=1)
    oleg, was = has(cast, promise), due(promise)
    for noun in ("delay", "done"):
        address, fields = oleg.fills(noun, minutes="10", reason="longer")
        answers = [oleg.client.post(address, fields) for _tap in range(3)]
        assert {answer.status_code for answer in answers} == {303}
        assert len({answer["Location"] for answer in answers}) == 1
    work()

    assert (WorkReport.objects.count(), PromiseMove.objects.count()) == (2, 1)
    assert PromiseMove.objects.get().due_now == was + 10 * MINUTE
    assert facts_of(promise).count("PromiseDelayReported") == 1


def test_their_own_words_are_what_the_customer_reads(cast: Cast) -> None:
    has(cast, promised_to_irina(cast)).sends("delay", minutes="20", reason="longer", text="Лопнуло колесо")

    assert "Лопнуло колесо." in outgoing(cast)[0].get_body(("plain",)).get_content()


def test_the_next_day_is_the_same_hour(cast: Cast) -> None:
    promise = promised_to_irina(cast)
    was = due(promise).astimezone(cast.chainik.tz)

    has(cast, promise).sends("delay", minutes="tomorrow", reason="part")

    now = due(promise).astimezone(cast.chainik.tz)
    assert (now.date() - was.date(), now.time()) == (timedelta(days=1), was.time())


def test_after_the_deadline_it_is_later_than_now_and_the_promise_stays_broken(cast: Cast) -> None:
    promise = promised_to_irina(cast, hours=1)
    late = due(promise) + 10 * MINUTE
    oleg = has(cast, promise)
    with mock.patch.object(timezone, "now", return_value=late):
        oleg.client.post(*oleg.fills("delay", minutes="5", reason="longer"))

    row = now_of(promise)
    assert (row.state, row.due_at) == (State.BROKEN, late - 10 * MINUTE)
    assert row.expected_at
    assert 5 * MINUTE <= row.expected_at - late <= 6 * MINUTE


def test_a_second_delay_without_consent_is_for_people_to_speak_of(cast: Cast) -> None:
    promise = promised_to_irina(cast, hours=1)
    oleg = has(cast, promise)
    oleg.sends("delay", minutes="10", reason="longer")
    was = due(promise)

    read = oleg.taps("delay", minutes="20", reason="longer")

    assert "время пока прежнее" in read
    assert "Анна Белкина" in read
    assert due(promise) == was
    assert reminded() == [("Анна Белкина", "speak")]
    assert len(outgoing(cast)) == 1
    page = text_of(cast.browser_of(cast.anna).get("/promises/reminders/").content.decode())
    assert "no rule may tell the customer: speak with them" in page


def test_in_quiet_hours_nobody_is_written_to_and_the_page_says_so(cast: Cast) -> None:
    local = timezone.now().astimezone(cast.chainik.tz)
    minute = local.hour * 60 + local.minute
    quiet(cast, (minute - 60) % DAY_MINUTES, (minute + 60) % DAY_MINUTES)
    promise = promised_to_irina(cast)

    read = has(cast, promise).taps("delay", minutes="10", reason="longer")

    assert "поэтому ему не пишем" in read
    assert "ещё не знает" in read
    assert (written(), CustomerNotice.objects.count()) == (0, 0)
    assert now_of(promise).expected_at == due(promise) + 10 * MINUTE
    assert reminded() == [("Анна Белкина", "speak")]


def test_who_waits_at_night_is_told_at_night(cast: Cast) -> None:
    local = timezone.now().astimezone(cast.chainik.tz)
    minute = local.hour * 60 + local.minute
    quiet(cast, (minute - 60) % DAY_MINUTES, (minute + 60) % DAY_MINUTES)
    kind_rules.set_kind(
        brand=cast.chainik,
        slug="ride",
        names={"ru": "Поездка"},
        moves_without_consent_max=1,
        silence_minutes=None,
        told_at_night=True,
        by=cast.orlov,
        at=timezone.now(),
    )

    has(cast, promised_to_irina(cast, kind="ride")).sends("delay", minutes="5", reason="traffic")

    assert len(outgoing(cast)) == 1


def test_a_kind_shows_what_is_owed_of_it_and_nothing_else(cast: Cast) -> None:
    promised_to_irina(cast, what="Второй", hours=2)
    promised_to_irina(cast, what="Первый", hours=1)
    other = promised_to_irina(cast, what="Ремонт", kind="repair")
    oleg = has(cast, kind="delivery")

    read = oleg.reads()
    assert read.index("Первый") < read.index("Второй")
    assert "Ремонт" not in read
    address, fields = oleg.fills("done")
    refused = oleg.client.post(address, fields | {"promise": str(other.shown_id)})
    assert (refused.status_code, now_of(other).state) == (409, State.OPEN)
    assert "Первый" not in oleg.taps("done").replace("«Первый»", "")


def test_it_reads_no_personal_data_but_a_first_name_that_was_allowed(cast: Cast) -> None:
    promise = promised_to_irina(cast)
    for read in (has(cast, promise).reads(), has(cast, promise, names_customer=True).reads()):
        assert not any(word in read for word in ("Соколова", "irina@example.com", "Где мой чайник"))
    assert "Ирина" not in has(cast, promise).reads()
    oleg = has(cast, promise, names_customer=True)
    assert "Для кого: Ирина" in oleg.reads()
    assert "прямо сейчас (Ирина)" in oleg.taps("delay", minutes="5", reason="longer")


def test_wrong_revoked_and_expired_ones_look_alike(cast: Cast) -> None:
    promise = promised_to_irina(cast)
    revoked, expired = has(cast, promise), has(cast, promise, expires_at=timezone.now() + HOUR)
    address, fields = revoked.fills("done")
    link = WorkLink.objects.order_by("pk")[0]
    work_links.revoke_work_link(link_id=link.pk, by=cast.anna, at=timezone.now())
    pages = [revoked.get(), Courier("x" * 27).get(), Courier("y" * 200).get()]
    with mock.patch.object(timezone, "now", return_value=timezone.now() + 2 * HOUR):
        pages.append(expired.get())

    assert {page.status_code for page in pages} == {404}
    assert len({page.content for page in pages}) == 1
    assert (revoked.client.post(address, fields).status_code, now_of(promise).state) == (404, State.OPEN)


def test_it_sets_no_cookie_and_leaves_no_trace(cast: Cast) -> None:
    page = has(cast, promised_to_irina(cast)).get()

    assert page.cookies == {}
    assert (page["Cache-Control"], page["Referrer-Policy"]) == ("private, no-store", "no-referrer")
    assert b"<script" not in page.content


def test_a_form_of_another_house_or_link_changes_nothing(cast: Cast) -> None:
    promise = promised_to_irina(cast)
    oleg, other = has(cast, promise), has(cast, promise)
    address, fields = oleg.fills("done")
    for once in ("", "made-up", other.fills("done")[1]["once"]):
        assert oleg.client.post(address, fields | {"once": once}).status_code == 409
    for promise_id in ("", "x", str(promise.public_id)[:-1]):
        assert oleg.client.post(address, fields | {"promise": promise_id}).status_code == 409
    assert now_of(promise).state == State.OPEN


@pytest.mark.parametrize("given", [{"minutes": "7"}, {"minutes": "5", "reason": " "}, {"minutes": "", "reason": "x"}])
def test_a_delay_that_says_nothing_is_refused(cast: Cast, given: dict[str, str]) -> None:
    has(cast, promised_to_irina(cast)).sends("delay", 409, **{"reason": "longer"} | given)

    assert PromiseMove.objects.count() == 0


def test_a_link_may_report_so_much_in_an_hour(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "REPORTS_AN_HOUR_MAX", 1)
    oleg = has(cast, promised_to_irina(cast))
    oleg.sends("delay", minutes="5", reason="longer")

    assert oleg.sends("done", 429)["Retry-After"]


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_the_same_for_one_and_for_many(cast: Cast, number: int) -> None:
    for _one in range(number):
        promised_to_irina(cast)
    oleg = has(cast, kind="delivery", names_customer=True)
    oleg.reads()
    with CaptureQueriesContext(connection) as asked:
        oleg.reads()

    assert len(asked) == 2


@pytest.mark.parametrize(("language", "words"), [("ru", "Сделано"), ("uk", "Зроблено"), ("en", "Done"), ("de", "Done")])
def test_it_speaks_their_language(cast: Cast, language: str, words: str) -> None:
    assert words in has(cast, promised_to_irina(cast), language=language).reads()


def test_there_is_nothing_to_report_of_an_answer(cast: Cast) -> None:
    answer = Promise.objects.get(about=the_conversation().key, kind="answer")
    with pytest.raises(work_links.UnableToMakeWorkLink):
        has(cast, answer)
    assert "нечего делать" in has(cast, kind="delivery").reads()
