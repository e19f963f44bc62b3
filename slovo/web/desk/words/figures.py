"""Figures of promises in words: what an outcome is called, a share with its interval, and what the numbers say."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from slovo.core.numbers import Average, Share
from slovo.promises.figures import Outcome, Tally

OUTCOMES = {
    Outcome.SILENT: gettext_lazy("Broken in silence"),
    Outcome.BROKEN: gettext_lazy("Broken after a notice"),
    Outcome.WITHOUT_CONSENT: gettext_lazy("Moved without consent"),
    Outcome.WITH_CONSENT: gettext_lazy("Moved with consent"),
    Outcome.KEPT: gettext_lazy("Kept in first time"),
}
MEANINGS = {
    Outcome.SILENT: gettext_lazy("The time passed, and nobody had said a word."),
    Outcome.BROKEN: gettext_lazy("The customer had been told of another time, and that one passed too."),
    Outcome.WITHOUT_CONSENT: gettext_lazy("Told in time and done by the new time, but the customer has not agreed."),
    Outcome.WITH_CONSENT: gettext_lazy("Told in time, agreed to, and done by the new time."),
    Outcome.KEPT: gettext_lazy("Done by the time that was said first."),
}
PERIODS = {
    7: gettext_lazy("A week"),
    30: gettext_lazy("30 days"),
    90: gettext_lazy("90 days"),
    365: gettext_lazy("A year"),
}
TABLES = {
    "kind": (gettext_lazy("By kind"), gettext_lazy("Kind")),
    "team_id": (gettext_lazy("By team"), gettext_lazy("Team")),
    "owner_id": (gettext_lazy("By person"), gettext_lazy("Responsible")),
    "channel": (gettext_lazy("By channel"), gettext_lazy("Channel")),
    "portrait_id": (gettext_lazy("By portrait"), gettext_lazy("Portrait")),
}
OF_NONE = {
    "kind": "",
    "team_id": gettext_lazy("Without a team"),
    "owner_id": gettext_lazy("Nobody in person"),
    "channel": gettext_lazy("Not in a conversation"),
    "portrait_id": gettext_lazy("Of no portrait"),
}
BESIDE = {  # conversations: where else a promise came to be
    "order": gettext_lazy("Orders from a shop"),
    "ticket": gettext_lazy("Queue at the place"),
    "booking": gettext_lazy("Page of visits"),
}
THAN_BEFORE = {
    1: pgettext_lazy("a share", "Greater than before, and hardly by chance"),
    -1: pgettext_lazy("a share", "Smaller than before, and hardly by chance"),
    0: pgettext_lazy("a share", "Chance alone may differ as much"),
}
THAN_OTHERS = {
    1: pgettext_lazy("a share", "more than the others"),
    -1: pgettext_lazy("a share", "fewer than the others"),
    0: "",
}
UNDER_ONE, OVER_NINETY_NINE = 0.01, 0.99


def percent(part: float) -> str:
    """Whole ones; near nothing and near all one decimal, so that 0.4 % is not said to be none."""
    fine = 0 < part < UNDER_ONE or OVER_NINETY_NINE < part < 1
    places = 1 if fine else 0
    return str(number_format(round(100 * part, places), decimal_pos=places))


def share_words(share: Share) -> str:
    """«5 % (3 to 8 %)»."""
    if share.value is None:
        return ""
    numbers = {"share": percent(share.value), "low": percent(share.low), "high": percent(share.high)}
    return _("%(share)s %% (%(low)s to %(high)s %%)") % numbers


def average_words(found: Average) -> str:
    """«4.2 of 5 (3.6 to 4.6), 31 marks»."""
    if found.value is None:
        return ""
    low, high = found.interval
    numbers = {"average": _tenths(found.value), "low": _tenths(low), "high": _tenths(high), "count": found.count}
    return (
        ngettext(
            "%(average)s of 5 (%(low)s to %(high)s), %(count)d mark",
            "%(average)s of 5 (%(low)s to %(high)s), %(count)d marks",
            found.count,
        )
        % numbers
    )


def _tenths(value: float) -> str:
    return number_format(round(value, 1), decimal_pos=1)


def headline(total: Tally) -> str:
    """What the number at the top says."""
    silent = total.silent
    if silent.value is None:
        return _("No promise came due in this time, so there is nothing to tell.")
    numbers = {"count": silent.count, "of": silent.of, "share": share_words(silent)}
    return _("%(count)d of %(of)d broke in silence: %(share)s.") % numbers


def before_words(total: Tally, before: Tally, differs: int) -> str:
    """How that is against the period before, if anybody can say."""
    silent = before.silent
    if silent.value is None:
        return _("In the time before, none came due.")
    numbers = {"count": silent.count, "of": silent.of, "share": share_words(silent)}
    said = {
        1: _("That is more than in the time before: %(count)d of %(of)d, %(share)s."),
        -1: _("That is less than in the time before: %(count)d of %(of)d, %(share)s."),
        0: _("In the time before: %(count)d of %(of)d, %(share)s. Chance alone may differ as much."),
    }
    return said[differs] % numbers
