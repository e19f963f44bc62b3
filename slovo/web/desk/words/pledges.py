"""Promises in words: what kinds there are, how they stand, how a customer said something."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from slovo.promises.kinds import Kind
from slovo.promises.ladder_models import Choice, CustomerChoice
from slovo.promises.models import Promise
from slovo.promises.more_models import Consent, PromiseKind, PromiseMove
from slovo.web.desk.words import moments

KINDS = {
    Kind.ANSWER: gettext_lazy("Answer"),
    Kind.CALLBACK: gettext_lazy("Callback"),
    Kind.DELIVERY: gettext_lazy("Delivery"),
    Kind.REPAIR: gettext_lazy("Repair"),
    Kind.REFUND: gettext_lazy("Refund"),
    Kind.VISIT: gettext_lazy("Visit"),
    Kind.FOLLOW_UP: gettext_lazy("Follow-up"),
    Kind.WALK_IN: gettext_lazy("Turn in a queue"),
    Kind.PERSONAL_DATA: gettext_lazy("Personal data"),
}
HOW = {
    "phone": gettext_lazy("By phone"),
    "message": gettext_lazy("In a message"),
    "in_person": gettext_lazy("In person"),
    "other": gettext_lazy("Another way"),
    "page": gettext_lazy("On their page"),
}
WHY = {
    "owner": gettext_lazy("Your promise is due soon: keep it, move it, or tell them."),
    "lead": gettext_lazy("A promise of your team is due soon: see that it is kept, moved or told."),
    "at_risk": gettext_lazy("It may not be done in time: look now, while it can still be kept, moved or told."),
    "silence": gettext_lazy("They have heard nothing for long: say what is new, if anything is."),
    "check_in": gettext_lazy("What is true now? Say what is new for the customer, or that all is as it was."),
    "silent": gettext_lazy("They still hear nothing, though its owner was asked for news: see to it."),
    "untold": gettext_lazy("It will be late and no rule could tell them: write or call."),
    "tell": gettext_lazy("The customer should hear of it now, and no rule could tell them: write or call."),
    "off": gettext_lazy("The customer has cancelled it: stop what is under way for it."),
    "ours": gettext_lazy("We have cancelled it, and it is still promised: speak with the customer."),
    "delayed": gettext_lazy("Whoever does it is late; the customer is being told of the new time."),
    "speak": gettext_lazy("Whoever does it is late, and no rule may tell the customer: speak with them."),
    "asked": gettext_lazy("They have answered to the new time: read what they want."),
}
CHOICES = {
    "wait": gettext_lazy("They wait"),
    "alternative": gettext_lazy("They want something else"),
    "cancel": gettext_lazy("They cancel"),
}
STATES = {
    "owed": gettext_lazy("Owed"),
    "soon": gettext_lazy("Due within a day"),
    "at_risk": gettext_lazy("At risk"),
    "late": gettext_lazy("Late"),
    "unanswered": gettext_lazy("Asked, no answer"),
    "silent": gettext_lazy("Silent for too long"),
    "moved": gettext_lazy("Moved"),
    "untold": gettext_lazy("New time not told"),
    "refused": gettext_lazy("Move refused"),
    "paused": gettext_lazy("The clock stands"),
    "kept": gettext_lazy("Kept"),
    "broken": gettext_lazy("Broken"),
    "released": gettext_lazy("Released"),
}


class KindNames:
    """How kinds are called, the brands' own too. `own`: their rows."""

    def __init__(self, own: Iterable[PromiseKind]) -> None:
        self._own = {(row.brand_id, row.slug): row for row in own}

    def of(self, slug: str, brand_id: int) -> str:
        row = self._own.get((brand_id, slug))
        if row and row.names:
            return row.name(get_language() or "")
        return str(KINDS[Kind(slug)]) if slug in set(Kind) else slug


def what_words(promise: Promise) -> str:
    return promise.what or _("An answer")


def how_words(how: str) -> str:
    return str(HOW.get(how, how))


def move_words(move: PromiseMove, now: datetime) -> str:
    """What is to be known of a move beside its moments."""
    if move.taken_back_at:
        return _("Taken back before the customer was told.")
    if move.notice_sent_at is None:
        return _("The customer does not know of it yet: the old time still counts.")
    told = _("Told: %(moment)s.") % {"moment": moments.by_when(move.notice_sent_at, now)}
    if not move.in_time:
        told = _("Told too late, %(moment)s: the promise is broken.") % {
            "moment": moments.by_when(move.notice_sent_at, now)
        }
    return " ".join(filter(None, [told, _consent_words(move), *(choice_words(one) for one in move.choices.all())]))


def choice_words(chosen: CustomerChoice) -> str:
    """What the customer said in words of their own, quoted. "" if nothing."""
    if not chosen.words:
        return ""
    if chosen.by_rule and chosen.choice == Choice.CANCEL:
        return _("Read in their words by a rule: they cancel. «%(words)s»") % {"words": chosen.words}
    if chosen.by_rule:
        return _("Read in their words by a rule: they wait. «%(words)s»") % {"words": chosen.words}
    if chosen.choice == Choice.ALTERNATIVE:
        return _("They would like something else: «%(words)s»") % {"words": chosen.words}
    return _("They say: «%(words)s»") % {"words": chosen.words}


def _consent_words(move: PromiseMove) -> str:
    return {
        Consent.ASKED: _("The customer has not answered."),
        Consent.GIVEN: _("The customer agreed."),
        Consent.REFUSED: _("The customer did not agree."),
        Consent.NOT_NEEDED: "",
    }[Consent(move.consent)]
