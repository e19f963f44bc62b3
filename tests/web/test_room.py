"""The supervisor's room: what waits, what is late or about to be, who is on what, and giving it to somebody else."""

from datetime import datetime, timedelta
from unittest import mock
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from slovo.conversations import actions, merging, room, snoozing
from slovo.conversations.lines import Line
from slovo.conversations.models import Conversation
from slovo.people import actions as people
from slovo.promises import actions as promises
from slovo.promises.models import Promise
from tests.callbacks.stories import missed, ruled
from tests.cast import Cast, arrives, letter

pytestmark = pytest.mark.thorough

QUERIES_OF_THE_ROOM = 16


def brings(cast: Cast, subject: str, *, hours_ago: float) -> Conversation:
    """An answer is promised within two hours, with a warning half an hour before."""
    number = Conversation.objects.count()
    raw = letter(subject=subject, sender=f"u{number}@example.com", message_id=f"<{number}@example.com>")
    arrives(raw, cast.chainik_mail, at=timezone.now() - timedelta(hours=hours_ago))
    return Conversation.objects.latest("pk")


def gives(cast: Cast, conversation: Conversation, staff_id: int | None, team_id: int | None = None) -> None:
    at = timezone.now()
    actions.assign(conversation_id=conversation.pk, staff_id=staff_id, team_id=team_id, by=cast.maria, at=at)


def subjects(lines: list[Line]) -> list[str]:
    return [line.subject for line in lines]


@pytest.fixture
def busy(cast: Cast) -> dict[str, Conversation]:
    """Anna is late with one and has one at risk, Pavel has one in time; one is nobody's, one waits for its customer."""
    team = people.join_team(staff=cast.pavel, brand=cast.chainik, name="Возвраты")
    hours = {"Опоздали": 5, "Скоро": 1.75, "Не скоро": 0.5, "Ничья": 0.25, "Ждёт": 0.5}
    made = {subject: brings(cast, subject, hours_ago=ago) for subject, ago in hours.items()}
    gives(cast, made["Опоздали"], cast.anna.pk)
    gives(cast, made["Скоро"], cast.anna.pk)
    gives(cast, made["Не скоро"], cast.pavel.pk, team.pk)
    gives(cast, made["Ждёт"], cast.pavel.pk)
    actions.wait_for_customer(conversation_id=made["Ждёт"].pk, by=cast.pavel, at=timezone.now())
    promises.break_overdue(at=timezone.now())
    return made


def test_the_queues_have_their_numbers_and_their_longest_wait(cast: Cast, busy: dict[str, Conversation]) -> None:
    seen = cast.browser_of(cast.maria).get("/room/").context
    rows = [
        (team and team.name, queue.ours, queue.nobodys, queue.soon, queue.overdue, queue.waiting)
        for queue, _brand, team in seen["queues"]
    ]

    assert rows == [(None, 3, 1, 1, 1, 1), ("Возвраты", 1, 0, 0, 0, 0)]
    longest = seen["queues"][0][0].longest_since
    assert longest == Conversation.objects.get(subject="Опоздали").next_promise.made_at  # type: ignore[union-attr]


def test_who_waits_for_a_call_stands_beside_the_queues_a_tap_away(cast: Cast) -> None:
    at = timezone.now()
    ruled(cast, at=at - timedelta(hours=2))
    missed(cast, at=at - timedelta(hours=1))
    missed(cast, at=at, call_id="call-2", phone="+7 900 000-00-13")
    maria = cast.browser_of(cast.maria)

    answer = maria.get("/room/")

    [(waiting, brand)] = answer.context["calls"]
    assert (brand, waiting.number, waiting.late) == (cast.chainik, 2, 1)  # within ten minutes, an hour ago
    assert waiting.longest_since == at - timedelta(hours=1)
    assert 'href="/callbacks/"' in answer.content.decode().split('id="room-calls"')[1].split("</p>")[0]
    assert maria.get("/callbacks/").status_code == 200


def test_what_broke_today_is_counted_until_the_readers_midnight(cast: Cast, busy: dict[str, Conversation]) -> None:
    broke_at = timezone.localtime(Promise.objects.get(broken_at__isnull=False).broken_at, ZoneInfo("Europe/Moscow"))
    midnight = broke_at.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)

    def broken(at: datetime) -> list[tuple[str, int]]:
        with mock.patch.object(timezone, "now", return_value=at):
            seen = cast.browser_of(cast.maria).get("/room/").context
        return [(brand.name, number) for brand, number in seen["broken"]]

    assert broken(midnight - timedelta(minutes=1)) == [("Чайник и Ко", 1)]
    assert broken(midnight + timedelta(minutes=1)) == [("Чайник и Ко", 0)]


def test_what_is_late_at_risk_and_nobodys_is_listed_the_most_urgent_first(
    cast: Cast, busy: dict[str, Conversation]
) -> None:
    lists = cast.browser_of(cast.maria).get("/room/").context["lists"]

    assert [(code, number, subjects(lines)) for code, number, lines in lists] == [
        ("overdue", 1, ["Опоздали"]),
        ("soon", 1, ["Скоро"]),
        ("nobodys", 1, ["Ничья"]),
    ]


def test_what_is_merged_or_put_off_waits_for_nobody(cast: Cast, busy: dict[str, Conversation]) -> None:
    at = timezone.now()
    merging.merge(kept_id=busy["Не скоро"].pk, merged_id=busy["Скоро"].pk, by=cast.maria, at=at)
    snoozing.snooze(conversation_id=busy["Ничья"].pk, until=at + timedelta(hours=9), by=cast.maria, at=at)
    seen = cast.browser_of(cast.maria).get("/room/").context

    assert [(code, number, subjects(lines)) for code, number, lines in seen["lists"]] == [
        ("overdue", 1, ["Опоздали"]),
        ("soon", 1, ["Не скоро"]),
        ("nobodys", 0, []),
    ]
    assert sum(queue.ours for queue, _brand, _team in seen["queues"]) == 2


def test_a_list_is_cut_and_its_number_is_whole(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "LINES_MAX", 2)
    for number in range(3):
        brings(cast, f"Ничья {number}", hours_ago=1 - number / 10)
    lists = {
        code: (number, lines) for code, number, lines in cast.browser_of(cast.maria).get("/room/").context["lists"]
    }

    assert lists["nobodys"][0] == 3
    assert subjects(lists["nobodys"][1]) == ["Ничья 0", "Ничья 1"]


def test_everybodys_load_is_seen_also_of_who_has_nothing(cast: Cast, busy: dict[str, Conversation]) -> None:
    loads = cast.browser_of(cast.maria).get("/room/").context["loads"]
    seen = {
        load.staff.name: (load.ours, load.waiting, load.owed, load.soon, load.overdue, bool(load.next_due_at))
        for load in loads
    }

    assert seen == {
        "Анна Белкина": (2, 0, 2, 1, 1, True),
        "Дмитрий Орлов": (0, 0, 0, 0, 0, False),
        "Мария Ветрова": (0, 0, 0, 0, 0, False),
        "Павел Громов": (1, 1, 2, 0, 0, True),
    }


def test_work_is_given_to_somebody_else_by_the_form(cast: Cast, busy: dict[str, Conversation]) -> None:
    late = busy["Опоздали"]
    browser = cast.browser_of(cast.maria)
    given = {"conversation": str(late.public_id), "staff": str(cast.pavel.pk)}
    assert browser.post("/room/assignments", given).headers["Location"] == "/room/"
    late.refresh_from_db()
    assert late.assignee == cast.pavel

    browser.post("/room/assignments", given | {"staff": ""})
    late.refresh_from_db()
    assert late.assignee is None


def test_the_team_stays_when_the_person_changes(cast: Cast, busy: dict[str, Conversation]) -> None:
    one = busy["Не скоро"]
    given = {"conversation": str(one.public_id), "staff": str(cast.anna.pk)}
    cast.browser_of(cast.maria).post("/room/assignments", given)
    one.refresh_from_db()

    assert (one.assignee, one.team and one.team.name) == (cast.anna, "Возвраты")


def test_who_does_not_work_for_the_brand_gets_nothing(cast: Cast, busy: dict[str, Conversation]) -> None:
    given = {"conversation": str(busy["Ничья"].public_id), "staff": str(cast.taras.pk)}

    assert cast.browser_of(cast.maria).post("/room/assignments", given).status_code == 409


@pytest.mark.parametrize("name", ["anna", "taras"])
def test_an_agent_has_no_room(cast: Cast, busy: dict[str, Conversation], name: str) -> None:
    browser = cast.browser_of(getattr(cast, name))
    given = {"conversation": str(busy["Ничья"].public_id), "staff": str(cast.anna.pk)}

    assert browser.get("/room/").status_code == 403
    assert browser.post("/room/assignments", given).status_code == 403


def test_a_supervisor_of_one_brand_sees_nothing_of_the_other(cast: Cast) -> None:
    arrives(letter(to="dopomoga@honey.example"), cast.honey_mail)
    mine, of_both = (cast.browser_of(one).get("/room/").context for one in (cast.maria, cast.orlov))

    assert [(queue.ours, brand.name) for queue, brand, _team in mine["queues"]] == [(0, "Чайник и Ко")]
    assert [(queue.ours, brand.name) for queue, brand, _team in of_both["queues"]] == [
        (1, "Медовий дім"),
        (0, "Чайник и Ко"),
    ]
    other = Conversation.objects.get()
    given = {"conversation": str(other.public_id), "staff": ""}
    assert cast.browser_of(cast.maria).post("/room/assignments", given).status_code == 404


def test_the_room_asks_as_often_for_one_as_for_five(cast: Cast) -> None:
    brings(cast, "Первая", hours_ago=1)
    browser = cast.browser_of(cast.maria)
    asked = []
    for more in (0, 4):
        for number in range(more):
            gives(cast, brings(cast, f"Ещё {number}", hours_ago=number), cast.pavel.pk if number % 2 else None)
        browser.get("/room/")
        with CaptureQueriesContext(connection) as asking:
            assert browser.get("/room/").status_code == 200
        asked.append(len(asking))

    assert asked == [QUERIES_OF_THE_ROOM, QUERIES_OF_THE_ROOM]
