"""What states, outcomes and ways of asking for a call are called."""

from django.utils.translation import gettext_lazy as _

OUTCOMES = {  # in the order of their keys
    "reached": _("Reached"),
    "no_answer": _("No answer"),
    "busy": _("Busy"),
    "wrong_number": _("Wrong number"),
}
HOW = {
    "portal": _("asked on our page"),
    "missed_call": _("a missed call"),
    "agent": _("asked a colleague"),
    "api": _("asked through another program"),
    "chat": _("asked in the chat"),
}
STATES = {
    "waits": _("waits for our call"),
    "taken": _("being called"),
    "reached": _("reached"),
    "gave_up": _("not reached"),
    "cancelled": _("cancelled"),
}
EXHAUSTED = {
    "message": _("Write to them on another channel and ask when to call"),
    "give_up": _("Tell them that we stop calling"),
    "lead": _("Hand it to a lead"),
}
ASKED_LATER = _("Asked to call later")
OF_ATTEMPTS = OUTCOMES | {"asked_later": ASKED_LATER}
