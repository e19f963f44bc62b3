"""The live stream only: `uvicorn slovo.config.asgi:application`."""

import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "slovo.config.live_settings")

import django
from django.core.handlers.asgi import ASGIHandler


class Streams(ASGIHandler):
    """Django gives each request a thread of its own for as long as it lasts. A stream lasts for minutes and asks the
    database a few times: all of them share one thread, and its connection.
    """

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        assert scope["type"] == "http"  # the server is told to take nothing else
        await self.handle(scope, receive, send)


django.setup(set_prefix=False)
application = Streams()
