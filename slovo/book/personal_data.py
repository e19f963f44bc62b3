from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from slovo.book.models import Answer, Book, Entry, Withheld
from slovo.conversations.models import Message
from slovo.core.personal import MARK, Declared, Holding, Nothing, Person

OPEN = _("That something was written, withheld and answered stays in the open book, without words.")


def _entries(person: Person) -> Q:
    theirs = Message.objects.filter(conversation__customer_id__in=person.ids)
    return Q(message__in=theirs)


def _of_entry(person: Person) -> Q:
    return Q(entry__in=Entry.objects.filter(_entries(person)))


HELD: tuple[Declared, ...] = (
    Nothing(Book, "whether the company's book is open"),
    Holding(
        model=Withheld,
        name=_("What was withheld of their entries"),
        whose=_of_entry,
        told={"reason": "reason", "why": "why", "at": "at"},
        emptied={"why": MARK},
        stays=OPEN,
    ),
    Holding(
        model=Answer,
        name=_("Answers in the book"),
        whose=_of_entry,
        told={"text": "text", "at": "at"},
        emptied={"text": MARK},
        stays=OPEN,
    ),
    Holding(
        model=Entry,
        name=_("Entries in the book"),
        whose=_entries,
        told={"number": "number", "kind": "kind", "text": "message__text", "at": "at"},
        emptied={},
        stays=OPEN,
    ),
)
