"""What happens in a chat. Actions; the brand's settings: `setting.py`, who takes chats: `duty.py`, who is let in no
more: `blocking.py`."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from slovo.channels import actions as channels
from slovo.channels.chat import blocking, pages, queries, sent_files
from slovo.channels.chat.identity import Claims, digest_of, new_key
from slovo.channels.chat.models import (
    NAME_CHARACTERS_MAX,
    TEXT_CHARACTERS_MAX,
    Chat,
    Consent,
    Contact,
    Line,
    LineFile,
    Purpose,
    Visitor,
    VisitorKey,
)
from slovo.channels.chat.raw import Said
from slovo.channels.chat.refusals import Blocked as Blocked
from slovo.channels.chat.refusals import UnableToChat as UnableToChat
from slovo.channels.chat.refusals import refuse_blocked as refuse_blocked
from slovo.channels.chat.sent_files import FILE_BYTES_MAX as FILE_BYTES_MAX
from slovo.channels.chat.sent_files import FILES_MAX as FILES_MAX
from slovo.channels.chat.sent_files import Sent as Sent
from slovo.channels.models import Outbound
from slovo.core.db import locked, transaction
from slovo.core.files import storage
from slovo.core.journal.actor import SYSTEM, Actor
from slovo.core.journal.recording import record
from slovo.core.live.actions import about, nudge
from slovo.core.prepared import related
from slovo.core.rows import insert, update
from slovo.customers import actions as customers
from slovo.customers.identity import home_country, normal_email, normal_phone
from slovo.customers.models import Customer, Identity
from slovo.facts.chat import ChatNoticeArrived, VisitorConsented, VisitorConsentWithdrawn, VisitorIdentified

KIND = "chat"
WIDGET = Actor("rule", "chat")
ANOTHER_MATTER_AFTER = timedelta(hours=24)
PAGE_CHARACTERS_MAX, TITLE_CHARACTERS_MAX = 500, 200


@transaction()
def come(
    *, chat: Chat, name: str, contact: str, language: str, consents: Mapping[str, int], at: datetime
) -> tuple[Visitor, str]:
    """Somebody begins. The key is theirs to keep: whoever has it reads what this browser reads.

    `contact` is what they say, and nobody has proved it: it leads to no customer, or news for its owner would be said
    to whoever named it. `consents`: purpose → the version that was read and agreed to."""
    kind, value = _contact(chat, contact.strip())
    if not value and chat.contact == Contact.NEEDED:
        raise UnableToChat(_("Write an e-mail address or a phone number at which we can answer."))
    asked = chat.consents.get(Purpose.TALK)
    if asked and consents.get(Purpose.TALK) != asked["version"]:
        raise UnableToChat(_("Read what we ask you to agree to, and agree to it first."))
    visitor = Visitor.objects.create(
        chat=chat,
        name=name.strip()[:NAME_CHARACTERS_MAX],
        contact_kind=kind,
        contact=value,
        language=language,
        created_at=at,
    )
    _agree(visitor, chat, consents, language=language, at=at)
    return visitor, _key(visitor, at=at)


@transaction()
def identify(
    *, chat: Chat, visitor: Visitor | None, claims: Claims, language: str, at: datetime
) -> tuple[Visitor, str]:
    """The site vouches for somebody. On all their devices they are one visitor, with one history; what this browser
    said before it was known goes with it. The key of somebody else opens nothing of theirs: they get a new one."""
    locked(Chat, chat.pk)  # two of their browsers at once are one person
    known = Visitor.objects.filter(chat=chat, person=claims.person, became=None).first()
    here = locked(Visitor, visitor.pk) if visitor and not visitor.person else None
    if known is None:
        known = here or Visitor.objects.create(chat=chat, language=language, created_at=at)
    elif here:
        known = locked(Visitor, known.pk)
        _join(here, known, at=at)
    known.person, known.identified_at = claims.person, known.identified_at or at
    known.name = claims.name or known.name
    if claims.email:
        known.contact_kind, known.contact = Identity.EMAIL, claims.email
    known.save(update_fields=["person", "identified_at", "name", "contact_kind", "contact"])
    ways = [(Identity.SITE, claims.person), *([(Identity.EMAIL, claims.email)] if claims.email else [])]
    customer_id = _known(known, ways, at=at)
    if visitor is None or visitor.person != claims.person:
        fact = VisitorIdentified(brand_id=chat.brand_id, visitor_id=known.pk, customer_id=customer_id)
        record(fact, actor=WIDGET, at=at)
    return known, _key(known, at=at)


@transaction()
def consent(*, visitor: Visitor, chat: Chat, purpose: str, version: int | None, language: str, at: datetime) -> None:
    """None takes it back."""
    if version is not None:
        _agree(visitor, chat, {purpose: version}, language=language, at=at)
        return
    _take_back(visitor, purpose, brand_id=chat.brand_id, actor=WIDGET, at=at)


@transaction()
def take_consent_back(*, customer: Customer, purpose: str, at: datetime) -> None:
    """On a page of theirs, for each browser in which they have chatted."""
    actor = Actor("customer", str(customer.pk))
    for visitor in queries.of_customer(customer):
        _take_back(visitor, purpose, brand_id=customer.brand_id, actor=actor, at=at)


@transaction(durable=True)
def say(
    *, visitor_id: int, chat: Chat, client_id: UUID, text: str, files: Sequence[Sent], at: datetime, address: str = ""
) -> tuple[Line, bool]:
    """Stored when this returns, and whether it is new: what is sent again under the same `client_id` is the same.
    `address`: from which it comes, under its seal."""
    visitor = locked(Visitor, visitor_id)
    if said_before := queries.said_before(visitor, client_id):
        return said_before, False
    _check(visitor, text, files)
    if not queries.agreed(visitor, chat, Purpose.TALK):
        raise UnableToChat(_("Read what we ask you to agree to, and agree to it first."))
    if visitor.spoke_at and at - visitor.spoke_at > ANOTHER_MATTER_AFTER:
        visitor.thread += 1
    visitor.spoke_at = at
    update(visitor, "thread", "spoke_at")
    stored = [(storage.put(file.content, at=at), file.plain_name, file.kept_type) for file in files]
    said = Said(
        visitor=str(visitor.public_id),
        thread=visitor.thread,
        client_id=str(client_id),
        name=visitor.name,
        vouched_for=bool(visitor.person),
        language=visitor.language,
        text=text.strip(),
        files=tuple((file.pk, name, type_) for file, name, type_ in stored),
    )
    inbound = channels.accept(brand_id=chat.brand_id, kind=KIND, raw=said.raw(), at=at)
    line = Line(
        visitor=visitor, ours=False, client_id=client_id, inbound=inbound, text=said.text, at=at, delivered_at=at
    )
    insert(line)
    files_of = [LineFile(line=line, file=file, name=name, type=type_) for file, name, type_ in stored]
    related(line, "files", LineFile.objects.bulk_create(files_of))
    if address:
        blocking.note_address(visitor=visitor, address=address, at=at)
    nudge(about(visitor.nudged, line.public_id), brand_id=chat.brand_id)
    return line, True


@transaction(durable=True)
def answer(*, visitor_id: int, outbound: Outbound, at: datetime) -> Line:
    """What leaves by the door out becomes a line of theirs, once."""
    visitor = locked(Visitor, visitor_id)
    if known := queries.carried(outbound):
        return known
    posting = outbound.posting
    author = "" if posting["automatic"] else posting["from_name"]
    line = Line(
        visitor=visitor,
        ours=True,
        outbound=outbound,
        author=author[:NAME_CHARACTERS_MAX],
        text=posting["text"],
        options=posting.get("options") or None,
        at=at,
    )
    insert(line)
    LineFile.objects.bulk_create(
        LineFile(line=line, file_id=one.file_id, name=one.name, type=one.type) for one in outbound.files.all()
    )
    visitor.spoke_at = at  # what they answer to is the same matter
    update(visitor, "spoke_at")
    nudge(visitor.nudged, brand_id=outbound.brand_id)
    return line


@transaction()
def mark(*, visitor: Visitor, brand_id: int, delivered: int, read: int, at: datetime) -> bool:
    """Up to these lines ours have reached them, and have been read. Whether that is news."""
    lines = Line.objects.filter(visitor=visitor, ours=True)
    news = lines.filter(pk__lte=max(delivered, read), delivered_at=None).update(delivered_at=at)
    for outbound_id in queries.notices_delivered(visitor, at=at) if news else ():
        fact = ChatNoticeArrived(brand_id=brand_id, visitor_id=visitor.pk, outbound_id=outbound_id)
        record(fact, actor=SYSTEM, at=at)
    news += lines.filter(pk__lte=read, read_at=None).update(read_at=at)
    return bool(news)


@transaction()
def see(*, visitor: Visitor, brand_id: int, at: datetime) -> None:
    """Somebody of ours has what they said before their eyes."""
    if Line.objects.filter(visitor=visitor, ours=False, read_at=None).update(read_at=at):
        nudge(visitor.nudged, brand_id=brand_id)


@transaction()
def visit(*, visitor: Visitor, chat: Chat, page: str, title: str, at: datetime, said: object = None) -> bool:
    """On which page of the site they are, if they have agreed that we see it. What stands behind its address goes."""
    if Purpose.PAGE not in queries.consents(visitor) or not queries.agreed(visitor, chat, Purpose.PAGE):
        return False
    page = page.partition("#")[0].partition("?")[0]
    pages.see(visitor, page=page[:PAGE_CHARACTERS_MAX], title=title[:TITLE_CHARACTERS_MAX], said=said, at=at)
    return True


def _check(visitor: Visitor, text: str, files: Sequence[Sent]) -> None:
    refuse_blocked(visitor)
    if not text.strip() and not files:
        raise UnableToChat(_("There is nothing to send yet. Write a few words first."))
    if len(text) > TEXT_CHARACTERS_MAX:
        words = _("Say it in %(count)d characters at most, or in several messages.")
        raise UnableToChat(words % {"count": TEXT_CHARACTERS_MAX})
    sent_files.check(files)


def _contact(chat: Chat, given: str) -> tuple[str, str]:
    if not given or chat.contact == Contact.NOT_ASKED:
        return "", ""
    if "@" in given and (value := normal_email(given)):
        return Identity.EMAIL, value
    if "@" not in given and (value := normal_phone(given[:60], country=home_country(chat.brand.language))):
        return Identity.PHONE, value
    raise UnableToChat(_("This is neither an e-mail address nor a phone number. Check it for slips."))


def _take_back(visitor: Visitor, purpose: str, *, brand_id: int, actor: Actor, at: datetime) -> None:
    given = Consent.objects.filter(visitor=visitor, purpose=purpose, withdrawn_at=None)
    if given.update(withdrawn_at=at):
        fact = VisitorConsentWithdrawn(brand_id=brand_id, visitor_id=visitor.pk, purpose=purpose)
        record(fact, actor=actor, at=at)
    if purpose == Purpose.PAGE:
        pages.forget(visitor)


def _agree(visitor: Visitor, chat: Chat, consents: Mapping[str, int], *, language: str, at: datetime) -> None:
    """To the words as they stand: who has read others has not agreed to these."""
    for purpose, version in consents.items():
        asked = chat.consents.get(purpose)
        if not asked or asked["version"] != version or queries.consents(visitor).get(purpose) == version:
            continue
        Consent.objects.filter(visitor=visitor, purpose=purpose, withdrawn_at=None).update(withdrawn_at=at)
        Consent.objects.create(visitor=visitor, purpose=purpose, version=version, language=language[:2], given_at=at)
        fact = VisitorConsented(brand_id=chat.brand_id, visitor_id=visitor.pk, purpose=purpose, version=version)
        record(fact, actor=WIDGET, at=at)


def _known(visitor: Visitor, ways: list[tuple[str, str]], *, at: datetime) -> int:
    """Who this is in the register of customers; what the browser says from now on is theirs."""
    brand_id, browser = visitor.chat.brand_id, (Identity.CHAT, str(visitor.public_id))
    customer = customers.know(
        brand_id=brand_id,
        identities=[*ways, browser],
        name=visitor.name,
        language=visitor.language,
        actor=WIDGET,
        at=at,
    )
    customers.turn_out(brand_id=brand_id, kind=browser[0], value=browser[1], to=customer, actor=WIDGET, at=at)
    return customer.pk


def _key(visitor: Visitor, *, at: datetime) -> str:
    key = new_key()
    VisitorKey.objects.create(visitor=visitor, digest=digest_of(key), created_at=at)
    return key


def _join(here: Visitor, known: Visitor, *, at: datetime) -> None:
    """A browser turns out to be somebody whom we know: what it said stands in their history, and its key opens that.
    Who was blocked under either name is blocked."""
    if here.blocked_at and not known.blocked_at:
        blocking.go_along(here=here, known=known, at=at)
    Line.objects.filter(visitor=here).update(visitor=known)
    VisitorKey.objects.filter(visitor=here).update(visitor=known)
    Consent.objects.filter(visitor=here).exclude(purpose__in=queries.consents(known)).update(visitor=known)
    here.became = known
    here.save(update_fields=["became"])
