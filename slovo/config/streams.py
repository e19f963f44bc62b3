"""The server of the live stream, in a thread of its own, so that others may work beside it in one process."""

import logging
import os
import signal
import socket
import threading

import uvicorn

logger = logging.getLogger(__name__)
STOP_SECONDS_MAX = 3  # an open stream never ends by itself
WAITING_MAX = 2048  # who connect at one moment: all desks do when the house begins anew


class Streams:
    def __init__(self, address: tuple[str, int]) -> None:
        self._address = address
        self._thread = threading.Thread(target=self._serve, name="streams", daemon=True)

    def start(self) -> None:
        """An address that cannot be had is an error here and now."""
        from django.conf import settings

        from slovo.config import live_settings

        # Forked from a parent that runs on the house's settings: the same ones, but for the door.
        settings.ROOT_URLCONF, settings.MIDDLEWARE = live_settings.ROOT_URLCONF, live_settings.MIDDLEWARE
        self._server = uvicorn.Server(
            uvicorn.Config(
                "slovo.config.asgi:application",
                lifespan="off",
                ws="none",
                access_log=False,
                log_level="warning",
                timeout_graceful_shutdown=STOP_SECONDS_MAX,
            )
        )
        family = socket.AF_INET6 if ":" in self._address[0] else socket.AF_INET
        self._socket = socket.create_server(self._address, family=family, backlog=WAITING_MAX)
        self._thread.start()

    def stop(self) -> None:
        self._server.should_exit = True

    def join(self) -> None:
        self._thread.join(2 * STOP_SECONDS_MAX)

    def _serve(self) -> None:
        try:
            self._server.run(sockets=[self._socket])
        except Exception:
            logger.exception("The live stream has ended.")
        finally:
            self._socket.close()
        if not self._server.should_exit:
            os.kill(os.getpid(), signal.SIGTERM)  # nobody may go on as if it told the pages
