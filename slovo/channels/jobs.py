from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.utils import timezone
from django.utils.translation import gettext as _

from slovo.channels import outcomes, queries
from slovo.channels.models import Outbound, State
from slovo.channels.registry import channel
from slovo.channels.wanting import objection
from slovo.core.tasks import task
from slovo.core.together import Together

# Whose outcomes are written down together, where each leaves within milliseconds (a folder): so many are uncertain when
# their worker is killed just then.
LETTERS_TOGETHER_MAX = 5


_together = Together(durable=True)


class TakenByAnother(Exception):
    """Another worker has this letter in its hands; this one's task ends quietly."""


@task("channels.deliver@1", queue="out", attempts_max=8, grouped=True, group_max=LETTERS_TOGETHER_MAX, of_its_kind=True)
def deliver(outbound_id: int) -> Callable[[], None] | None:
    """Carry one thing out of the door. The network is here, outside of any transaction."""
    outbound = queries.outbound(outbound_id)
    if outbound is None:  # taken back
        return None
    if outbound.state == State.SENDING:  # a worker died between the last byte and the answer to it
        explanation = _("The connection broke at the last moment. It may or may not have arrived.")
        return partial(_failed, outbound_id, State.UNCERTAIN, explanation)
    if outbound.state != State.QUEUED:
        return None
    if timezone.now() < outbound.not_before:  # it was put to a later moment, or the clock was set back
        return partial(_at_its_moment, outbound_id, outbound.not_before)
    if explanation := objection(
        outbound, at=timezone.now()
    ):  # they have said so while it stood here, or it is too late
        return partial(_failed, outbound_id, State.FAILED, explanation)
    try:
        delivery = channel(outbound.channel).deliver(outbound, going=partial(_going, outbound))
    except TakenByAnother:
        return None
    if delivery.outcome == "sent":
        return partial(_sent, outbound_id)
    if delivery.outcome == "retry":
        return partial(_retry, outbound, delivery.explanation)
    return partial(_failed, outbound_id, State(delivery.outcome), delivery.explanation)


def _at_its_moment(outbound_id: int, not_before: datetime) -> None:
    deliver.using(run_after=not_before).enqueue(outbound_id=outbound_id)


def _going(outbound: Outbound) -> None:
    mark = partial(outcomes.mark_going, outbound_id=outbound.pk, attempts=outbound.attempts, at=timezone.now())
    if not _together(mark):
        raise TakenByAnother


def _sent(outbound_id: int) -> None:
    outcomes.record_sent(outbound_id=outbound_id, at=timezone.now())


def _failed(outbound_id: int, state: State, explanation: str) -> None:
    outcomes.record_failed(outbound_id=outbound_id, state=state, explanation=explanation, at=timezone.now())


def _retry(outbound: Outbound, explanation: str) -> None:
    at = timezone.now()
    again_at = outcomes.record_retry(
        outbound_id=outbound.pk, attempts=outbound.attempts, explanation=explanation, at=at
    )
    if again_at:
        deliver.using(run_after=again_at).enqueue(outbound_id=outbound.pk)
