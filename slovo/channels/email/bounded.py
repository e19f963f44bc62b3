"""aiosmtpd with an end to everything: to a letter, to a connection, to how many there are of them."""

import asyncio
import re
from collections import Counter
from typing import Any

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP

LETTER_BYTES_MAX = 50 * 1024 * 1024
REFUSED_BYTES_MAX = 2 * LETTER_BYTES_MAX  # heard to the end, so that the sender hears the refusal
PIECE_BYTES = 64 * 1024
SESSION_SECONDS_MAX = 1200
CONNECTIONS_MAX = 200
CONNECTIONS_OF_ONE_HOST_MAX = 50

_ATOM = r"[\w!#$%&'*+/=?^`{|}~-]+"
ORDINARY_ADDRESS = re.compile(
    rf"\s*<({_ATOM}(?:\.{_ATOM})*@[a-z\d-]+(?:\.[a-z\d-]+)*)>\s*(.*)", re.ASCII | re.IGNORECASE
)

LAST_DOT = b"\r\n.\r\n"
TOO_LARGE = f"552 5.3.4 Letters have at most {LETTER_BYTES_MAX // 1024 // 1024} MB here"
BUSY = "421 4.3.2 Too many connections: come again in a few minutes"


class _Bounded:
    """Goes before aiosmtpd's class."""

    line_length_limit = PIECE_BYTES  # of the reader; lines of letters may be longer
    open_connections: Counter[str] = Counter()

    def connection_made(self, transport: asyncio.Transport) -> None:
        peer = transport.get_extra_info("peername")
        self._host = str(peer[0]) if peer else ""
        self.open_connections[self._host] += 1
        total = sum(self.open_connections.values())
        if total > CONNECTIONS_MAX or self.open_connections[self._host] > CONNECTIONS_OF_ONE_HOST_MAX:
            transport.write(f"{BUSY}\r\n".encode())
            transport.close()
        self._end = asyncio.get_running_loop().call_later(SESSION_SECONDS_MAX, transport.abort)
        super().connection_made(transport)  # type: ignore[misc]

    def connection_lost(self, error: Exception | None) -> None:
        self._end.cancel()
        self.open_connections[self._host] -= 1
        if not self.open_connections[self._host]:
            del self.open_connections[self._host]
        super().connection_lost(error)  # type: ignore[misc]

    def _getaddr(self, arg: str) -> tuple[str | None, str | None]:
        """An ordinary address and what follows it. aiosmtpd's own makes a class for each one that it reads."""
        if ordinary := ORDINARY_ADDRESS.fullmatch(arg):
            return ordinary[1], ordinary[2]
        found: tuple[str | None, str | None] = super()._getaddr(arg)  # type: ignore[misc]  # of the class that follows
        return found

    async def smtp_DATA(self: Any, arg: str | None) -> None:
        """aiosmtpd's own keeps an object for every line, and every piece of a line that has no end."""
        if await self.check_helo_needed():
            return
        if not self.envelope.rcpt_tos or arg:
            await self.push("503 5.5.1 RCPT comes before DATA" if not arg else "501 5.5.4 DATA stands alone")
            return
        await self.push("354 End with a lone dot")
        letter = await _letter(self)
        if letter is None:
            await self.push(_for_each(self, TOO_LARGE))
            self._set_post_data_state()
            return
        self.envelope.content = self.envelope.original_content = letter
        answer = _for_each(self, await self.event_handler.handle_DATA(self, self.session, self.envelope))
        self._set_post_data_state()
        await self.push(answer)


class BoundedSMTP(_Bounded, SMTP):  # type: ignore[misc]
    pass


class BoundedLMTP(_Bounded, LMTP):  # type: ignore[misc]
    pass


def _for_each(server: Any, answer: str) -> str:
    """LMTP says it once for every recipient."""
    times = len(server.envelope.rcpt_tos) if server.event_handler.per_recipient else 1
    return "\r\n".join([answer] * times)


async def _letter(server: Any) -> bytes | None:
    """All up to the lone dot, dots undoubled. None when it is too large. Lines end with CR LF and nothing else:
    who takes a bare LF for an end can be talked into a second letter."""
    letter, seen = bytearray(), 0
    server._reader._buffer[:0] = b"\r\n"  # a lone dot may be the first line, too
    while True:
        piece, ended = await _piece(server._reader)
        seen += len(piece)
        if seen <= LETTER_BYTES_MAX:
            letter += piece
        else:
            letter.clear()
        if ended and seen > LETTER_BYTES_MAX:
            return None
        if ended:
            return bytes((letter + b"\r\n").replace(b"\r\n.", b"\r\n")[2:])
        if seen > REFUSED_BYTES_MAX:
            await server.push(TOO_LARGE)
            server.transport.abort()
            raise asyncio.CancelledError
        server._reset_timeout()  # who speaks is not silent


async def _piece(reader: asyncio.StreamReader) -> tuple[bytes, bool]:
    """As much as there is, and whether the lone dot came after it."""
    try:
        return (await reader.readuntil(LAST_DOT))[: -len(LAST_DOT)], True
    except asyncio.LimitOverrunError as overrun:
        return await reader.readexactly(overrun.consumed), False
