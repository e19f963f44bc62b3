"""What ready moments for later are called."""

from django.utils.translation import gettext_lazy as _

MOMENTS = {
    "today": _("Later today"),
    "tomorrow": _("Tomorrow morning"),
    "monday": _("On Monday"),
    "week": _("In a week"),
}


def moment_words(code: str) -> str:
    return str(MOMENTS[code])
