"""What becomes of what stands at the door out. Actions, as in `actions.py`."""

from datetime import datetime, timedelta

from slovo.channels.models import Inbound, Outbound, State
from slovo.channels.registry import channel
from slovo.core.db import locked, transaction
from slovo.core.journal.actor import SYSTEM
from slovo.core.journal.recording import record
from slovo.core.rows import update, update_while
from slovo.facts.channels import OutboundDelayed, OutboundFailed, OutboundSent

RETRY_MINUTES = (1, 3, 10, 30, 60, 120, 240, 240, 480, 480, 720, 720, 1440)  # five days, as RFC 5321 advises


@transaction()
def carry_out(*, outbound: Outbound, at: datetime) -> None:
    """Part of an action, by a channel that is at home: nothing of it goes over a network, so there is nothing to wait
    for, and no moment at which nobody knows whether it has arrived."""
    delivery = channel(outbound.channel).deliver(outbound, going=lambda: None)
    outbound.explanation = delivery.explanation
    if delivery.outcome == "sent":
        _sent(outbound, at=at)
    else:
        end(outbound=outbound, state=State(delivery.outcome), at=at)


@transaction(durable=True)
def mark_going(*, outbound_id: int, attempts: int, at: datetime) -> bool:
    """Written before the last byte goes. False: somebody else has it, keep that byte."""
    going = Outbound(pk=outbound_id, state=State.SENDING, sending_at=at)
    return update_while(going, "state", "sending_at", state=State.QUEUED.value, attempts=attempts)


@transaction()
def record_sent(*, outbound_id: int, at: datetime) -> None:
    outbound = locked(Outbound, outbound_id)
    if outbound.state not in {State.SENT, State.BOUNCED}:
        _sent(outbound, at=at)


def _sent(outbound: Outbound, *, at: datetime) -> None:
    outbound.state, outbound.sent_at, outbound.ended_at, outbound.explanation = State.SENT, at, at, ""
    update(outbound, "state", "sent_at", "ended_at", "explanation")
    fact = OutboundSent(brand_id=outbound.brand_id, outbound_id=outbound.pk, sent_at=at.isoformat())
    record(fact, actor=SYSTEM, at=at)


@transaction()
def record_retry(*, outbound_id: int, attempts: int, explanation: str, at: datetime) -> datetime | None:
    """Not now, after so many `attempts` before. Returns when to try again; None when that was the last time, or when
    another worker has tried as well and said so."""
    outbound = locked(Outbound, outbound_id)
    if outbound.attempts != attempts:
        return None
    outbound.attempts += 1
    outbound.explanation = explanation
    if outbound.attempts > len(RETRY_MINUTES):
        end(outbound=outbound, state=State.FAILED, at=at)
        return None
    outbound.state = State.QUEUED
    outbound.not_before = at + timedelta(minutes=RETRY_MINUTES[outbound.attempts - 1])
    update(outbound)
    record(OutboundDelayed(brand_id=outbound.brand_id, outbound_id=outbound.pk), actor=SYSTEM, at=at)
    return outbound.not_before


@transaction()
def record_failed(*, outbound_id: int, state: State, explanation: str, at: datetime) -> None:
    """FAILED: the other side refuses for good. UNCERTAIN: nobody knows, a person decides."""
    outbound = locked(Outbound, outbound_id)
    if outbound.state in {State.SENT, State.BOUNCED}:
        return
    outbound.explanation = explanation
    end(outbound=outbound, state=state, at=at)


@transaction()
def record_bounce(*, outbound_id: int, inbound: Inbound, permanent: bool, explanation: str, at: datetime) -> None:
    """The other side took it and then gave it back."""
    outbound = locked(Outbound, outbound_id)
    outbound.bounce, outbound.explanation = inbound, explanation
    if permanent:
        end(outbound=outbound, state=State.BOUNCED, at=at)
    else:
        update(outbound)
        record(OutboundDelayed(brand_id=outbound.brand_id, outbound_id=outbound.pk), actor=SYSTEM, at=at)


@transaction()
def end(*, outbound: Outbound, state: State, at: datetime) -> None:
    """Part of an action: it has not left, or nobody knows."""
    outbound.state, outbound.ended_at = state, at
    update(outbound)
    fact = OutboundFailed(brand_id=outbound.brand_id, outbound_id=outbound.pk, outcome=state.value)
    record(fact, actor=SYSTEM, at=at)
