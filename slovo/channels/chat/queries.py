from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Max, Min, Q, QuerySet

from slovo.channels.chat.desk_models import DeskRule, PageSeen, Signs
from slovo.channels.chat.identity import KEY_CHARACTERS_MAX, digest_of
from slovo.channels.chat.models import (
    SEEN_LIFE,
    Chat,
    Consent,
    Duty,
    DutyState,
    Line,
    LineFile,
    Purpose,
    Visitor,
    VisitorKey,
)
from slovo.channels.models import Outbound
from slovo.core.db import locked
from slovo.core.prepared import prepared, related
from slovo.customers import queries as customers
from slovo.customers.models import Customer, Identity
from slovo.people.models import Staff
from slovo.people.rights import Verb

LINES_MAX = 100  # of one answer
NOTICES = Q(ours=True, author="", outbound__isnull=False) & ~Q(outbound__purpose="")  # what a rule tells them
ANSWERS_OF_A_BOT = Q(author="", outbound__purpose="")
BROWSERS_MAX = 20  # of one person, of which a page is told
LETTERS_MAX = 20  # which a new one names, so that mail programs lay them together


def chat_by_public_id(public_id: UUID) -> Chat | None:
    """Open."""
    return next(iter(_open_chat(public_id)), None)


@prepared
def _open_chat(public_id: UUID) -> QuerySet[Chat]:
    return Chat.objects.select_related("brand").filter(public_id=public_id, open_since__isnull=False)


def chat_of(brand_id: int) -> Chat | None:
    return Chat.objects.select_related("brand").filter(brand_id=brand_id).first()


def visitor_by_key(chat: Chat, key: str) -> Visitor | None:
    """Who has this key in their browser."""
    if not key or len(key) > KEY_CHARACTERS_MAX:
        return None
    return next((found.visitor for found in _key(digest_of(key), chat.pk)), None)


@prepared
def _key(digest: str, chat_id: int) -> QuerySet[VisitorKey]:
    return VisitorKey.objects.select_related("visitor").filter(digest=digest, visitor__chat_id=chat_id)


def visitor_by_public_id(public_id: str) -> Visitor | None:
    """As whom they stand now."""
    try:
        found = _visitor(UUID(public_id))
    except ValueError:
        return None
    return next((one.became or one for one in found), None)


def known_as(visitor: Visitor) -> list[UUID]:
    """Who they are, and which browsers turned out to be them, the newest first: what those have not sent is theirs."""
    browsers = Visitor.objects.filter(became=visitor).order_by("-pk").values_list("public_id", flat=True)
    return [visitor.public_id, *browsers[:BROWSERS_MAX]]


@prepared
def _visitor(public_id: UUID) -> QuerySet[Visitor]:
    return Visitor.objects.select_related("chat__brand", "became__chat__brand").filter(public_id=public_id)


def visible_to(staff: Staff) -> QuerySet[Visitor]:
    return Visitor.objects.filter(chat__brand_id__in=staff.brand_ids)


def vouched_for(customer: Customer) -> Visitor | None:
    """Who they are in the brand's chat, where the site says so; None: it does not, or they are let in no more."""
    known = [one.value for one in customers.identities(customer) if one.kind == Identity.SITE]
    rows = Visitor.objects.filter(chat__brand_id=customer.brand_id, chat__open_since__isnull=False, person__in=known)
    return rows.filter(became=None, blocked_at=None).order_by("-spoke_at", "-pk").first() if known else None


def vouched_since(visitor: Visitor, key: str, moment: datetime) -> bool:
    """Whether the site has vouched for them in this browser at that moment or after it."""
    rows = VisitorKey.objects.filter(visitor=visitor, digest=digest_of(key), created_at__gte=moment)
    return bool(visitor.person) and rows.exists()


def lines_after(visitor: Visitor, last: Line | None) -> list[Line]:
    """What came after that one, the oldest first; the newest LINES_MAX for who has none."""
    return _with_files(_lines_after(visitor.pk, last.pk) if last else list(reversed(_newest_lines(visitor.pk))))


def lines_before(visitor: Visitor, first: Line) -> list[Line]:
    """The last LINES_MAX that came before that one, the oldest first."""
    return _with_files(list(reversed(_lines_before(visitor.pk, first.pk))))


def _with_files(lines: list[Line]) -> list[Line]:
    files: dict[int, list[LineFile]] = {line.pk: [] for line in lines}
    for file in _files_of(list(files)):
        files[file.line_id].append(file)
    for line in lines:
        related(line, "files", files[line.pk])
    return lines


@prepared
def _lines_after(visitor_id: int, line_id: int) -> QuerySet[Line]:
    return Line.objects.filter(visitor_id=visitor_id, pk__gt=line_id).order_by("pk")[:LINES_MAX]


@prepared
def _lines_before(visitor_id: int, line_id: int) -> QuerySet[Line]:
    return Line.objects.filter(visitor_id=visitor_id, pk__lt=line_id).order_by("-pk")[:LINES_MAX]


@prepared
def _newest_lines(visitor_id: int) -> QuerySet[Line]:
    return Line.objects.filter(visitor_id=visitor_id).order_by("-pk")[:LINES_MAX]


@prepared
def _files_of(line_ids: Collection[int]) -> QuerySet[LineFile]:
    return LineFile.objects.filter(line_id__in=line_ids).order_by("pk")


def read_up_to(visitor: Visitor, *, ours: bool) -> Line | None:
    """The last of their own lines that one of us has read; of ours, that they have."""
    return next(iter(_read(visitor.pk, ours=ours)), None)


@prepared
def _read(visitor_id: int, *, ours: bool) -> QuerySet[Line]:
    return Line.objects.filter(visitor_id=visitor_id, ours=ours, read_at__isnull=False).order_by("-pk")[:1]


def line_by_public_id(visitor: Visitor, public_id: UUID | None) -> Line | None:
    return next(iter(_line(visitor.pk, public_id)), None) if public_id else None


@prepared
def _line(visitor_id: int, public_id: UUID) -> QuerySet[Line]:
    return Line.objects.filter(visitor_id=visitor_id, public_id=public_id)


def said_before(visitor: Visitor, client_id: UUID) -> Line | None:
    return next(iter(_said(visitor.pk, client_id)), None)


@prepared
def _said(visitor_id: int, client_id: UUID) -> QuerySet[Line]:
    return Line.objects.filter(visitor_id=visitor_id, client_id=client_id)


def carried(outbound: Outbound) -> Line | None:
    return next(iter(_carried(outbound.pk)), None)


@prepared
def _carried(outbound_id: int) -> QuerySet[Line]:
    return Line.objects.filter(outbound_id=outbound_id)


def file_by_pk(pk: int) -> LineFile | None:
    return LineFile.objects.select_related("file").filter(pk=pk).first()


def consents(visitor: Visitor) -> dict[str, int]:
    """The version that they have agreed to, by purpose."""
    rows = Consent.objects.filter(visitor=visitor, withdrawn_at=None)
    return dict(rows.values_list("purpose", "version"))


def agreed(visitor: Visitor, chat: Chat, purpose: Purpose) -> bool:
    """To the words as they stand now, where there are any."""
    asked = chat.consents.get(purpose)
    return not asked or consents(visitor).get(purpose, 0) >= asked["version"]


def lines_carried(outbound_ids: Collection[int]) -> dict[int, Line]:
    rows = Line.objects.select_related("letter").filter(outbound_id__in=outbound_ids)
    return {line.outbound_id or 0: line for line in rows}


def not_arrived(visitor: Visitor) -> list[Line]:
    """Ours that no page of theirs has had, and no letter, the oldest first."""
    rows = Line.objects.filter(visitor=visitor, ours=True, delivered_at=None, letter=None)
    return list(rows.prefetch_related("files").order_by("pk"))


def notices_delivered(visitor: Visitor, *, at: datetime) -> list[int]:
    """By which outbound messages a rule told them what a page of theirs has since this moment."""
    rows = Line.objects.filter(NOTICES, visitor=visitor, delivered_at=at)
    return list(rows.order_by("pk").values_list("outbound_id", flat=True))


def notices_in(letter_id: int) -> list[int]:
    """By which outbound messages a rule told what no page has had, and what is in this letter."""
    rows = Line.objects.filter(NOTICES, letter_id=letter_id, delivered_at=None)
    return list(rows.order_by("pk").values_list("outbound_id", flat=True))


def notices_unseen(at: datetime, *, absent: timedelta, within: timedelta) -> list[Line]:
    """What a rule told somebody who is not there."""
    rows = Line.objects.filter(NOTICES, delivered_at=None, letter=None, at__gt=at - within, at__lte=at - absent)
    return list(rows.select_related("visitor__chat").order_by("pk"))


def left_before(at: datetime, *, absent: timedelta, together_max: timedelta, within: timedelta) -> list[Visitor]:
    """Whom an answer of a person or news by a rule has not reached, though it has been there for long, and who may have
    it by letter: the last of it came before `absent`, so that all of it comes together, or the first before
    `together_max`."""
    rows = Line.objects.filter(ours=True, delivered_at=None, letter=None, at__gt=at - within).exclude(ANSWERS_OF_A_BOT)
    theirs = rows.filter(visitor__contact_kind=Identity.EMAIL, visitor__blocked_at=None, visitor__became=None)
    spans = theirs.order_by().values("visitor").annotate(first=Min("at"), last=Max("at"))
    ripe = spans.filter(Q(last__lte=at - absent) | Q(first__lte=at - together_max))
    found = Visitor.objects.filter(pk__in=ripe.values("visitor")).select_related("chat__brand").order_by("pk")
    return [one for one in found if may_have_letters(one)]


def may_have_letters(visitor: Visitor) -> bool:
    """They have named an address, and agreed that answers go there."""
    if visitor.contact_kind != Identity.EMAIL or visitor.blocked_at:
        return False
    return Purpose.LETTER in consents(visitor) and agreed(visitor, visitor.chat, Purpose.LETTER)


def letters_of(visitor: Visitor) -> list[Outbound]:
    """In which answers have gone to them, the newest first."""
    return list(Outbound.objects.filter(lines_in_it__visitor=visitor).distinct().order_by("-pk")[:LETTERS_MAX])


def on_duty(brand_id: int, *, at: datetime) -> list[Staff]:
    """Who takes chats of this brand just now."""
    rows = Duty.objects.select_related("staff").filter(state=DutyState.AVAILABLE, seen_at__gt=at - SEEN_LIFE)
    here = rows.filter(staff__left_at=None, staff__integration_at=None).order_by("since", "pk")
    return [one.staff for one in here if one.staff.may_at(Verb.REPLY, brand_id) and not one.staff.is_away(at)]


def duty_of(staff: Staff, *, at: datetime) -> DutyState:
    row = Duty.objects.filter(staff=staff).first()
    return DutyState(row.state) if row and row.seen_at > at - SEEN_LIFE else DutyState.AWAY


def desk_rule(chat: Chat) -> DeskRule:
    """As it is written down, or as it is where nothing was."""
    return DeskRule.objects.filter(chat=chat).first() or DeskRule(chat=chat)


def signs_of(staff: Staff) -> Signs:
    return Signs.objects.filter(staff=staff).first() or Signs(staff=staff)


def pages_of(visitor: Visitor) -> list[PageSeen]:
    """The pages of the site on which they were, the newest first: as long as they agree that we see it."""
    return list(PageSeen.objects.filter(visitor=visitor).order_by("-pk"))


def silent(at: datetime) -> QuerySet[Duty]:
    """Who says that they are there, and no page of theirs has told so for long."""
    return Duty.objects.exclude(state=DutyState.AWAY).filter(seen_at__lte=at - SEEN_LIFE)


def hold(staff: Staff) -> None:
    """Until the end of the transaction nobody else gives them a chat. Who has never said anything has no row."""
    if known := Duty.objects.filter(staff=staff).first():
        locked(Duty, known.pk)


def silent_for_long(at: datetime) -> QuerySet[Visitor]:
    """Who has been silent for longer than their brand keeps what it knows. A browser that became a person goes after
    that person."""
    found = Visitor.objects.none()
    for chat_id, days in Chat.objects.exclude(kept_days=None).values_list("pk", "kept_days"):
        before = at - timedelta(days=days or 0)
        silent = Visitor.objects.filter(chat_id=chat_id, became=None, blocked_at=None, created_at__lt=before)
        found |= silent.filter(Q(spoke_at=None) | Q(spoke_at__lt=before), Q(page_at=None) | Q(page_at__lt=before))
    return found


def of_customer(customer: Customer) -> list[Visitor]:
    """Each browser of theirs, as whom it was and as whom it is."""
    known = customers.identities(customer)
    browsers = [one.value for one in known if one.kind == Identity.CHAT]
    persons = [one.value for one in known if one.kind == Identity.SITE]
    here = Visitor.objects.filter(chat__brand_id=customer.brand_id)
    theirs = Q(public_id__in=browsers) | Q(person__in=persons)
    return list(here.filter(theirs | Q(became__in=here.filter(theirs))).order_by("pk"))
