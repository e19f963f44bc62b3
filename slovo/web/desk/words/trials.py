"""What came out when a mailbox was tried: each step in plain words, with what to do."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from slovo.channels.email.trial import Step, Trial

WELL: dict[tuple[str, str], str | Promise] = {
    ("imap", "connected"): _("The server for incoming letters answers."),
    ("imap", "signed_in"): _("It accepts the user name and password."),
    ("imap", "folder"): _("The folder is there and can be read."),
    ("smtp", "connected"): _("The server for outgoing letters answers."),
    ("smtp", "signed_in"): _("It accepts the user name and password."),
    ("smtp", "sender"): _("It lets us send from this address. Nothing was sent."),
}
ENCRYPTED = _("The connection is encrypted, and its certificate is right.")
IN_THE_CLEAR = _("The connection is not encrypted: right only inside one machine or network.")
NO_PASSWORD = _("No user name is given, so we did not sign in.")
TROUBLES: dict[str, str | Promise] = {
    "login": _(
        "The user name or password is not accepted. Enter them anew. Many providers want a password made for programs, "
        "and IMAP to be switched on in their settings."
    ),
    "no_login": _("The server offers no way to sign in here. Choose another port, or leave the user empty."),
    "connection": _(
        "Nobody answers under this name and port. Check both: 993 and 465 go with TLS, 143 and 587 with STARTTLS."
    ),
    "slow": _("The server does not answer in time. Check the port, and whether a firewall is between."),
    "hung_up": _("The server hung up. The port and the security may not fit together, or it refuses our address."),
    "name": _("There is no server of this name. Check it for slips."),
    "certificate": _(
        "The server’s certificate does not fit its name or is not trusted, so nothing was told to it. "
        "Enter the name that the provider gives."
    ),
    "tls": _("No encrypted connection came about. The port and the security do not fit together: try the other one."),
    "encryption": _("The server offers no STARTTLS, so nothing was told to it. Try TLS from the start, with its port."),
    "folder": _("There is no such folder. The main one is called INBOX."),
    "sender": _("The server does not let us send from this address. Sign in as its owner, or allow the address there."),
    "refused": _("The server refuses us. Its own words say why."),
    "protocol": _("The answer is not what a mail server says. The name or port may belong to something else."),
}


@dataclass(frozen=True, slots=True)
class Line:
    """`code`: "well", "failed" or "careful"."""

    code: str
    icon: str
    words: str
    said: str = ""


def lines_of(trial: Trial) -> list[tuple[str, list[Line]]]:
    """The way in and the way out: heading and lines."""
    into_folder = _("For trying out: replies go into a folder on this machine and reach nobody.")
    no_way_out = into_folder if trial.into_folder else _("No SMTP server is named: replies cannot leave.")
    no_way_in = _("No IMAP server is named: letters come in only when they are delivered to this machine.")
    return [
        (str(_("Incoming letters")), _lines("imap", trial.incoming, str(no_way_in))),
        (str(_("Outgoing replies")), _lines("smtp", trial.outgoing, str(no_way_out))),
    ]


def heading_of(trial: Trial) -> str:
    tried = [step for steps in (trial.incoming, trial.outgoing) for step in steps or ()]
    if not tried:
        return str(_("No server is named, so there was nothing to test."))
    leaves = trial.outgoing is not None or trial.into_folder
    well = leaves and all(step.trouble in {"", "skipped"} for step in tried)
    return str(_("This works.") if well else _("This does not work yet."))


def _lines(kind: str, steps: Sequence[Step] | None, nothing: str) -> list[Line]:
    if steps is None:
        return [Line("careful", "info", nothing)]
    return [line for step in steps for line in _lines_of_step(kind, step)]


def _lines_of_step(kind: str, step: Step) -> list[Line]:
    if step.trouble == "skipped":
        return [Line("careful", "info", str(NO_PASSWORD))]
    if step.trouble:
        return [Line("failed", "octagon-alert", str(TROUBLES.get(step.trouble, TROUBLES["refused"])), step.said)]
    if step.name == "letters":
        words = ngettext("%(count)d letter lies in it.", "%(count)d letters lie in it.", step.count)
        return [Line("well", "circle-check", words % {"count": step.count})]
    well = [Line("well", "circle-check", str(WELL[kind, step.name]))]
    if step.open:
        return [*well, Line("careful", "triangle-alert", str(IN_THE_CLEAR))]
    return [*well, Line("well", "lock", str(ENCRYPTED))] if step.name == "connected" else well
