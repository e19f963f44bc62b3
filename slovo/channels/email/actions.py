"""What the ways in for letters write: the letters, and how far a mailbox has been read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from slovo.channels import queries
from slovo.channels.actions import accept
from slovo.channels.models import ImapPosition, Mailbox
from slovo.core.db import locked, transaction
from slovo.core.files import storage
from slovo.core.journal.actor import SYSTEM
from slovo.core.journal.recording import record
from slovo.core.live.actions import nudge
from slovo.facts.channels import MailboxChecked

CHECKED_EVERY = timedelta(minutes=1)  # a mailbox that is well need not write more often
NOT_GIVEN_MAX = 1000
MAILBOXES = "mailboxes"  # what open pages listen to that show how mailboxes do


@dataclass(frozen=True, slots=True)
class Brought:
    """A letter as somebody brought it to us."""

    raw: bytes
    sender: str
    recipients: list[str]
    peer: str
    at: datetime


def take(*, letters: Sequence[Brought]) -> int:
    """Store letters, each once for each brand that it is for, in one commit. The number of those.

    All or nothing, so that a second try doubles nothing. Raises DoorClosed."""
    for letter in letters:
        storage.prepare(letter.raw)
    with transaction(durable=True):
        return sum(map(_take, letters))


def _take(letter: Brought) -> int:
    by_brand: dict[int, tuple[Mailbox, list[str]]] = {}
    for recipient in letter.recipients:
        mailbox = queries.mailbox_for(recipient)
        if mailbox:
            by_brand.setdefault(mailbox.brand_id, (mailbox, []))[1].append(recipient)
    for mailbox, addresses in by_brand.values():
        accept(
            brand_id=mailbox.brand_id,
            kind="email",
            raw=letter.raw,
            mailbox=mailbox,
            envelope={"sender": letter.sender, "peer": letter.peer, "recipients": addresses},
            at=letter.at,
        )
    return len(by_brand)


def take_fetched(*, mailbox: Mailbox, uidvalidity: int, uid: int, raw: bytes, at: datetime) -> bool:
    """Store a letter of a mailbox and move on, in one commit. False: another fetcher was here before."""
    storage.prepare(raw)
    with transaction(durable=True):
        position = _locked_position(mailbox)
        if position.uidvalidity != uidvalidity:
            return False
        inbound = accept(
            brand_id=mailbox.brand_id,
            kind="email",
            raw=raw,
            mailbox=mailbox,
            envelope={"folder": mailbox.imap_folder, "uid": uid},
            origin=f"{uidvalidity}:{uid}",
            at=at,
        )
        _move_on(position, uid)
        return inbound is not None


@transaction()
def pass_over(*, mailbox: Mailbox, uid: int, not_given: bool) -> None:
    """A letter that went away before it was fetched, or that the server names and will not give: that one is
    remembered, asked for again from time to time, and shown to administrators."""
    position = _locked_position(mailbox)
    if not_given and uid not in position.not_given:
        position.not_given = [*position.not_given, uid][-NOT_GIVEN_MAX:]
    _move_on(position, uid, given=not not_given)


@transaction()
def count_anew(*, mailbox: Mailbox, uidvalidity: int, uid: int) -> ImapPosition:
    """The server's numbers mean other letters now, or this is the first look."""
    position, _new = ImapPosition.objects.update_or_create(
        mailbox=mailbox, defaults={"uidvalidity": uidvalidity, "uid": uid, "not_given": []}
    )
    return position


def note_well(*, mailbox: Mailbox, at: datetime) -> None:
    """All that was there has been fetched."""
    position = queries.imap_position(mailbox)
    if position.trouble or not position.checked_at or at - position.checked_at >= CHECKED_EVERY:
        _note(mailbox, trouble="", words="", at=at)


def note_trouble(*, mailbox: Mailbox, trouble: str, words: str, at: datetime) -> None:
    position = queries.imap_position(mailbox)
    if (position.trouble, position.trouble_text) != (trouble, words):
        _note(mailbox, trouble=trouble, words=words, at=at)


@transaction()
def _note(mailbox: Mailbox, *, trouble: str, words: str, at: datetime) -> None:
    position, _new = ImapPosition.objects.get_or_create(mailbox=mailbox)
    changed, first = position.trouble != trouble, not position.checked_at
    position.trouble, position.trouble_text = trouble, words
    if trouble:
        position.trouble_since = position.trouble_since or at
    else:
        position.trouble_since, position.checked_at = None, at
    position.save(update_fields=["trouble", "trouble_text", "trouble_since", "checked_at"])
    if changed or first:
        nudge(MAILBOXES, brand_id=mailbox.brand_id)
    if changed:
        fact = MailboxChecked(brand_id=mailbox.brand_id, mailbox_id=mailbox.pk, trouble=trouble)
        record(fact, actor=SYSTEM, at=at)


def _locked_position(mailbox: Mailbox) -> ImapPosition:
    return locked(ImapPosition, ImapPosition.objects.values_list("pk", flat=True).get(mailbox=mailbox))


def _move_on(position: ImapPosition, uid: int, *, given: bool = True) -> None:
    position.uid = max(position.uid, uid)
    if given and uid in position.not_given:
        position.not_given = [number for number in position.not_given if number != uid]
    position.save(update_fields=["uid", "not_given"])
