from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from django.utils import timezone

from slovo.core.prepared import asking_once
from slovo.core.tasks import enqueue_once, task
from slovo.core.tasks.definitions import AT_ONCE
from slovo.customers import queries as customers
from slovo.promises import actions, forecast, handing, ladders, queries, risk_reminding, stepping
from slovo.promises.forecast_rows import PromiseForecast

AHEAD, AGAIN = timedelta(seconds=1), timedelta(seconds=0.25)  # of the clock: how far it looks, and when once more


@task("promises.break_overdue@1", queue="clock")
def break_overdue() -> Callable[[], None] | None:
    return _break_overdue if queries.overdue(timezone.now()).exists() else None


def _break_overdue() -> None:
    """Some, and then the next: nobody's reply waits for all of them."""
    at = timezone.now()
    actions.break_overdue(at=at)
    if queries.overdue(at).exists():
        enqueue_once(break_overdue, "the next overdue")


@task("promises.pass_to_teams@1", queue="clock")
def pass_to_teams(staff_id: int) -> Callable[[], None] | None:
    """Somebody has left, is away, or works for a brand or in a team no more."""
    return partial(_pass_to_teams, staff_id) if queries.left_to_teams(staff_id, timezone.now()).exists() else None


def _pass_to_teams(staff_id: int) -> None:
    if handing.pass_to_teams(staff_id=staff_id, at=timezone.now()):
        pass_to_teams.enqueue(staff_id)


@task("promises.pass_left_behind@1", queue="clock")
def pass_left_behind() -> Callable[[], None] | None:
    """Whoever comes to a team tells nobody: their shift begins, or they are back. So the clock looks."""
    return _pass_left_behind if queries.left_behind(timezone.now()).exists() else None


def _pass_left_behind() -> None:
    """Some, and then the next."""
    if handing.pass_left_behind(at=timezone.now()):
        enqueue_once(pass_left_behind, "the next left behind")


@task("promises.take_steps@1", queue="clock", priority=AT_ONCE)
def take_steps() -> Callable[[], None] | None:
    """What is due before the ticker strikes again need not wait for it: until it is done, this comes again."""
    return _take_steps if queries.steps_due(timezone.now() + AHEAD).exists() else None


def _take_steps() -> None:
    """Some, and then the next: nobody's reply waits for all of them."""
    at = timezone.now()
    with asking_once():
        more = stepping.take_steps(at=at)
    if more:
        enqueue_once(take_steps, "the next steps")
    elif queries.steps_due(at + AHEAD).exists():
        enqueue_once(take_steps.using(run_after=at + AGAIN), "the next steps")


@task("promises.restep@1", queue="clock")
def restep(brand_id: int, kind: str = "", after_id: int = 0) -> Callable[[], None]:
    """The rules of a kind, or of all of a brand's, have changed: "" for all."""
    return partial(_restep, brand_id, kind, after_id)


@task("promises.restep_kind@1", queue="clock")
def restep_kind(brand_id: int, slug: str) -> Callable[[], None]:
    return partial(_restep, brand_id, slug, 0)


@task("promises.restep_customer@1", queue="clock")
def restep_customer(customer_id: int, after_id: int = 0) -> Callable[[], None]:
    """It is another time where they are."""
    family = list(customers.family_of(customer_id).values_list("pk", flat=True))
    return partial(_restep_customer, customer_id, family, after_id)


def _restep_customer(customer_id: int, family: list[int], after_id: int) -> None:
    last = ladders.restep_customer(customer_ids=family, after_id=after_id, at=timezone.now())
    if last is not None:
        restep_customer.enqueue(customer_id, last)


def _restep(brand_id: int, kind: str, after_id: int) -> None:
    last = ladders.restep(brand_id=brand_id, kind=kind, after_id=after_id, at=timezone.now())
    if last is not None:
        restep.enqueue(brand_id, kind, last)


@task("promises.remind_at_risk@1", queue="clock")
def remind_at_risk(promise_ids: list[int]) -> Callable[[], None]:
    return partial(_remind_at_risk, promise_ids)


def _remind_at_risk(promise_ids: list[int]) -> None:
    with asking_once():
        risk_reminding.remind_at_risk(promise_ids=promise_ids, at=timezone.now())


@task("promises.assess@1", queue="clock")
def assess(since: str = "") -> Callable[[], None] | None:
    """Some, and then the next. Reckoned before the transaction: it takes a walk through all that is open. `since`: what
    is due before this moment has been looked at."""
    at = timezone.now()
    began = datetime.fromisoformat(since) if since else None
    found = forecast.unassessed(at, forecast.BATCH + 1, since=began)
    if not found:
        return None
    told = forecast.foretold(promise_ids=[pk for pk, _due_at in found[: forecast.BATCH]], at=at)
    return partial(_assess, told, found[-1][1] if len(found) > forecast.BATCH else None)


def _assess(told: list[PromiseForecast], following: datetime | None) -> None:
    forecast.write_down(told)
    at_risk = [row.promise_id for row in told if row.at_risk]
    for first in range(0, len(at_risk), risk_reminding.BATCH):
        remind_at_risk.enqueue(at_risk[first : first + risk_reminding.BATCH])
    if following:
        enqueue_once(assess, "the next forecasts", following.isoformat())
