"""A company's years of conversations, made quickly: Russian letters of about 1.5 KB, five to a conversation.

Some words are where the bench looks for them: GUARANTEE in one of fifty messages, in all its forms; SAMOVAR only in the
oldest fifth; the brand «Малая» has one conversation of a hundred.
"""

import gc
import hashlib
import random
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone

from slovo.brands.models import Brand
from slovo.channels.models import Mailbox, Outbound
from slovo.conversations.models import AFTER_ALL_PROMISES, Conversation, Message, Tag
from slovo.core.bulk import write_rows
from slovo.core.journal.models import JournalEntry
from slovo.core.search.bulk import add_many
from slovo.customers.models import Customer, Identity
from slovo.people.models import Staff
from slovo.promises.models import Promise
from tests.bench.words import sentences

MESSAGES = 5
LONG_EVERY, LONG_MESSAGES = 500, 20
GUARANTEE = ("гарантия", "гарантии", "гарантию", "гарантией")
GUARANTEE_EVERY = 50
SAMOVAR = ("самовар", "самовара", "самоваром")
SMALL_BRAND_EVERY = 100
OPEN_EVERY, WAITING_EVERY = 40, 60
OF_ONE_AGENT = 3_000  # of the newest what is not closed is the first agent's: a full page of «mine» in any company
ASSIGNED_SHARE, TAGGED_SHARE = 0.7, 0.3
CUSTOMERS_SHARE = 0.5  # of the number of conversations
YEARS = 5
TEXT_CHARACTERS = 850  # of Cyrillic: about 1.5 KB


@dataclass(frozen=True)
class Company:
    """What stands there before: two brands, their mailboxes by brand, people and tags."""

    large: Brand
    small: Brand
    mailboxes: dict[int, Mailbox]
    staff: list[Staff]
    tags: list[Tag]


@dataclass(frozen=True)
class Plan:
    """One conversation before it becomes rows."""

    pk: int
    brand: Brand
    opened_at: datetime
    messages: int
    state: str
    assignee: Staff | None
    first_message: int
    first_outbound: int

    @property
    def key(self) -> str:
        return f"conversation:{self.pk}"

    @property
    def customer(self) -> int:
        return self.pk // 2 + 1

    @property
    def last_at(self) -> datetime:
        return self.opened_at + timedelta(hours=self.messages)

    @property
    def due_at(self) -> datetime:
        return self.last_at + timedelta(hours=4)


def build(company: Company, conversations: int) -> int:
    """Returns the number of messages."""
    from tests.bench.indexed import documents  # which knows this corpus

    plans = list(_plans(company, conversations))
    gc.freeze()  # they stay: looking at millions of objects again and again would take half of the time
    customers = conversations // 2 + 1
    write_rows(Customer, CUSTOMER, (_customer(pk, _brand_of(company, pk * 2)) for pk in range(1, customers + 1)))
    write_rows(Identity, IDENTITY, (_identity(pk, _brand_of(company, pk * 2)) for pk in range(1, customers + 1)))
    calendars = {brand.pk: brand.main_calendar.pk for brand in (company.large, company.small)}
    write_rows(Promise, PROMISE, (_promise(plan, calendars[plan.brand.pk]) for plan in plans))
    write_rows(Conversation, CONVERSATION, (_conversation(plan, company.mailboxes[plan.brand.pk]) for plan in plans))
    write_rows(Outbound, OUTBOUND, (row for plan in plans for row in _outbounds(plan)))
    write_rows(Message, MESSAGE, (row for plan in plans for row in _messages(plan, conversations)))
    write_rows(JournalEntry, ENTRY, (row for plan in plans for row in _entries(plan)))
    through = Tag.conversations.through
    write_rows(through, ("conversation_id", "tag_id"), _tagged(plans, company))
    add_many(documents(plans, company.mailboxes, conversations))
    return plans[-1].first_message + plans[-1].messages - 1


def _plans(company: Company, conversations: int) -> Iterator[Plan]:
    chance = random.Random(2026)
    now = timezone.now()
    step = timedelta(days=365 * YEARS) / conversations
    message = outbound = 1
    for pk in range(1, conversations + 1):
        state = "open" if pk % OPEN_EVERY == 0 else "waiting" if pk % WAITING_EVERY == 1 else "closed"
        messages = LONG_MESSAGES if pk % LONG_EVERY == 0 else MESSAGES
        is_old = pk <= conversations - OF_ONE_AGENT
        yield Plan(
            pk=pk,
            brand=_brand_of(company, pk),
            opened_at=now - step * (conversations - pk) - timedelta(days=1),
            messages=messages,
            state=state,
            assignee=_assignee(company.staff if state == "closed" or is_old else company.staff[:1], chance),
            first_message=message,
            first_outbound=outbound,
        )
        message += messages
        outbound += messages // 2


def _assignee(staff: Sequence[Staff], chance: random.Random) -> Staff | None:
    return chance.choice(staff) if chance.random() < ASSIGNED_SHARE else None


def _brand_of(company: Company, pk: int) -> Brand:
    """A customer has two conversations, both with the same brand."""
    return company.small if (pk // 2) % SMALL_BRAND_EVERY == 0 else company.large


def _id(kind: str, pk: int, at: datetime) -> uuid.UUID:
    """Ordered by time, as ours are (`core/ids.py`), and always the same."""
    milliseconds = int(at.timestamp() * 1000).to_bytes(6, "big")
    return uuid.UUID(bytes=milliseconds + hashlib.md5(f"{kind}{pk}".encode(), usedforsecurity=False).digest()[:10])


CUSTOMER = ("id", "public_id", "brand_id", "name", "folded_name", "language", "created_at")
IDENTITY = ("customer_id", "brand_id", "kind", "value", "created_at")
BEGAN = datetime(2021, 1, 1, tzinfo=UTC)
NAMES = ("Ирина Соколова", "Пётр Лебедев", "Ольга Зайцева", "Андрей Белов", "Мария Гусева", "Николай Орлов")


def customer_name(pk: int) -> str:
    return f"{NAMES[pk % len(NAMES)]} {pk}"


def _customer(pk: int, brand: Brand) -> tuple[Any, ...]:
    name = customer_name(pk)
    return pk, _id("customer", pk, BEGAN), brand.pk, name, name.casefold(), "ru", BEGAN


def _identity(pk: int, brand: Brand) -> tuple[Any, ...]:
    return pk, brand.pk, Identity.EMAIL, f"customer{pk}@example.com", BEGAN


PROMISE = (
    "id brand_id customer_id about kind owner_id made_by_kind made_by_id made_at calendar_id minutes warning_minutes "
    "pauses due_at warn_at done_at release_reason"
).split()


def _promise(plan: Plan, calendar_id: int) -> tuple[Any, ...]:
    made_at = plan.last_at if plan.state == "open" else plan.opened_at
    due_at = made_at + timedelta(hours=4)
    done_at = None if plan.state == "open" else made_at + timedelta(hours=1)
    owner = plan.assignee.pk if plan.assignee else None
    about = (plan.pk, plan.brand.pk, plan.customer, plan.key, "answer", owner)
    terms = ("rule", "answer", made_at, calendar_id, 240, 60, [])
    return *about, *terms, due_at, due_at - timedelta(hours=1), done_at, ""


CONVERSATION = (
    "id public_id reference brand_id customer_id channel mailbox_id subject language assignee_id next_promise_id "
    "queue_position opened_at last_message_at preview first_answered_at waiting_since closed_at"
).split()


def subject(plan: Plan) -> str:
    return next(sentences(plan.pk, 1))[:80]


def reference(plan: Plan) -> str:
    return f"{plan.pk:08d}"


def _conversation(plan: Plan, mailbox: Mailbox) -> tuple[Any, ...]:
    position = int((plan.last_at + timedelta(hours=4)).timestamp() * 1000)
    if plan.state != "open":
        position = AFTER_ALL_PROMISES - int(plan.last_at.timestamp() * 1000)
    assignee = plan.assignee.pk if plan.assignee else None
    who = (plan.brand.pk, plan.customer, "email", mailbox.pk, subject(plan), "ru", assignee)
    return (
        plan.pk,
        _id("conversation", plan.pk, plan.opened_at),
        reference(plan),
        *who,
        plan.pk if plan.state == "open" else None,
        position,
        plan.opened_at,
        plan.last_at,
        next(sentences(plan.pk + 1, 1))[:200],
        plan.opened_at + timedelta(hours=1),
        plan.last_at if plan.state == "waiting" else None,
        plan.last_at if plan.state == "closed" else None,
    )


OUTBOUND = (
    "id public_id brand_id channel posting external_id state queued_at not_before attempts sent_at explanation".split()
)


def _outbounds(plan: Plan) -> Iterator[tuple[Any, ...]]:
    for index in range(plan.messages // 2):
        pk = plan.first_outbound + index
        at = plan.opened_at + timedelta(hours=2 * index + 1)
        where = (pk, _id("outbound", pk, at), plan.brand.pk, "email", {}, f"<{pk}@bench.example>")
        yield *where, "sent", at, at, 1, at, ""


MESSAGE = (
    "id public_id conversation_id brand_id direction customer_id staff_id sender_name sender_value reply_value "
    "recipients subject text quote signature html html_look language at external_id outbound_id original_name "
    "original_value automatic awaits_answer remarks"
).split()


def _messages(plan: Plan, conversations: int) -> Iterator[tuple[Any, ...]]:
    for index in range(plan.messages):
        pk, at, incoming = plan.first_message + index, said_at(plan, index), index % 2 == 0
        customer = plan.customer if incoming else None
        staff = None if incoming or not plan.assignee else plan.assignee.pk
        outbound = None if incoming else plan.first_outbound + index // 2
        text = " ".join(spoken(pk, oldest=is_oldest(plan, conversations)))
        name, address = sender(plan, index)
        head = (pk, _id("message", pk, at), plan.pk, plan.brand.pk, "in" if incoming else "out", customer, staff)
        body = (name, address, address, [], "", text, "", "", "", "", "ru")
        yield *head, *body, at, f"<m{pk}@example.com>" if incoming else "", outbound, "", "", False, incoming, []


def said_at(plan: Plan, index: int) -> datetime:
    return plan.opened_at + timedelta(hours=index)


def sender(plan: Plan, index: int) -> tuple[str, str]:
    """Name and address of a customer; of us, empty."""
    if index % 2:
        return "", ""
    return NAMES[plan.customer % len(NAMES)], f"customer{plan.customer}@example.com"


def is_oldest(plan: Plan, conversations: int) -> bool:
    """In the oldest fifth."""
    return plan.pk * 5 <= conversations


def spoken(pk: int, *, oldest: bool) -> Iterator[str]:
    """The sentences of a message."""
    yield from sentences(pk, TEXT_CHARACTERS)
    if pk % GUARANTEE_EVERY == 0:
        yield f"Вопрос про {GUARANTEE[pk // GUARANTEE_EVERY % len(GUARANTEE)]}."
    if oldest and pk % GUARANTEE_EVERY == 1:
        yield f"Речь про {SAMOVAR[pk // GUARANTEE_EVERY % len(SAMOVAR)]}."


ENTRY = "kind at brand_id about actor_kind actor_id request_id data".split()


def _entries(plan: Plan) -> Iterator[tuple[Any, ...]]:
    due = {"promise_id": plan.pk, "regarding": plan.key, "kind": "answer", "due_at": plan.due_at.isoformat()}
    yield "PromiseMade", plan.opened_at, plan.brand.pk, plan.key, "rule", "answer", "", due
    if plan.state == "closed":
        closed = {"conversation_id": plan.pk}
        yield "ConversationClosed", plan.last_at, plan.brand.pk, plan.key, "system", "", "", closed


def _tagged(plans: list[Plan], company: Company) -> Iterator[tuple[int, int]]:
    chance = random.Random(1)
    for plan in plans:
        if chance.random() < TAGGED_SHARE:
            yield plan.pk, chance.choice([tag.pk for tag in company.tags if tag.brand_id == plan.brand.pk])
