"""What a chat holds of people, and how it goes: after so many days of silence, or with the customer whose it is.
Actions, as in `actions.py`.

What was said stands in the conversation as well, and has a retention of its own. What goes here is the browser's side
of it: who it was, its keys, what it agreed to, the pages on which it was, its lines with their ids, and what its lines
were as they arrived. Who is blocked stays: it would be let in again.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from slovo.channels import personal_data
from slovo.channels.chat.desk_models import AddressBlock, AddressSeen, DeskRule, PageSeen, Signs
from slovo.channels.chat.models import Chat, Consent, ConsentWords, Duty, Line, LineFile, Visitor, VisitorKey
from slovo.core.db import locked_together, transaction
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.core.personal import Declared, GoesWith, Holding, Nothing, Person, forget_files
from slovo.customers.models import Identity
from slovo.facts.chat import VisitorForgotten

HELD: dict[type[models.Model], str] = {  # by which way each belongs to a visitor
    Visitor: "pk",
    VisitorKey: "visitor",
    Consent: "visitor",
    Line: "visitor",
    LineFile: "line__visitor",
    PageSeen: "visitor",
    AddressSeen: "visitor",
}
RETENTION = Actor("rule", "chat_retention")
ERASURE = Actor("rule", "erasure")


@transaction()
def forget_silent(*, visitor_ids: Collection[int], at: datetime) -> int:
    """Who has been silent for longer than their brand keeps what it knows. How many."""
    return _forget(visitor_ids, actor=RETENTION, at=at)


def _forget(visitor_ids: Collection[int], *, actor: Actor, at: datetime) -> int:
    held = locked_together(Visitor, visitor_ids)
    brands = dict(Visitor.objects.filter(pk__in=held).values_list("pk", "chat__brand_id"))
    lines = Line.objects.filter(visitor_id__in=held, inbound__isnull=False)
    files = LineFile.objects.filter(line__visitor_id__in=held)
    forget_files(list(files.values_list("file_id", flat=True)), at=at)
    inbound_ids = list(lines.values_list("inbound_id", flat=True))
    Visitor.objects.filter(pk__in=held).delete()
    personal_data.empty(inbound_ids=inbound_ids, at=at)
    for pk, brand_id in sorted(brands.items()):
        record(VisitorForgotten(brand_id=brand_id, visitor_id=pk), actor=actor, at=at)
    return len(brands)


def _theirs(person: Person) -> Q:
    """Each browser of theirs, as whom it was and as whom it is."""
    browsers = [UUID(value) for value in person.of_kind(Identity.CHAT)]
    theirs = Q(public_id__in=browsers) | Q(person__in=person.of_kind(Identity.SITE))
    here = Visitor.objects.filter(theirs, chat__brand_id=person.brand_id)
    return Q(chat__brand_id=person.brand_id) & (theirs | Q(became__in=here))


def _of_visitors(person: Person) -> Q:
    return Q(visitor__in=Visitor.objects.filter(_theirs(person)))


def _erase(ids: Collection[int], at: datetime) -> None:
    _forget(ids, actor=ERASURE, at=at)


DECLARED: tuple[Declared, ...] = (
    Nothing(Chat, "how the company's chat looks and what it asks"),
    Nothing(ConsentWords, "what the company's chat has asked for"),
    Nothing(DeskRule, "when colleagues are called to a chat"),
    Nothing(Duty, "which colleague answers chats"),
    Nothing(Signs, "how a colleague is told of a chat"),
    Holding(
        model=PageSeen,
        name=_("Pages of the site on which they were"),
        whose=_of_visitors,
        told={"page": "page", "title": "title", "at": "at"},
    ),
    Holding(
        model=Visitor,
        name=_("Browsers in the chat, with their lines and files"),
        whose=_theirs,
        told={
            "name": "name",
            "contact": "contact",
            "language": "language",
            "page": "page",
            "page_title": "page_title",
            "page_said": "page_said",
            "since": "created_at",
            "last_message_at": "spoke_at",
        },
        erase=_erase,
    ),
    Nothing(AddressBlock, "which sealed addresses are kept out until when; whoever reads it knows no address by it"),
    GoesWith(AddressSeen, Visitor),
    GoesWith(VisitorKey, Visitor),
    GoesWith(Consent, Visitor),
    GoesWith(Line, Visitor),
    GoesWith(LineFile, Visitor),
)
