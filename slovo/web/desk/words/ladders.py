"""Ladders in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from slovo.promises.ladder_models import Deed, LadderStep

DEEDS = {
    Deed.NUDGE_OWNER.value: gettext_lazy("Remind who is responsible"),
    Deed.NUDGE_LEAD.value: gettext_lazy("Remind who leads"),
    Deed.TELL_CUSTOMER.value: gettext_lazy("Tell the customer a new time"),
    Deed.CHECK_IN.value: gettext_lazy("Ask who is responsible what is true now"),
}
PARTS = {
    "opening": gettext_lazy("Greeting"),
    "line": gettext_lazy("A promise that will be late"),
    "late_line": gettext_lazy("A promise that is late already"),
    "sooner_line": gettext_lazy("A promise that will be kept sooner"),
    "news": gettext_lazy("News of a promise"),
    "news_next": gettext_lazy("News of a promise: what is next"),
    "choice": gettext_lazy("The choice"),
    "several": gettext_lazy("The choice, where a letter is about more than one thing"),
    "closing": gettext_lazy("The end"),
}


def step_words(step: LadderStep) -> str:
    """“10 minutes before: remind who is responsible”."""
    number = abs(step.minutes_before)
    if step.minutes_before < 0:
        when = ngettext("%(number)d minute after the deadline", "%(number)d minutes after the deadline", number)
    else:
        when = ngettext("%(number)d minute before the deadline", "%(number)d minutes before the deadline", number)
    words = f"{when % {'number': number}}: {DEEDS[step.deed]}"
    if step.new_minutes is None:
        return words
    later = ngettext("%(number)d minute later", "%(number)d minutes later", step.new_minutes)
    parts = [words, later % {"number": step.new_minutes}]
    if step.offers_choice:
        parts.append(_("with a choice"))
    return ", ".join(parts)
