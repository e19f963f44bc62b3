"""One thread of the stream process watches for new nudges and hands them to every open stream.

On SQLite it asks `PRAGMA data_version` (a counter in shared memory, no query); on PostgreSQL it sleeps in
LISTEN. Either way it reads the rows itself, so that two hundred streams are one query.
"""

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from django.db import close_old_connections
from django.db.utils import DatabaseError

from slovo.core.db import commits_of_others, is_postgresql
from slovo.core.live import queries
from slovo.core.live.actions import ABOUT
from slovo.core.live.queries import Place, Told

logger = logging.getLogger(__name__)
POLL_SECONDS = 0.04
TOGETHER_SECONDS = 0.02  # where a hundred are committed in a second, one look is for several
TROUBLE_SECONDS = 1.0
NEWS_MAX = 500


@dataclass(eq=False)
class Listener:
    """One open stream, and what it is about. But for the topics all of it is its loop's own."""

    loop: asyncio.AbstractEventLoop
    topics: set[str]
    _news: list[Told] = field(default_factory=list)
    _heard: asyncio.Event = field(default_factory=asyncio.Event)

    def hear(self, news: Sequence[Told]) -> None:
        if self.keeps_up:
            self._news += news
            self._heard.set()

    @property
    def keeps_up(self) -> bool:
        """A stream that does not is told no more: it ends, and its page refreshes."""
        return len(self._news) < NEWS_MAX

    async def next(self, seconds: float, *, not_before: float = 0.0) -> list[Told]:
        """What was told since it was asked last; raises TimeoutError when nothing is for so long.

        not_before: on the clock of `time.monotonic`; what comes until then is told together.
        """
        async with asyncio.timeout(seconds):
            await self._heard.wait()
        if (early := not_before - time.monotonic()) > 0:
            await asyncio.sleep(early)
        self._heard.clear()
        news, self._news = self._news, []
        return news


def of_brand(brand_id: int) -> str:
    """The topic under which all is heard that happens at a brand. Each key is a topic, too."""
    return f"brand:{brand_id}"


class Watch:
    def __init__(self) -> None:
        self._listeners: dict[str, set[Listener]] = {}  # by topic
        self._loops: dict[asyncio.AbstractEventLoop, int] = {}  # how many listen in each
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._place: Place | None = None
        self._watching = threading.Event()

    async def join(self, topics: Iterable[str]) -> Listener:
        """What is committed from its return on is heard, as far as it is about these."""
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="live-watch", daemon=True)
                self._thread.start()
        if not self._watching.is_set():
            await asyncio.to_thread(self._watching.wait)
        listener = Listener(asyncio.get_running_loop(), set())
        with self._lock:
            self._loops[listener.loop] = self._loops.get(listener.loop, 0) + 1
        for topic in topics:
            self.add(listener, topic)
        return listener

    def add(self, listener: Listener, topic: str) -> None:
        """From now on it hears of this as well."""
        with self._lock:
            listener.topics.add(topic)
            self._listeners.setdefault(topic, set()).add(listener)

    def leave(self, listener: Listener) -> None:
        with self._lock:
            for topic in listener.topics:
                self._listeners[topic].discard(listener)
                if not self._listeners[topic]:
                    del self._listeners[topic]
            self._loops[listener.loop] -= 1
            if not self._loops[listener.loop]:
                del self._loops[listener.loop]

    def hearing(self, topic: str) -> int:
        """How many streams are about it."""
        with self._lock:
            return len(self._listeners.get(topic, ()))

    def _run(self) -> None:
        while True:
            try:
                self._watch()
            except DatabaseError:
                logger.warning("The live watch lost the database; it looks again in a second.")
                time.sleep(TROUBLE_SECONDS)
                close_old_connections()

    def _watch(self) -> None:
        self._place = self._place or queries.newest()  # after a trouble it goes on where it was
        self._watching.set()
        wait = _told_by_postgresql() if is_postgresql() else _told_by_sqlite()
        while True:
            wait()
            self._hand_out(self._place)

    def _hand_out(self, place: Place) -> None:
        while news := queries.after(place):  # a busy moment may have more than one batch
            self._place = place = news[-1].place
            with self._lock:
                loops = list(self._loops)
            for loop in loops:
                loop.call_soon_threadsafe(self._spread, loop, news)

    def _spread(self, loop: asyncio.AbstractEventLoop, news: Sequence[Told]) -> None:
        """Within that loop, and all at once: waking it for each nudge and stream would cost more than all the rest."""
        about: dict[str, list[Told]] = {}
        for told in news:
            for topic in (of_brand(told.brand_id), told.key.partition(ABOUT)[0]):
                about.setdefault(topic, []).append(told)
        with self._lock:
            hearing = [
                (listener, theirs)
                for topic, theirs in about.items()
                for listener in self._listeners.get(topic, ())
                if listener.loop is loop
            ]
        for listener, theirs in hearing:
            listener.hear(theirs)


def _told_by_sqlite() -> Callable[[], None]:
    """Waits until another connection has committed something."""
    seen = -1

    def wait() -> None:
        nonlocal seen
        if seen != -1:
            time.sleep(TOGETHER_SECONDS)  # nobody waits for this thread, and a commit meanwhile is seen after it
        while (version := commits_of_others()) == seen:
            time.sleep(POLL_SECONDS)  # SQLite wakes nobody: the counter can only be looked at again
        seen = version

    return wait


def _told_by_postgresql() -> Callable[[], None]:
    from slovo.core.live.listening import Listening  # psycopg is five megabytes, which SQLite does without

    return Listening().wait


watch = Watch()
