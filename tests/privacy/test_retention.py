"""Each domain says of each of its tables how long rows are kept; one job for all takes away at night what is older."""

from collections import Counter
from datetime import timedelta
from importlib import import_module

import pytest
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db.models import DateTimeField, Model
from django.test import Client
from django.utils import timezone

from slovo.config.by_the_clock import BY_THE_CLOCK
from slovo.conversations.models import Message
from slovo.core.db import transaction
from slovo.core.journal.models import JournalEntry
from slovo.core.keeping import AsLongAs, Days, ForEver, Kept, SweptElsewhere
from slovo.core.tasks.definitions import definition_of, definitions
from slovo.core.tasks.models import PeriodicSlot, Task
from slovo.knowledge import asking
from slovo.knowledge.asked_models import Feedback, NotFound
from slovo.privacy import jobs, kept, sweeping
from slovo.promises import stepping
from slovo.promises.ladder_models import Reminder
from slovo.promises.models import Promise
from tests.cast import Cast, arrives, letter, work
from tests.knowledge.stories import published
from tests.privacy.nights import a_worker_takes_one, night_falls, sweeps_at
from tests.promises.ladders import ladder, owner
from tests.promises.stories import HOUR, promised

MODELS = list(apps.get_models(include_auto_created=True))
DECLARED = kept.declared()
TIMED = [one for one in DECLARED if isinstance(one, Days | SweptElsewhere)]
DAY = timedelta(days=1)


def label(one: Kept) -> str:
    return f"{one.model._meta.label}-{getattr(one, 'after', '')}"


def field_of(model: type[Model], path: str) -> object:
    """The field at the end of a path of names, as a query walks it."""
    *steps, last = path.split("__")
    for step in steps:
        related = model._meta.get_field(step).related_model
        assert isinstance(related, type)
        model = related
    return model._meta.get_field(last)


def test_every_table_says_how_long() -> None:
    declared = {one.model for one in DECLARED}
    assert [model._meta.label for model in MODELS if model not in declared] == []
    assert [model._meta.label for model in declared if model not in set(MODELS)] == []


def test_no_table_says_two_things() -> None:
    """Several times the same kind of days, of different rows, are one thing."""
    ways = Counter(model for model, _way in {(one.model, type(one)) for one in DECLARED})
    once = Counter(one.model for one in DECLARED if not isinstance(one, Days))
    assert [model._meta.label for model, times in (ways + once).items() if ways[model] > 1 or once[model] > 1] == []
    names = Counter(one.name for one in kept.by_days())
    assert [name for name, times in names.items() if times > 1] == []


def test_for_ever_has_a_reason() -> None:
    assert [one.model for one in DECLARED if isinstance(one, ForEver) and len(one.reason) < 8] == []


@pytest.mark.parametrize("one", [one for one in DECLARED if isinstance(one, AsLongAs)], ids=label)
def test_what_lasts_as_long_as_another_belongs_to_it(one: AsLongAs) -> None:
    """By a field of its own, and the other says how long in its turn, to an end."""
    assert one.model._meta.get_field(one.by).related_model is one.holder
    holders = {each.model: each.holder for each in DECLARED if isinstance(each, AsLongAs)}
    seen, model = [one.model], one.holder
    while model in holders:
        assert model not in seen, "each waits for the other"
        seen.append(model)
        model = holders[model]
    assert model in {each.model for each in DECLARED}


@pytest.mark.parametrize("one", TIMED, ids=label)
def test_days_are_counted_from_a_moment_that_there_is(one: Days | SweptElsewhere) -> None:
    assert isinstance(field_of(one.model, one.after), DateTimeField)
    if isinstance(one, Days):
        assert (one.life is None) == bool(one.set_at) == bool(one.rows)


def test_a_sweep_of_its_own_is_there() -> None:
    by_clock = {found.name for one in BY_THE_CLOCK if (found := definition_of(one.task))}
    named = {one.by for one in DECLARED if isinstance(one, SweptElsewhere) and "@" in one.by}
    assert named <= by_clock
    assert "privacy.sweep@1" in by_clock
    assert [one.model for one in TIMED if isinstance(one, SweptElsewhere) and len(one.why) < 8] == []


@pytest.mark.parametrize("one", kept.by_days(), ids=label)
@pytest.mark.django_db
def test_whoever_is_due_can_be_asked_for(one: Days) -> None:
    assert one.first(timezone.now()) == []


def swept() -> list[tuple[str, str, dict[str, int]]]:
    rows = JournalEntry.objects.filter(kind="RowsSwept").order_by("pk")
    return [
        (one.actor_kind, one.actor_id, dict(zip(one.data["tables"], one.data["rows"], strict=True))) for one in rows
    ]


def sought(cast: Cast, *words: str) -> None:
    for one in words:
        asking.note_not_found(brand_id=cast.chainik.pk, language="ru", words=one, at=timezone.now())


def test_a_reminder_is_forgotten_after_thirty_days_and_its_promise_stays(cast: Cast) -> None:
    begun = timezone.now()
    ladder(cast, owner(60), at=begun)
    promised(cast, at=begun, due_at=begun + 2 * HOUR)
    stepping.take_steps(at=begun + HOUR)
    assert Reminder.objects.count() == 1

    sweeps_at(begun + HOUR + 30 * DAY)
    assert Reminder.objects.count() == 1
    sweeps_at(begun + HOUR + 31 * DAY)

    assert (Reminder.objects.count(), Promise.objects.get().done_at) == (0, None)


def test_what_readers_said_is_forgotten_after_two_years(cast: Cast) -> None:
    published(cast)
    Client().post("/help/chainik/ru/kak-vernut-chainik/feedback", {"helped": "no", "words": "Где адрес?"})
    assert Feedback.objects.count() == 1

    sweeps_at(timezone.now() + 729 * DAY)
    assert Feedback.objects.exists()
    sweeps_at(timezone.now() + 731 * DAY)

    assert not Feedback.objects.exists()


def test_a_colleagues_browser_is_forgotten_once_its_session_has_run_out(cast: Cast) -> None:
    cast.browser_of(cast.anna).get("/")
    UserSession.objects.create(user=cast.anna, ip="127.0.0.1", session_key=Session.objects.get().pk)

    sweeps_at(timezone.now() + 14 * DAY)
    assert (Session.objects.count(), UserSession.objects.count()) == (1, 1)
    sweeps_at(timezone.now() + 16 * DAY)

    assert (Session.objects.count(), UserSession.objects.count()) == (0, 0)


def test_conversations_and_what_is_promised_are_kept_for_ever(cast: Cast) -> None:
    arrives(letter("Где мой чайник?"), cast.chainik_mail)
    work()

    sweeps_at(timezone.now() + 36_500 * DAY)

    assert Message.objects.get().text == "Где мой чайник?"
    assert Promise.objects.count() == 1


def test_a_night_is_one_fact_with_numbers_and_without_words(cast: Cast) -> None:
    sought(cast, "гарантия", "возврат")

    sweeps_at(timezone.now() + DAY)
    sweeps_at(timezone.now() + 181 * DAY)

    [quiet, busy] = swept()
    assert quiet == ("rule", "retention", {})
    assert busy == ("rule", "retention", {"knowledge_notfound": 2})
    assert "гарант" not in str(JournalEntry.objects.filter(kind="RowsSwept").values())
    assert "Удалено то, чей срок хранения истёк" in cast.browser_of(cast.orlov).get("/audit/").content.decode()


def at_most(monkeypatch: pytest.MonkeyPatch, rows: int) -> None:
    of_one_rule = Days.first
    monkeypatch.setattr(Days, "first", lambda rule, at, chosen: of_one_rule(rule, at, chosen)[:rows])


def test_much_goes_in_parts_between_which_others_write(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    at_most(monkeypatch, 2)
    sought(cast, "гарантия", "возврат", "доставка", "накипь", "свисток")

    assert sweeps_at(timezone.now() + 181 * DAY) == 4  # three with rows, and one that finds none

    assert (NotFound.objects.count(), [rows for _kind, _id, rows in swept()]) == (0, [{"knowledge_notfound": 5}])


def test_what_broke_off_is_gone_on_with(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker died before it could write; and even a night that nobody ends leaves nothing for good."""
    at_most(monkeypatch, 2)
    sought(cast, "гарантия", "возврат", "доставка", "накипь", "свисток")
    tonight, next_night = timezone.now() + 181 * DAY, timezone.now() + 182 * DAY
    night_falls(tonight)
    assert a_worker_takes_one(tonight)
    row = Task.objects.get(name="privacy.sweep@1")
    jobs.sweep.func(*row.arguments["args"], **row.arguments["kwargs"])  # prepared, and killed
    assert NotFound.objects.count() == 3
    assert a_worker_takes_one(tonight)
    Task.objects.filter(name="privacy.sweep@1").delete()

    sweeps_at(next_night)

    assert (NotFound.objects.count(), swept()) == (0, [("rule", "retention", {"knowledge_notfound": 1})])


def test_who_came_to_life_meanwhile_stays_and_the_others_are_not_kept_waiting(cast: Cast) -> None:
    sought(cast, "гарантия")
    tonight = timezone.now() + 181 * DAY
    step = sweeping.next_step(as_of=tonight)
    assert step and step.rule.model is NotFound
    NotFound.objects.update(last_at=tonight)

    with transaction():
        jobs._sweep(tonight, step, {})
    while a_worker_takes_one(tonight):
        pass

    assert (NotFound.objects.count(), swept()) == (1, [("rule", "retention", {})])


@pytest.mark.django_db
def test_sweeps_that_there_are_no_more_are_not_waited_for() -> None:
    migration = import_module("slovo.privacy.migrations.0002_one_sweep_for_all")
    for name in (*migration.REPLACED, "core.sweep@1"):
        Task.objects.create(name=name, arguments={}, queue="clock", priority=0, enqueued_at=timezone.now())
        PeriodicSlot.objects.create(name=name, due_at=timezone.now())
    assert not set(migration.REPLACED) & set(definitions)

    migration.let_go(apps, None)

    left = [[one.name for one in model._default_manager.all()] for model in (Task, PeriodicSlot)]
    assert left == [["core.sweep@1"], ["core.sweep@1"]]
