import hashlib
import hmac
import json
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from django.utils import timezone

from slovo.api.webhooks import actions, queries
from slovo.api.webhooks.actions import Outcome
from slovo.api.webhooks.models import Delivery, State, Webhook
from slovo.core import outgoing
from slovo.core.errors import UnableTo
from slovo.core.journal import queries as journal
from slovo.core.journal.models import JournalEntry
from slovo.core.journal.queries import Cursor
from slovo.core.tasks import task
from slovo.core.tasks.definitions import BULK

ENTRIES_MAX = 500
CALL_SECONDS = 10.0
ANSWER_BYTES_MAX = 2_000
AGENT = "Slovo-Webhooks/1"


@task("webhooks.follow@1", queue="clock")
def follow() -> Callable[[], None] | None:
    """Read on in the journal, and file what is to be told."""
    webhooks = queries.told()
    if not webhooks:
        return None
    read_from = queries.position()
    entries = journal.after(read_from, entries_max=ENTRIES_MAX)
    if not entries:
        return None
    read_to = Cursor(entries[-1].transaction_id, entries[-1].pk)
    more = len(entries) == ENTRIES_MAX
    return partial(_follow, read_from, read_to, _deliveries(webhooks, entries), more)


def _follow(read_from: Cursor, read_to: Cursor, deliveries: list[Delivery], more: bool) -> None:
    for delivery in actions.file_deliveries(read_from=read_from, read_to=read_to, deliveries=deliveries):
        deliver.enqueue(delivery_id=delivery.pk)
    if more:
        follow.enqueue()


def _deliveries(webhooks: Sequence[Webhook], entries: Sequence[JournalEntry]) -> list[Delivery]:
    from slovo.api import outside

    wanted = [(webhook, entry) for entry in entries for webhook in webhooks if _wants(webhook, entry)]
    told = list({entry.pk: entry for _webhook, entry in wanted}.values())
    bodies = {
        entry.pk: json.dumps(fact, ensure_ascii=False, default=str)
        for entry, fact in zip(told, outside.facts(told), strict=True)
    }
    at = timezone.now()
    return [
        Delivery(webhook=webhook, entry_id=entry.pk, kind=entry.kind, body=bodies[entry.pk], created_at=at)
        for webhook, entry in wanted
    ]


def _wants(webhook: Webhook, entry: JournalEntry) -> bool:
    return entry.brand_id == webhook.brand_id and entry.kind in webhook.kinds and entry.at >= webhook.created_at


@task("webhooks.deliver@1", queue="hooks", priority=BULK)
def deliver(delivery_id: int) -> Callable[[], None] | None:
    """Tell it. The network is here, outside of any transaction."""
    delivery = Delivery.objects.select_related("webhook").filter(pk=delivery_id).first()
    at = timezone.now()
    if delivery is None or delivery.state != State.WAITING:
        return None
    webhook = delivery.webhook
    if webhook.removed_at or webhook.disabled_at:
        return partial(actions.give_up, delivery_id=delivery_id, at=at)
    if webhook.paused_until and at < webhook.paused_until:
        return partial(_put_off, delivery_id, webhook.paused_until)
    return partial(_note, delivery_id, call(delivery, at=at))


def call(delivery: Delivery, *, at: datetime) -> Outcome:
    began = time.monotonic()
    try:
        answer = outgoing.post(
            delivery.webhook.url,
            content=delivery.body.encode(),
            headers=headers_of(delivery, at=at),
            seconds=CALL_SECONDS,
            answer_bytes_max=ANSWER_BYTES_MAX,
        )
    except (UnableTo, outgoing.NoAnswer) as problem:
        return Outcome(at, _milliseconds(began), trouble=str(problem)[:ANSWER_BYTES_MAX])
    said = answer.body.decode(errors="replace").replace("\0", "")
    return Outcome(at, _milliseconds(began), status=answer.status, answer=said)


def headers_of(delivery: Delivery, *, at: datetime) -> dict[str, str]:
    """`Slovo-Signature: t=<seconds>,v1=<hex>`: of "<seconds>.<body>", once for each secret that holds."""
    seconds = int(at.timestamp())
    signed = f"{seconds}.{delivery.body}".encode()
    signatures = [
        f"v1={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}" for secret in delivery.webhook.secrets(at)
    ]
    return {
        "Content-Type": "application/json",
        "User-Agent": AGENT,
        "Slovo-Delivery": str(delivery.public_id),
        "Slovo-Signature": ",".join([f"t={seconds}", *signatures]),
    }


def _put_off(delivery_id: int, until: datetime) -> None:
    actions.put_off(delivery_id=delivery_id, until=until)
    deliver.using(run_after=until).enqueue(delivery_id=delivery_id)


def _note(delivery_id: int, outcome: Outcome) -> None:
    again_at = actions.note_attempt(delivery_id=delivery_id, outcome=outcome)
    if again_at:
        deliver.using(run_after=again_at).enqueue(delivery_id=delivery_id)


def _milliseconds(began: float) -> int:
    return int((time.monotonic() - began) * 1000)
