"""The ledger at the desk: made in a conversation, told, moved, kept, released, handed over; and nobody's."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from slovo.people import actions as people
from slovo.people.models import Staff
from slovo.promises import actions as clock
from slovo.promises import ledger, pages, queries
from slovo.promises.models import Promise, State
from tests.cast import Cast, arrives, letter, the_conversation, work
from tests.promises.stories import promised
from tests.questions import number_of

QUERIES_OF_THE_LEDGER = 12
QUERIES_OF_A_PROMISE = 14
QUERIES_OF_THE_UNOWNED = 11
TOMORROW = timezone.now() + timedelta(days=1)


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


def page(cast: Cast, address: str, *, who: Staff | None = None) -> str:
    answer = cast.browser_of(who or cast.anna).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def makes(cast: Cast, **more: str) -> Promise:
    """Anna promises something in the only conversation."""
    form = {"kind": "delivery", "what": "Чайник у вас дома", "due": TOMORROW.isoformat(), "owner": str(cast.anna.pk)}
    address = f"/conversations/{the_conversation().public_id}/promises"
    answer = cast.browser_of(cast.anna).post(address, form | more)
    assert answer.status_code == 302, text_of(answer.content.decode())
    return Promise.objects.exclude(kind="answer").latest("pk")


def does(cast: Cast, promise: Promise, noun: str, *, status: int = 302, **form: str) -> Promise:
    answer = cast.browser_of(cast.anna).post(f"/promises/{promise.shown_id}/{noun}", form)
    assert answer.status_code == status, text_of(answer.content.decode())
    work()
    return Promise.objects.get(pk=promise.pk)


@pytest.fixture(autouse=True)
def asked(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail)


def test_a_promise_made_in_a_conversation_stands_beside_it_and_in_the_ledger(cast: Cast) -> None:
    promise = makes(cast)

    assert promise.owner == cast.anna
    assert "Чайник у вас дома" in page(cast, f"/conversations/{the_conversation().public_id}/")
    listed = page(cast, "/promises/")
    assert re.findall(r'<a href="/promises/[^"]+/">([^<]+)</a>', listed) == ["An answer", "Чайник у вас дома"]


def test_what_cannot_be_promised_is_said_beside_what_was_written(cast: Cast) -> None:
    form = {"kind": "delivery", "what": "Чайник", "due": "2020-01-01T10:00", "owner": str(cast.anna.pk)}
    answer = cast.browser_of(cast.anna).post(f"/conversations/{the_conversation().public_id}/promises", form)

    assert answer.status_code == 422
    assert "This moment has passed" in answer.content.decode()
    assert 'value="Чайник"' in answer.content.decode()


def test_a_conversation_is_not_closed_over_a_promise(cast: Cast) -> None:
    makes(cast)
    address = f"/conversations/{the_conversation().public_id}/closure"
    answer = cast.browser_of(cast.anna).post(address, {"answer_not_needed": "1"})

    assert answer.status_code == 409
    assert "«Чайник у вас дома»" in answer.content.decode()


def test_moved_and_told_then_agreed_then_kept_and_all_of_it_is_told(cast: Cast) -> None:
    promise = makes(cast)
    later = (TOMORROW + timedelta(days=1)).isoformat()

    assert does(cast, promise, "moves", due=later, reason="Снег").state == State.OPEN
    shown = text_of(page(cast, f"/promises/{promise.shown_id}/"))
    assert "The customer does not know of it yet: the old time still counts." in shown
    move = promise.moves.get()
    assert does(cast, promise, f"moves/{move.pk}/notice").state == State.MOVED
    does(cast, promise, f"moves/{move.pk}/consent", agrees="yes", how="phone")
    does(cast, promise, "news", now="Собираем", next="Курьер")
    assert does(cast, promise, "fulfilment").state == State.KEPT

    shown = text_of(page(cast, f"/promises/{promise.shown_id}/"))
    told = [
        "Promised, due by",
        "To be moved from",
        "The customer was told: due by",
        "Customer agreed to a moved promise. By phone",
        "Customer’s words about a promise changed",
        "Promise kept",
    ]
    places = [shown.rindex(words) for words in told]
    assert places == sorted(places)


def test_released_owed_again_and_struck_out(cast: Cast) -> None:
    promise = makes(cast)

    does(cast, promise, "release", words="", how="phone", status=409)
    assert does(cast, promise, "release", words="Ирина купила сама", how="phone").state == State.RELEASED
    assert does(cast, promise, "owing").state == State.OPEN
    assert does(cast, promise, "release", mistake="yes").release_reason == "mistake"


def test_the_thread_tells_of_it(cast: Cast) -> None:
    promise = makes(cast)
    does(cast, promise, "responsibility", owner=str(cast.pavel.pk), team="")
    does(cast, promise, "fulfilment")

    thread = text_of(page(cast, f"/conversations/{the_conversation().public_id}/?part=thread"))
    lines = [
        "«Чайник у вас дома»",
        "Owed by Павел Громов: «Чайник у вас дома»",
        "Done as promised: «Чайник у вас дома»",
    ]
    assert [line for line in lines if line not in thread] == []


def test_the_ledger_is_filtered_by_how_promises_stand_and_whose_they_are(cast: Cast) -> None:
    makes(cast, what="Моё")
    makes(cast, what="Павла", owner=str(cast.pavel.pk), kind="callback")
    clock.break_overdue(at=TOMORROW + timedelta(seconds=1))
    ledger.keep(promise_id=Promise.objects.get(what="Павла").pk, by=cast.anna, at=TOMORROW + timedelta(minutes=1))

    def found(query: str) -> list[str]:
        return re.findall(r'<a href="/promises/[^"]+/">([^<]+)</a>', page(cast, f"/promises/?{query}"))

    assert found("owner=me") == ["Моё"]
    assert found("state=broken&kind=callback") == ["Павла"]
    assert found(f"state=owed&owner={cast.pavel.pk}") == []
    assert found("state=kept") == []
    assert found("state=made-up&after=x&pk=y&team=1&kind=moon") == []


@pytest.mark.parametrize("state", pages.STATES)
def test_every_page_goes_on_where_the_one_before_ended(cast: Cast, state: str, monkeypatch: pytest.MonkeyPatch) -> None:
    at = timezone.now()
    for number in range(5):
        promise = promised(cast, at=at, due_at=at + timedelta(minutes=10 + number // 2), what=f"{number}")
        if state in {"kept", "released"}:
            end = ledger.keep if state == "kept" else ledger.strike_out
            end(promise_id=promise.pk, by=cast.anna, at=at)
    if state in {"broken", "late"}:
        clock.break_overdue(at=at + timedelta(hours=1))
    wanted, after, seen = pages.Wanted(state), None, []
    for _page in range(9):
        rows, after = pages.page([cast.chainik.pk], wanted, at=at + timedelta(hours=1), after=after, rows_max=2)
        seen += [row.pk for row in rows]
        if after is None:
            break

    assert after is None
    whole, _none = pages.page([cast.chainik.pk], wanted, at=at + timedelta(hours=1), after=None, rows_max=100)
    assert seen == [row.pk for row in whole]
    assert len(set(seen)) == len(seen)


def test_what_is_owed_by_who_leaves_is_before_the_supervisors_eyes_until_given_away(cast: Cast) -> None:
    mine, of_team = makes(cast), makes(cast, what="Звонок", kind="callback")
    team = people.join_team(staff=cast.pavel, brand=cast.chainik, name="Склад")
    Promise.objects.filter(pk=of_team.pk).update(team=team)

    people.dismiss(staff=cast.anna, by=cast.orlov, at=timezone.now())
    work()

    assert [row.pk for row in queries.without_living_owner([cast.chainik.pk], timezone.now())] == [mine.pk]
    assert (Promise.objects.get(pk=of_team.pk).owner, Promise.objects.get(pk=of_team.pk).team) == (None, team)
    browser = cast.browser_of(cast.maria)
    assert "Чайник у вас дома" in browser.get("/promises/unowned/").content.decode()
    browser.post("/promises/unowned/", {"all": "yes", "owner": str(cast.pavel.pk)})
    assert Promise.objects.get(pk=mine.pk).owner == cast.pavel
    assert "Чайник у вас дома" not in browser.get("/promises/unowned/").content.decode()


def test_an_answer_of_who_is_away_is_given_away_with_its_conversation(cast: Cast) -> None:
    browser = cast.browser_of(cast.anna)
    browser.post(f"/conversations/{the_conversation().public_id}/taking")
    browser.post(f"/people/{cast.anna.public_id}/absence", {"until": TOMORROW.isoformat()})
    work()
    answer = Promise.objects.get()
    assert [row.pk for row in queries.without_living_owner([cast.chainik.pk], timezone.now())] == [answer.pk]

    form = {"promises": str(answer.pk), "owner": str(cast.pavel.pk)}
    cast.browser_of(cast.maria).post("/promises/unowned/", form)

    assert (the_conversation().assignee, Promise.objects.get().owner) == (cast.pavel, cast.pavel)
    browser.post(f"/people/{cast.anna.public_id}/absence", {"back": "yes"})
    assert Staff.objects.get(pk=cast.anna.pk).away_until is None


def test_only_they_themselves_or_a_supervisor_say_that_somebody_is_away(cast: Cast) -> None:
    form, address = {"until": TOMORROW.isoformat()}, f"/people/{cast.anna.public_id}/absence"

    assert cast.browser_of(cast.pavel).post(address, form).status_code == 403
    assert cast.browser_of(cast.maria).post(address, form).status_code == 302
    assert cast.browser_of(cast.maria).post(address, {"until": "2020-01-01T00:00"}).status_code == 409


def test_nobody_is_given_a_promise_while_away_unless_a_team_stands_in(cast: Cast) -> None:
    promise = makes(cast)
    people.go_away(staff=cast.pavel, until=TOMORROW, by=cast.maria, at=timezone.now())

    assert does(cast, promise, "responsibility", owner=str(cast.pavel.pk), team="", status=409).owner == cast.anna


def asked_for(cast: Cast, address: str, who: Staff) -> int:
    browser = cast.browser_of(who)
    browser.get(address)
    with CaptureQueriesContext(connection) as queries_:
        assert browser.get(address).status_code == 200
    return number_of(queries_)


def test_pages_ask_as_often_for_three_promises_as_for_one(cast: Cast) -> None:
    first = makes(cast)
    people.go_away(staff=cast.pavel, until=TOMORROW, by=cast.maria, at=timezone.now())
    Promise.objects.filter(pk=first.pk).update(owner=cast.pavel)
    addresses = [
        ("/promises/", cast.anna),
        (f"/promises/{first.shown_id}/", cast.anna),
        ("/promises/unowned/", cast.maria),
    ]
    one = [asked_for(cast, *where) for where in addresses]
    for what in ("Второе", "Третье"):
        Promise.objects.filter(pk=makes(cast, what=what).pk).update(owner=cast.pavel)
        does(cast, first, "news", now=what, next="")

    expected = [QUERIES_OF_THE_LEDGER, QUERIES_OF_A_PROMISE, QUERIES_OF_THE_UNOWNED]
    assert (one, [asked_for(cast, *where) for where in addresses]) == (expected, expected)
