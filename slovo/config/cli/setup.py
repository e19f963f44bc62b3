"""What commands share: Django made ready, only when a command needs it."""

import contextlib
import os

from slovo.config import translations


def django_ready() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "slovo.config.settings")
    with contextlib.suppress(OSError):  # an installation that may not be written to brings them with it
        translations.compile_stale()
    import django

    django.setup()
