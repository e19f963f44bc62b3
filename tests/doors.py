"""The mail listener in a thread of the test's own, on a free port, in the test's database."""

import asyncio
import smtplib
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from aiosmtpd.smtp import SMTP

from slovo.channels.email import listener
from slovo.channels.email.bounded import BoundedSMTP

PATIENCE_SECONDS = 30


@contextmanager
def open_door(kind: type[SMTP] = BoundedSMTP) -> Iterator[int]:
    """The port where it listens."""
    loop = asyncio.new_event_loop()
    door = loop.run_until_complete(listener.open_door(kind, ("127.0.0.1", 0)))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield door.port
    finally:
        asyncio.run_coroutine_threadsafe(_close(door), loop).result(PATIENCE_SECONDS)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(PATIENCE_SECONDS)
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()


async def _close(door: listener.Door) -> None:
    await door.close()
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


@contextmanager
def speaking_to(port: int, kind: type[smtplib.SMTP] = smtplib.SMTP) -> Iterator[smtplib.SMTP]:
    with kind("127.0.0.1", port, local_hostname="client.example.com", timeout=PATIENCE_SECONDS) as client:
        yield client
