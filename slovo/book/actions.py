"""Writing into the book, and looking after it. Actions. The answer: `answering.py`."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max
from django.utils.translation import gettext as _

from slovo.book import queries
from slovo.book.models import (
    SHOWN_AFTER_HOURS_MAX,
    WHY_CHARACTERS_MAX,
    Book,
    Entry,
    Kind,
    Reason,
    Withheld,
)
from slovo.book.words import letters, takes_a_sentence, takes_too_much
from slovo.brands.models import Brand
from slovo.channels.api.filed import Filed
from slovo.conversations import filing
from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.facts.book import BookEntryLookedAt, BookEntryWritten, BookSet, BookWordsShownAgain, BookWordsWithheld
from slovo.knowledge.masking import personal_spans
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.promises import links
from slovo.promises.link_models import FOR_ANYBODY

TEXT_CHARACTERS_MAX = 4_000
NAME_CHARACTERS_MAX = 200
PLACES_MAX = 50  # at which the same words are withheld at once
PROGRAM = Actor("rule", "book")


class UnableToWrite(UnableTo):
    pass


class UnableToWithhold(UnableTo):
    pass


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody wrote. `contact`: a normalised identity (kind, value), None: they left none. `number`: of the
    form."""

    kind: str
    text: str
    name: str
    contact: tuple[str, str] | None
    language: str
    number: str


@transaction()
def set_book(*, brand: Brand, is_open: bool, shown_after_hours: int, by: Staff, at: datetime) -> None:
    """What is written already keeps the moment at which it is shown."""
    by.must(Verb.MANAGE_BRAND, brand)
    if not 1 <= shown_after_hours <= SHOWN_AFTER_HOURS_MAX:
        words = _("An entry is shown by itself after 1 to %(most)d hours. Choose one of these.")
        raise UnableTo(words % {"most": SHOWN_AFTER_HOURS_MAX})
    book = Book.objects.get_or_create(brand=brand)[0]
    book.open_since = (book.open_since or at) if is_open else None
    book.shown_after_hours = shown_after_hours
    book.save(update_fields=["open_since", "shown_after_hours"])
    fact = BookSet(brand_id=brand.pk, is_open=is_open, shown_after_hours=shown_after_hours)
    record(fact, actor=by.actor, at=at)


@transaction(durable=True)
def write(*, brand: Brand, written: Written, subject: str, at: datetime) -> tuple[Entry, str]:
    """The entry, and the token of a page on which its author follows it. Sent twice, it is one entry.

    What looks like personal data is withheld from the first moment on; each place is a line of the register."""
    text = written.text.replace("\r\n", "\n").strip()
    _check(written.kind, text, written.name)
    row = queries.book_of(brand)
    if row.open_since is None:
        raise UnableToWrite(_("This book is closed. Write to us in another way."))
    book = locked(Book, row.pk)  # numbers have no gap
    kind, value = written.contact or ("", "")
    filed = Filed(
        kind=kind or "email",
        value=value,
        name=written.name.strip(),
        subject=subject,
        text=text,
        language=written.language,
        external_id=f"book:{written.number}",
    )
    message, new = filing.file_from_page(brand_id=brand.pk, filed=filed, at=at, kind=queries.CHANNEL)
    assert message.customer_id
    if new:
        last = Entry.objects.filter(brand=brand).aggregate(last=Max("number"))["last"] or 0
        entry = Entry.objects.create(
            brand=brand,
            message=message,
            number=last + 1,
            kind=written.kind,
            at=at,
            shows_at=at + timedelta(hours=book.shown_after_hours),
        )
        Withheld.objects.bulk_create(
            Withheld(entry=entry, start=start, end=end, reason=Reason.PERSONAL_DATA, at=at)
            for start, end in personal_spans(message.text, names=[written.name])
        )
        fact = BookEntryWritten(
            brand_id=brand.pk,
            entry_id=entry.pk,
            conversation_id=message.conversation_id,
            entry_kind=entry.kind,
            number=entry.number,
            customer_id=message.customer_id,
        )
        record(fact, actor=Actor("customer", str(message.customer_id)), at=at)
    else:
        entry = Entry.objects.get(message=message)
    _link, token = links.make_link_by_rule(
        brand=brand,
        customer_id=message.customer_id,
        about=message.conversation.key,
        actor=Actor("rule", FOR_ANYBODY),
        at=at,
    )
    return entry, token


def _check(kind: str, text: str, name: str) -> None:
    if kind not in set(Kind):
        raise UnableToWrite(_("Say whether it is a complaint, a suggestion or thanks."))
    if not letters(text):
        raise UnableToWrite(_("Write what you would like to say."))
    if len(text) > TEXT_CHARACTERS_MAX or len(name) > NAME_CHARACTERS_MAX:
        raise UnableToWrite(_("Say it in %(count)d characters at most.") % {"count": TEXT_CHARACTERS_MAX})


@transaction()
def look_over(*, entry_id: int, by: Staff, at: datetime) -> None:
    """It is shown from now on. Done twice, the first one holds."""
    entry = _held(entry_id, by)
    if entry.looked_at:
        return
    entry.looked_at, entry.looked_by = at, by
    entry.save(update_fields=["looked_at", "looked_by"])
    fact = BookEntryLookedAt(brand_id=entry.brand_id, entry_id=entry.pk, conversation_id=entry.message.conversation_id)
    record(fact, actor=by.actor, at=at)


@transaction()
def withhold(*, entry_id: int, words: str, reason: str, why: str, by: Staff, at: datetime) -> None:
    """Personal data or abuse: `words` as they stand in the entry, everywhere in it. What is left of a
    complaint is one."""
    entry = _held(entry_id, by)
    text, words = entry.message.text, words.replace("\r\n", "\n").strip()
    why = _checked(reason, why)
    starts = _places(text, words)
    if not starts:
        raise UnableToWithhold(_("These words do not stand in the entry. Copy them from it, as they are written."))
    rows = [
        Withheld(entry=entry, start=start, end=start + len(words), reason=reason, why=why, staff=by, at=at)
        for start in starts
    ]
    for row in rows:
        row.save()
        _record_withheld(entry, row, by=by, at=at)
    if entry.kind == Kind.COMPLAINT:
        _stays_a_complaint(entry)


def _stays_a_complaint(entry: Entry) -> None:
    """Whoever withholds, and in however many pieces."""
    if takes_too_much(entry):
        raise UnableToWithhold(
            _("At most a third of a complaint is withheld. Take out only the words that are personal data or abuse.")
        )
    if takes_a_sentence(entry):
        raise UnableToWithhold(
            _("No sentence of a complaint is withheld whole. Take out only the words that are personal data or abuse.")
        )


@transaction()
def withhold_whole(*, entry_id: int, why: str, by: Staff, at: datetime) -> None:
    """Abuse and nothing else, such as advertising. Never a complaint; that there is an entry stays to be seen."""
    entry = _held(entry_id, by)
    by.must(Verb.WITHHOLD_ENTRIES, entry)
    if entry.kind == Kind.COMPLAINT:
        raise UnableToWithhold(
            _("A complaint stays in the book. Take out the words that are personal data or abuse, and no more.")
        )
    why = _checked(Reason.ABUSE, why)
    if entry.withheld.filter(start=None, lifted_at=None).exists():
        raise UnableToWithhold(_("This entry is withheld already."))
    row = Withheld.objects.create(entry=entry, reason=Reason.ABUSE, why=why, staff=by, at=at)
    _record_withheld(entry, row, by=by, at=at)


@transaction()
def show_again(*, withheld_id: int, by: Staff, at: datetime) -> None:
    """It was withheld for nothing. The line of the register stays, and says so."""
    entry = _held(Withheld.objects.values_list("entry_id", flat=True).get(pk=withheld_id), by)
    row = Withheld.objects.get(pk=withheld_id)
    if row.is_whole:
        by.must(Verb.WITHHOLD_ENTRIES, entry)
    if row.lifted_at:
        return
    row.lifted_at, row.lifted_by = at, by
    row.save(update_fields=["lifted_at", "lifted_by"])
    fact = BookWordsShownAgain(
        brand_id=entry.brand_id,
        entry_id=entry.pk,
        conversation_id=entry.message.conversation_id,
        withheld_id=row.pk,
    )
    record(fact, actor=by.actor, at=at)


def _held(entry_id: int, by: Staff) -> Entry:
    entry = locked(Entry, entry_id, "message")
    by.must(Verb.REPLY, entry)
    return entry


def _checked(reason: str, why: str) -> str:
    why = why.strip()
    if reason not in set(Reason):
        raise UnableToWithhold(_("Only personal data and abuse are withheld. Choose which of them it is."))
    if not why:
        raise UnableToWithhold(_("Say why: it stands in the open register."))
    if len(why) > WHY_CHARACTERS_MAX:
        raise UnableToWithhold(_("Say it in %(count)d characters at most.") % {"count": WHY_CHARACTERS_MAX})
    return why


def _places(text: str, words: str) -> list[int]:
    found: list[int] = []
    at = text.find(words) if words else -1
    while at >= 0 and len(found) < PLACES_MAX:
        found.append(at)
        at = text.find(words, at + len(words))
    return found


def _record_withheld(entry: Entry, row: Withheld, *, by: Staff, at: datetime) -> None:
    fact = BookWordsWithheld(
        brand_id=entry.brand_id,
        entry_id=entry.pk,
        conversation_id=entry.message.conversation_id,
        withheld_id=row.pk,
        reason=row.reason,
        letters=row.letters,
    )
    record(fact, actor=by.actor, at=at)
