"""Ports on loopback that nobody else takes between now and their use."""

import itertools
import os
import random
import socket

WIDTH = 4_000
FIRST = 12_000
# Below those that the system gives to whoever connects or asks for any (32768 and up on Linux), and for each of
# pytest's workers its own.
_worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 5
_ports = range(FIRST + _worker * WIDTH, FIRST + (_worker + 1) * WIDTH)
_turn = itertools.cycle(random.sample(_ports, WIDTH))


def free_ports(count: int) -> list[int]:
    return [next(port for port in _turn if _is_free(port)) for _ in range(count)]


def free_port() -> int:
    return free_ports(1)[0]


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
