import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from slovo.api.webhooks.models import Attempt, Delivery, Reader, Reason, State, Webhook
from slovo.api.webhooks.queries import KINDS, READER, told
from slovo.brands.models import Brand
from slovo.core import outgoing
from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal import queries as journal
from slovo.core.journal.actor import Actor
from slovo.core.journal.queries import Cursor
from slovo.core.journal.recording import record
from slovo.facts.webhooks import DeliveryAskedAgain, WebhookAdded, WebhookChanged, WebhookDisabled, WebhookRemoved
from slovo.people.models import Staff
from slovo.people.rights import Verb

SECRET_PREFIX = "whsec_"
BOTH_SECRETS = timedelta(days=1)
WEBHOOKS_MAX = 50  # of one brand
RETRY_MINUTES = (1, 5, 15, 60, 180, 360, 720)  # about a day
SPARED_AFTER = 3  # failures in a row
SPARED = timedelta(minutes=5)
FAILING = timedelta(days=3)
FAILURES_MIN = 10  # in a row, before it is switched off
GONE = 410
RULE = Actor("rule", "webhooks")


class UnableToAddWebhook(UnableTo):
    pass


class UnableToReplay(UnableTo):
    pass


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a call ended. `status`: None when there was no answer."""

    at: datetime
    milliseconds: int
    status: int | None = None
    answer: str = ""
    trouble: str = ""

    @property
    def well(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


@transaction()
def add_webhook(*, brand: Brand, url: str, kinds: Collection[str], by: Staff, at: datetime) -> tuple[Webhook, str]:
    """It is told what happens from now on. The secret is shown once."""
    by.must(Verb.MANAGE_BRAND, brand)
    outgoing.check(url)
    _check_kinds(kinds)
    if Webhook.objects.filter(brand=brand, removed_at=None).count() >= WEBHOOKS_MAX:
        raise UnableToAddWebhook(_("There are 50 webhooks already. Remove one that is no longer used."))
    _begin_here_if_nobody_reads()
    secret = _new_secret()
    webhook = Webhook.objects.create(
        brand=brand, url=url, kinds=sorted(set(kinds)), secret=secret, created_at=at, created_by=by
    )
    fact = WebhookAdded(brand_id=brand.pk, webhook_id=webhook.pk, kinds=tuple(webhook.kinds))
    record(fact, actor=by.actor, at=at)
    return webhook, secret


@transaction()
def change_webhook(*, webhook: Webhook, url: str, kinds: Collection[str], by: Staff, at: datetime) -> None:
    """Another address or other facts; and it is told again if it was switched off."""
    by.must(Verb.MANAGE_BRAND, webhook)
    outgoing.check(url)
    _check_kinds(kinds)
    if webhook.disabled_at:
        _begin_here_if_nobody_reads()
    new = {"url": url, "kinds": sorted(set(kinds))}
    fields = [name for name, value in new.items() if getattr(webhook, name) != value]
    fields += ["disabled"] if webhook.disabled_at else []
    well = {"failing_since": None, "failures_in_row": 0, "paused_until": None}
    Webhook.objects.filter(pk=webhook.pk).update(**new, **well, disabled_at=None, disabled_reason="")
    record(_changed(webhook, *fields), actor=by.actor, at=at)


@transaction()
def rotate_secret(*, webhook: Webhook, by: Staff, at: datetime) -> str:
    """A new secret, shown once. The old one signs beside it for a day, so that nothing is missed meanwhile."""
    by.must(Verb.MANAGE_BRAND, webhook)
    webhook = locked(Webhook, webhook.pk)
    secret = _new_secret()
    webhook.previous_secret, webhook.secret = webhook.secret, secret
    webhook.previous_secret_until = at + BOTH_SECRETS
    webhook.save(update_fields=["previous_secret", "secret", "previous_secret_until"])
    record(_changed(webhook, "secret"), actor=by.actor, at=at)
    return secret


@transaction()
def remove_webhook(*, webhook: Webhook, by: Staff, at: datetime) -> None:
    by.must(Verb.MANAGE_BRAND, webhook)
    if Webhook.objects.filter(pk=webhook.pk, removed_at=None).update(removed_at=at, removed_by=by):
        record(WebhookRemoved(brand_id=webhook.brand_id, webhook_id=webhook.pk), actor=by.actor, at=at)


@transaction()
def replay(*, delivery: Delivery, by: Staff, at: datetime) -> None:
    """Once more, with all its tries."""
    webhook = delivery.webhook
    by.must(Verb.MANAGE_BRAND, webhook)
    if webhook.removed_at or webhook.disabled_at:
        raise UnableToReplay(_("This webhook is switched off. Switch it on first."))
    ended = Delivery.objects.filter(pk=delivery.pk).exclude(state=State.WAITING)
    if not ended.update(state=State.WAITING, tries=0, next_at=None, ended_at=None):
        raise UnableToReplay(_("This one is still waiting to be delivered."))
    fact = DeliveryAskedAgain(brand_id=webhook.brand_id, webhook_id=webhook.pk, delivery_id=delivery.pk)
    record(fact, actor=by.actor, at=at)


@transaction()
def file_deliveries(*, read_from: Cursor, read_to: Cursor, deliveries: Sequence[Delivery]) -> list[Delivery]:
    """Move the reader on, and keep what is to be told. Nothing when somebody else has moved it."""
    reader = Reader.objects.filter(name=READER, transaction_id=read_from.transaction_id, entry_id=read_from.id)
    if not reader.update(transaction_id=read_to.transaction_id, entry_id=read_to.id):
        return []
    return Delivery.objects.bulk_create(deliveries)


@transaction()
def put_off(*, delivery_id: int, until: datetime) -> None:
    """Its webhook is spared just now: that is not a try of this delivery."""
    Delivery.objects.filter(pk=delivery_id).update(next_at=until)


@transaction()
def give_up(*, delivery_id: int, at: datetime) -> None:
    """Nobody is told any more."""
    Delivery.objects.filter(pk=delivery_id, state=State.WAITING).update(state=State.FAILED, next_at=None, ended_at=at)


@transaction()
def note_attempt(*, delivery_id: int, outcome: Outcome) -> datetime | None:
    """When to try again; None when it was delivered, or given up."""
    delivery = locked(Delivery, delivery_id)
    webhook = locked(Webhook, delivery.webhook_id)
    Attempt.objects.create(
        delivery=delivery,
        at=outcome.at,
        milliseconds=outcome.milliseconds,
        status=outcome.status,
        answer=outcome.answer,
        trouble=outcome.trouble,
    )
    delivery.tries += 1
    if outcome.well:
        delivery.state, delivery.next_at, delivery.ended_at = State.DELIVERED, None, outcome.at
        _note_well(webhook)
    else:
        _note_failure(webhook, outcome)
        _decide(delivery, webhook, outcome.at)
    delivery.save(update_fields=["state", "tries", "next_at", "ended_at"])
    return delivery.next_at


def _decide(delivery: Delivery, webhook: Webhook, at: datetime) -> None:
    if delivery.tries > len(RETRY_MINUTES) or webhook.disabled_at:
        delivery.state, delivery.next_at, delivery.ended_at = State.FAILED, None, at
    else:
        delivery.next_at = at + timedelta(minutes=RETRY_MINUTES[delivery.tries - 1])


def _note_well(webhook: Webhook) -> None:
    if webhook.failures_in_row:
        webhook.failing_since, webhook.failures_in_row, webhook.paused_until = None, 0, None
        webhook.save(update_fields=["failing_since", "failures_in_row", "paused_until"])


def _note_failure(webhook: Webhook, outcome: Outcome) -> None:
    at = outcome.at
    webhook.failing_since = webhook.failing_since or at
    webhook.failures_in_row += 1
    if webhook.failures_in_row >= SPARED_AFTER:
        webhook.paused_until = at + SPARED
    too_long = at - webhook.failing_since >= FAILING and webhook.failures_in_row >= FAILURES_MIN
    if (too_long or outcome.status == GONE) and webhook.disabled_at is None:
        reason = Reason.GONE if outcome.status == GONE else Reason.FAILURES
        webhook.disabled_at, webhook.disabled_reason = at, reason
        fact = WebhookDisabled(brand_id=webhook.brand_id, webhook_id=webhook.pk, reason=reason.value)
        record(fact, actor=RULE, at=at)
    webhook.save(update_fields=["failing_since", "failures_in_row", "paused_until", "disabled_at", "disabled_reason"])


def _begin_here_if_nobody_reads() -> None:
    """While no webhook is told anything nobody follows the journal: the first one does not begin with the past."""
    if told():
        return
    end = journal.end()
    Reader.objects.update_or_create(name=READER, defaults={"transaction_id": end.transaction_id, "entry_id": end.id})


def _check_kinds(kinds: Collection[str]) -> None:
    if not kinds or not set(kinds) <= set(KINDS):
        raise UnableToAddWebhook(_("Choose at least one of the kinds of facts that there are."))


def _changed(webhook: Webhook, *fields: str) -> WebhookChanged:
    return WebhookChanged(brand_id=webhook.brand_id, webhook_id=webhook.pk, fields=fields)


def _new_secret() -> str:
    return SECRET_PREFIX + secrets.token_urlsafe(32)
