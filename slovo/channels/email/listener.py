"""The mail listener: SMTP and LMTP for direct delivery. "250" is said only after the durable commit.

It relays nothing: a recipient who is not one of our mailboxes is refused. What cannot be stored now (disk full,
database away, queue too old) is answered 451, and the sender's server comes again by itself.
"""

import asyncio
import logging
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import Any

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import close_old_connections, connections
from django.db.utils import DatabaseError, InterfaceError
from django.utils import timezone

from slovo.channels import queries
from slovo.channels.actions import DoorClosed
from slovo.channels.email.actions import Brought
from slovo.channels.email.bounded import LETTER_BYTES_MAX, BoundedLMTP, BoundedSMTP
from slovo.channels.email.storing import Store
from slovo.core.tasks import process

logger = logging.getLogger(__name__)

RECIPIENTS_MAX = 100
SILENCE_SECONDS_MAX = 120
LOOKING_THREADS = 2
STOP_SECONDS_MAX = 20  # for what is being stored

TAKEN = "250 2.0.0 Taken"
LATER = "451 4.3.0 Not now: come again in a few minutes"
UNKNOWN = "550 5.1.1 Nobody reads letters here under this address"
TOO_MANY = "452 4.5.3 Too many recipients for one letter"

Address = tuple[str, int]


class Doorkeeper:
    """Answers to RCPT and DATA. The database is asked in threads, so that no connection waits for another."""

    def __init__(self, *, per_recipient: bool) -> None:
        self.per_recipient = per_recipient
        self._threads = ThreadPoolExecutor(LOOKING_THREADS, thread_name_prefix="who-is-here")
        self._store = Store()

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if len(envelope.rcpt_tos) >= RECIPIENTS_MAX:
            return TOO_MANY
        if not address.isprintable():  # NUL, or bytes of no alphabet: no database holds them, no mailbox has them
            return UNKNOWN
        try:
            mailbox = await self._in_thread(partial(queries.mailbox_for, address))
        except (DatabaseError, InterfaceError, OSError):
            logger.exception("The door in cannot look up a recipient.")
            return LATER
        if mailbox is None:
            return UNKNOWN
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 Yes"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        peer = str(session.peer[0]) if session.peer else ""
        letter = Brought(
            raw=envelope.content,
            sender="".join(filter(str.isprintable, envelope.mail_from or "")),
            recipients=envelope.rcpt_tos,
            peer=peer,
            at=timezone.now(),
        )
        try:
            await asyncio.wrap_future(self._store.put(letter))
        except DoorClosed:
            return LATER
        except (DatabaseError, InterfaceError, OSError):
            logger.exception("A letter cannot be stored; its sender is asked to come again.")
            return LATER
        return TAKEN

    def close(self) -> None:
        """What is being stored is stored; then each thread gives its connection back."""
        self._store.close()
        all_free = threading.Barrier(LOOKING_THREADS)

        def leave() -> None:
            all_free.wait()
            connections.close_all()

        for _ in range(LOOKING_THREADS):
            self._threads.submit(leave)
        self._threads.shutdown()

    async def _in_thread(self, call: Callable[[], Any]) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._threads, _with_live_connection, call)


def _with_live_connection(call: Callable[[], Any]) -> Any:
    close_old_connections()
    return call()


def run(*, smtp: Address | None, lmtp: Address | None) -> None:
    """Until SIGTERM or SIGINT."""
    process.run(Listener(smtp=smtp, lmtp=lmtp))


class Listener:
    """The doors in a thread of their own, so that others may work beside them in one process."""

    def __init__(self, *, smtp: Address | None, lmtp: Address | None) -> None:
        self._addresses: dict[type[SMTP], Address | None] = {BoundedSMTP: smtp, BoundedLMTP: lmtp}
        self._loop = asyncio.new_event_loop()
        self._stopping = asyncio.Event()
        self._thread = threading.Thread(target=self._serve, name="listener", daemon=True)

    def start(self) -> None:
        """An address that cannot be had is an error here and now."""
        try:
            self._doors = self._loop.run_until_complete(self._open())
        except OSError:
            self._loop.close()
            raise
        self._thread.start()

    def stop(self) -> None:
        with suppress(RuntimeError):  # its loop is closed already
            self._loop.call_soon_threadsafe(self._stopping.set)

    def join(self) -> None:
        if self._thread.is_alive():
            self._thread.join(STOP_SECONDS_MAX)

    async def _open(self) -> list["Door"]:
        doors: list[Door] = []
        try:
            for kind, address in self._addresses.items():
                if address:
                    doors.append(await open_door(kind, address))
        except OSError:
            for door in doors:
                await door.close()
            raise
        return doors

    def _serve(self) -> None:
        try:
            self._loop.run_until_complete(self._until_stopped())
        except Exception:
            logger.exception("The mail listener has ended.")
            os.kill(os.getpid(), signal.SIGTERM)  # nobody may go on as if it listened
        finally:
            self._loop.close()

    async def _until_stopped(self) -> None:
        await self._stopping.wait()
        for door in self._doors:
            await door.close()


class Door:
    """A port where somebody listens."""

    def __init__(self, server: asyncio.Server, doorkeeper: Doorkeeper) -> None:
        self._server, self._doorkeeper = server, doorkeeper
        self.port: int = server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        self._server.close()
        await asyncio.get_running_loop().run_in_executor(None, self._doorkeeper.close)


async def open_door(kind: type[SMTP], address: Address) -> Door:
    """Listen there. Port 0 is any free one."""
    doorkeeper = Doorkeeper(per_recipient=issubclass(kind, LMTP))
    try:
        server = await asyncio.get_running_loop().create_server(partial(_protocol, kind, doorkeeper), *address)
    except OSError:
        doorkeeper.close()  # its threads would keep a process from ending
        raise
    return Door(server, doorkeeper)


def _protocol(kind: type[SMTP], doorkeeper: Doorkeeper) -> SMTP:
    return kind(
        doorkeeper,
        data_size_limit=LETTER_BYTES_MAX,
        enable_SMTPUTF8=True,
        hostname="slovo",
        ident="Slovo",
        timeout=SILENCE_SECONDS_MAX,
        loop=asyncio.get_running_loop(),
    )
