"""What is wrong with a mailbox, and what to do about it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

TROUBLES = {
    "login": gettext_lazy("The server does not accept the user name or password. Enter them anew."),
    "connection": gettext_lazy("The server does not answer. Check its name and port, or wait: we keep trying."),
    "certificate": gettext_lazy("The server’s certificate is not right, so nothing was told to it. Check its name."),
    "name": gettext_lazy("There is no server of that name. Check it."),
    "encryption": gettext_lazy("The server offers no encryption, so nothing was told to it. Choose another security."),
    "folder": gettext_lazy("The folder is not there. Check its name."),
    "protocol": gettext_lazy("The server answers in a way that we do not understand. We keep trying."),
}


def trouble_words(code: str) -> str:
    return str(TROUBLES.get(code) or _("Letters cannot be fetched just now. We keep trying."))
