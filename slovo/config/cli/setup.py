"""What commands share: Django made ready, only when a command needs it."""

import contextlib
import gc
import os
import sys
from functools import cache

from slovo.config import translations
from slovo.config.schema import must_be_current

NEW_OBJECTS_MAX = 20_000  # a page makes some thousands, and nearly all go by themselves when it has been sent
# What outlives that, as the stream of a screen does, is looked through sooner than is usual: garbage is kept for less
# long, and there is little of either.
YOUNG_MAX = MIDDLE_MAX = 5


def django_ready() -> None:
    gc.set_threshold(NEW_OBJECTS_MAX, YOUNG_MAX, MIDDLE_MAX)
    sys.setswitchinterval(0.0005)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "slovo.config.settings")
    with contextlib.suppress(OSError):  # an installation that may not be written to brings them with it
        translations.compile_stale()
    import django

    from slovo.config import environment
    from slovo.core.worktime.countries import keep_in

    keep_in(environment.data_folder() / "days-off")
    django.setup()


@cache
def ready_to_serve() -> None:
    """On a database of this version's form. Who is forked afterwards shares what it took to look: 16 MB."""
    django_ready()
    must_be_current()
