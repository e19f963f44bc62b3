"""Pages and API: `granian --interface wsgi slovo.config.wsgi:application`."""

import os

import django
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "slovo.config.settings")
django.setup(set_prefix=False)


class _Request(WSGIRequest):
    def close(self) -> None:
        """What it carried (messages, htmx, the lazy nonce) points back at it: let go here, a page's thousand objects
        vanish at once instead of making every twentieth page wait for the collector."""
        super().close()
        vars(self).clear()


class _Application(WSGIHandler):
    request_class = _Request


application = _Application()
