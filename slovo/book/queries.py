from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from slovo.book.models import SHOWN_AFTER_HOURS, Book, Entry, Kind, Withheld
from slovo.brands.models import Brand
from slovo.conversations.models import Conversation, Direction, Message
from slovo.core.numbers import Share
from slovo.customers import queries as customers
from slovo.customers.models import Identity
from slovo.knowledge.masking import personal_spans
from slovo.people.models import Staff
from slovo.promises.models import Promise
from slovo.standards.queries import service_level

CHANNEL = "book"
FIGURES_OF_MAX = 1_000  # the newest entries: figures of years ago say nothing of today


def visible_to(staff: Staff) -> QuerySet[Entry]:
    return Entry.objects.filter(brand_id__in=staff.brand_ids)


def book_of(brand: Brand) -> Book:
    """As it is set; closed, where nobody has set it."""
    row = Book.objects.filter(brand=brand).first()
    return row or Book(brand=brand, open_since=None, shown_after_hours=SHOWN_AFTER_HOURS)


def entries_of(brand_id: int) -> QuerySet[Entry]:
    """With all that stands beside them, the newest first."""
    rows = Entry.objects.filter(brand_id=brand_id).select_related("message")
    return rows.prefetch_related("withheld", "answers__staff").order_by("-number")


def entry_in(conversation: Conversation, staff: Staff) -> Entry | None:
    """The entry from which a conversation began, or one of those that are read in it."""
    here = Q(message__conversation=conversation) | Q(message__conversation__root=conversation)
    rows = visible_to(staff).filter(here).select_related("message__conversation", "message__customer", "brand")
    return rows.prefetch_related("withheld__staff", "withheld__lifted_by", "answers__staff").order_by("number").first()


def replies_to(entry: Entry) -> QuerySet[Message]:
    """What colleagues have written to its author, the newest first, and does not stand beside it yet."""
    root_id = entry.message.conversation.root_id or entry.message.conversation_id
    here = Q(conversation_id=root_id) | Q(conversation__root_id=root_id)
    rows = Message.objects.filter(here, direction=Direction.OUT, staff__isnull=False, forwarded_at=None)
    return rows.filter(book_answer=None).exclude(text="").select_related("staff").order_by("-pk")


def names_somebody(entry: Entry, text: str) -> bool:
    """Whether the program finds personal data in it, as it does in entries."""
    customer = entry.message.customer
    return bool(personal_spans(text, names=[customer.name] if customer else []))


def register_of(brand_id: int) -> QuerySet[Withheld]:
    """The open register: what was withheld, the newest first."""
    rows = Withheld.objects.filter(entry__brand_id=brand_id).select_related("entry", "staff", "lifted_by")
    return rows.order_by("-pk")


def answer_minutes(brand_id: int) -> int | None:
    """Of working time, within which the house promises an answer; None: it promises nothing."""
    level = service_level(brand_id=brand_id, channel=CHANNEL)
    return level.first_answer_minutes if level else None


@dataclass(frozen=True, slots=True)
class Figures:
    """`counts`: by kind, of all. `answered`: of the newest, to how many an answer is published. `in_time`: of those
    whose answer promise is settled, how many were kept."""

    counts: dict[str, int]
    answered: Share
    in_time: Share

    @property
    def all(self) -> int:
        return sum(self.counts.values())


def figures(brand_id: int) -> Figures:
    rows = Entry.objects.filter(brand_id=brand_id)
    counted = dict(rows.order_by().values_list("kind").annotate(Count("pk")))
    newest = list(
        rows.order_by("-number")
        .annotate(said=Count("answers"))
        .values_list("message__conversation_id", "said")[:FIGURES_OF_MAX]
    )
    settled = _settled([f"conversation:{pk}" for pk, _said in newest])
    return Figures(
        counts={kind.value: counted.get(kind, 0) for kind in Kind},
        answered=Share(sum(said > 0 for _pk, said in newest), len(newest)),
        in_time=Share(sum(settled), len(settled)),
    )


def _settled(keys: Sequence[str]) -> list[bool]:
    """Of the first answer promise of each: whether it was kept. What nobody needed any more counts for nothing."""
    rows = Promise.objects.filter(kind="answer", about__in=keys, released_at=None).order_by("pk")
    first: dict[str, bool | None] = {}
    for about, done_at, broken_at in rows.values_list("about", "done_at", "broken_at"):
        first.setdefault(about, None if done_at is broken_at is None else broken_at is None)
    return [kept for kept in first.values() if kept is not None]


def shown_until(entries: Sequence[Entry], at: datetime) -> list[Entry]:
    return [entry for entry in entries if entry.is_shown(at)]


def can_be_written_to(conversation: Conversation) -> bool:
    """Whether its customer has left an e-mail address."""
    return any(one.kind == Identity.EMAIL for one in customers.identities(conversation.customer))
