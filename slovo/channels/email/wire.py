"""What a server says, with an end to everything: to a line, to an answer, to the time that it takes.

A socket's own time limit starts anew with every byte: a server that drips would hold us for ever.
"""

import socket
import time

LINE_BYTES_MAX = 16 * 1024 * 1024  # the longest there is lists the letters of a large folder
CHUNK_BYTES = 64 * 1024


class EndlessAnswer(OSError):
    """The server says more than its answer may have."""


class Incoming:
    """The reading side of a socket. `allow` before each answer says what it may take."""

    def __init__(self, sock: socket.socket, *, seconds: float, bytes_max: int) -> None:
        self.sock = sock
        self._buffer = bytearray()
        self.allow(seconds=seconds, bytes_max=bytes_max)

    def allow(self, *, seconds: float, bytes_max: int) -> None:
        self._until = time.monotonic() + seconds
        self._bytes_left = bytes_max

    def readline(self, size: int = -1) -> bytes:
        """With its line end; b"" when the server has gone."""
        line_bytes_max = min(size, LINE_BYTES_MAX) if size >= 0 else LINE_BYTES_MAX
        searched = 0
        while (end := self._buffer.find(b"\n", searched, line_bytes_max)) < 0:
            searched = len(self._buffer)
            if searched >= line_bytes_max:
                return self._taken(line_bytes_max)
            if not self._receive():
                return self._taken(searched)
        return self._taken(end + 1)

    def read(self, size: int) -> bytes:
        """Fewer bytes only when the server has gone."""
        if size > self._bytes_left + len(self._buffer):
            raise EndlessAnswer(f"The server announces {size} bytes.")
        while len(self._buffer) < size and self._receive():
            pass
        return self._taken(size)

    def wait(self, seconds: float) -> bool:
        """Whether there is something to read before that time is over."""
        if self._buffer:
            return True
        self._until = time.monotonic() + seconds
        try:
            self._receive()
        except TimeoutError:
            return False
        return True

    def close(self) -> None:
        self._buffer.clear()

    def _receive(self) -> bool:
        seconds_left = self._until - time.monotonic()
        if seconds_left <= 0:
            raise TimeoutError("The server did not finish its answer in time.")
        self.sock.settimeout(seconds_left)
        chunk = self.sock.recv(CHUNK_BYTES)
        self._bytes_left -= len(chunk)
        if self._bytes_left < 0:
            raise EndlessAnswer("The server's answer has no end.")
        self._buffer += chunk
        return bool(chunk)

    def _taken(self, size: int) -> bytes:
        taken = bytes(memoryview(self._buffer)[:size])
        del self._buffer[:size]
        return taken
