"""Fetching from IMAP: a thread for each mailbox that has a server, and the place up to which it has been read.

Letters come in the order of their UIDs, and each is stored together with its UID in one commit: after an outage
of days reading goes on where it stopped, nothing is lost and nothing comes twice.
"""

import logging
import math
import threading
import time
from datetime import timedelta

from django.db import close_old_connections, connection
from django.db.utils import DatabaseError, InterfaceError
from django.utils import timezone

from slovo.channels import queries
from slovo.channels.actions import DoorClosed
from slovo.channels.email import actions
from slovo.channels.email.imap import ImapLine, ImapTrouble, NotGiven
from slovo.channels.models import ImapPosition, Mailbox
from slovo.core.tasks import process

logger = logging.getLogger(__name__)

FIRST_DAYS = 14  # what a new mailbox brings with it
OVERLAP_DAYS = 3  # looked at again when the server counts anew: dates on servers are not exact
IDLE_SECONDS = 240  # then the server is asked whatever it says: some never tell
POLL_SECONDS = 20  # of a server that knows no IDLE
LINE_SECONDS_MAX = 3600
LOOK_SECONDS = 2.0  # how soon a new mailbox, or a change to one, is noticed
BACKOFF_SECONDS = (2, 10, 30, 60, 300)
BREAKS_MAX = 3  # of the line, at one and the same letter
STOP_SECONDS_MAX = 10.0


class Fetcher:
    """Brings in what one mailbox has. Knows what broke before, so that one letter cannot stop the rest."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox
        self._broke_at, self._breaks = 0, 0
        self._asked_again_at = -math.inf  # a machine just started counts from nought

    def fetch(self, line: ImapLine) -> int:
        """Store what has come. The number of letters. Raises ImapTrouble, DoorClosed."""
        position = self._position(line)
        taken = sum(self._take(line, uid) for uid in line.uids_after(position.uid))
        actions.note_well(mailbox=self._mailbox, at=timezone.now())
        if position.not_given and time.monotonic() - self._asked_again_at > LINE_SECONDS_MAX:
            self._asked_again_at = time.monotonic()
            taken += sum(self._take(line, uid) for uid in position.not_given)
        return taken

    def _position(self, line: ImapLine) -> ImapPosition:
        """Where to go on. A folder that is new to us, or that counts anew, is read from some days ago; what was
        taken before is recognised when it is taken in."""
        position = queries.imap_position(self._mailbox)
        if position.pk and position.checked_at and position.uidvalidity == line.uidvalidity:
            return position
        days = OVERLAP_DAYS if position.checked_at else FIRST_DAYS
        since = (position.checked_at or timezone.now()) - timedelta(days=days)
        oldest = min([*line.uids_since(since.date()), line.uid_next or 1])
        return actions.count_anew(mailbox=self._mailbox, uidvalidity=line.uidvalidity, uid=oldest - 1)

    def _take(self, line: ImapLine, uid: int) -> int:
        if uid == self._broke_at and self._breaks >= BREAKS_MAX:
            self._pass_over(uid, "the line broke at it every time")
            return 0
        try:
            raw = line.fetch(uid)
        except NotGiven as problem:
            self._pass_over(uid, str(problem))
            return 0
        except ImapTrouble:
            self._breaks = self._breaks + 1 if uid == self._broke_at else 1
            self._broke_at = uid
            raise
        if raw is None:
            actions.pass_over(mailbox=self._mailbox, uid=uid, not_given=False)
            return 0
        at = timezone.now()
        return actions.take_fetched(mailbox=self._mailbox, uidvalidity=line.uidvalidity, uid=uid, raw=raw, at=at)

    def _pass_over(self, uid: int, reason: str) -> None:
        logger.error("%s does not give letter %d (%s); it is asked again later.", self._mailbox.address, uid, reason)
        actions.pass_over(mailbox=self._mailbox, uid=uid, not_given=True)


class MailboxWatch:
    """One mailbox, in a thread of its own: fetch, wait for news, and come back after every trouble."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox
        self._fetcher = Fetcher(mailbox)
        self._stopping = threading.Event()
        self._failures = 0
        self._thread = threading.Thread(target=self._watch, name=f"imap {mailbox.address}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()

    def join(self) -> None:
        self._thread.join(STOP_SECONDS_MAX)

    def _watch(self) -> None:
        while not self._stopping.is_set():
            close_old_connections()
            try:
                self._follow()
            except ImapTrouble as trouble:
                self._failed(trouble)
            except (DoorClosed, DatabaseError, InterfaceError, OSError):
                logger.exception("Letters of %s cannot be stored now; they wait.", self._mailbox.address)
            except Exception:
                logger.exception("Fetching from %s failed.", self._mailbox.address)
            else:
                continue
            self._stopping.wait(BACKOFF_SECONDS[min(self._failures, len(BACKOFF_SECONDS) - 1)])
            self._failures += 1
        connection.close()

    def _follow(self) -> None:
        line = ImapLine(self._mailbox)
        until = time.monotonic() + LINE_SECONDS_MAX
        try:
            while time.monotonic() < until and not self._stopping.is_set():
                self._fetcher.fetch(line)
                self._failures = 0
                line.wait(IDLE_SECONDS if line.can_idle else POLL_SECONDS, stopped=self._stopping.is_set)
        finally:
            line.close()

    def _failed(self, trouble: ImapTrouble) -> None:
        logger.warning("%s: %s", self._mailbox.address, trouble)
        try:
            now = timezone.now()
            actions.note_trouble(mailbox=self._mailbox, trouble=trouble.code, words=trouble.words, at=now)
        except (DatabaseError, InterfaceError):
            logger.exception("The trouble with %s cannot be written down.", self._mailbox.address)


class Watch:
    """All mailboxes that have an IMAP server, as they come, change and go."""

    def __init__(self) -> None:
        self._watched: dict[tuple[object, ...], MailboxWatch] = {}
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def run(self) -> None:
        """Until SIGTERM or SIGINT."""
        process.run(self)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        for watch in list(self._watched.values()):
            watch.stop()

    def join(self) -> None:
        self._thread.join(STOP_SECONDS_MAX)
        for watch in list(self._watched.values()):
            watch.join()

    def _look(self) -> None:
        while not self._stopping.is_set():
            close_old_connections()
            try:
                self._follow_changes({_settings(mailbox): mailbox for mailbox in queries.fetched_mailboxes()})
            except (DatabaseError, InterfaceError):
                logger.exception("The list of mailboxes cannot be read.")
            self._stopping.wait(LOOK_SECONDS)
        connection.close()

    def _follow_changes(self, wanted: dict[tuple[object, ...], Mailbox]) -> None:
        for settings in self._watched.keys() - wanted.keys():
            gone = self._watched.pop(settings)
            gone.stop()
            gone.join()
        for settings in wanted.keys() - self._watched.keys():
            self._watched[settings] = MailboxWatch(wanted[settings])
            self._watched[settings].start()


def _settings(mailbox: Mailbox) -> tuple[object, ...]:
    return (
        mailbox.pk,
        mailbox.imap_host,
        mailbox.imap_port,
        mailbox.imap_security,
        mailbox.imap_user,
        mailbox.imap_password,
        mailbox.imap_folder,
    )
