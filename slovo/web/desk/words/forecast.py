"""What is foretold of promises, in words."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from slovo.promises.forecast import USUAL_AHEAD
from slovo.promises.forecast_rows import PER_MILLE, PromiseForecast
from slovo.promises.suggesting import MARGIN, Suggestion, Wait
from slovo.web.desk.words import moments


def risk_words(told: PromiseForecast) -> str:
    """How likely it is to be late, and why."""
    how = _("Likely late") if told.risk >= PER_MILLE / 2 else _("May be late")
    return _("%(how)s: %(why)s") % {"how": how, "why": _why(told)}


def _why(told: PromiseForecast) -> str:
    if told.ahead <= USUAL_AHEAD + (told.meanwhile or 0):
        return _("such things have often taken longer than what is left.")
    if told.owner is None:
        said = ngettext(
            "for each in the team %(count)d thing is due before it.",
            "for each in the team %(count)d things are due before it.",
            told.ahead,
        )
        return said % {"count": told.ahead}
    said = ngettext(
        "%(name)s has %(count)d thing due before it.",
        "%(name)s has %(count)d things due before it.",
        told.ahead,
    )
    return said % {"name": told.owner.name, "count": told.ahead}


def share_words(told: PromiseForecast) -> str:
    return _("%(percent)d %% that it will be late") % {"percent": round(100 * told.risk / PER_MILLE)}


def grounds_words(told: PromiseForecast) -> str:
    """From what it is foretold."""
    cases = ngettext("%(count)d such promise known", "%(count)d such promises known", told.cases)
    ahead = ngettext("%(count)d thing due before it", "%(count)d things due before it", told.ahead)
    said = [cases % {"count": told.cases}, ahead % {"count": told.ahead}]
    if told.ahead and told.meanwhile is not None:
        done = ngettext("%(count)d usually done in that time", "%(count)d usually done in that time", told.meanwhile)
        said.append(done % {"count": told.meanwhile})
    return ", ".join(said)


def moment_words(percent: int) -> str:
    return _("%(count)d %%") % {"count": percent} if percent else _("the start")


def judged_words(percent: int) -> str:
    """By what was said when."""
    if not percent:
        return _("Judged by what was said when it was promised, of deadlines in the period.")
    return _("Judged by what was said when %(moment)d %% of the time had passed, of deadlines in the period.") % {
        "moment": percent
    }


def worked(minutes: int) -> str:
    """Working time is said in hours: a working day is no day."""
    if minutes < 60:
        return _("%(count)d min") % {"count": minutes}
    hours, rest = divmod(minutes, 60)
    return moments.span(timedelta(minutes=minutes)) if hours < 10 else _("%(count)d h") % {"count": hours + bool(rest)}


def suggestion_words(found: Suggestion, at: datetime) -> str:
    if found.cases == 0:
        return _("Nothing of this kind was done in the last 90 days, so nobody knows how long it takes.")
    if found.minutes is None or found.due_at is None:
        return _("Of %(count)d such promises of the last 90 days %(done)d are done: too few to suggest a time.") % {
            "done": found.done,
            "count": found.cases,
        }
    numbers = {
        "done": found.done,
        "count": found.cases,
        "time": worked(found.minutes),
        "margin": round(100 * MARGIN),
        "moment": moments.by_when(found.due_at, at),
    }
    if found.of_team:
        return (
            _(
                "%(done)d of the last %(count)d of this team were done in %(time)s of working time;"
                " with %(margin)d %% to spare, say %(moment)s."
            )
            % numbers
        )
    return (
        _(
            "%(done)d of the last %(count)d were done in %(time)s of working time;"
            " with %(margin)d %% to spare, say %(moment)s."
        )
        % numbers
    )


def wait_words(found: Wait, at: datetime) -> str:
    """Nothing where too few cases are known."""
    if found.low is None or found.high is None or found.until_at is None:
        return ""
    return _("As busy as it is now they wait from %(low)s to %(high)s of working time: %(moment)s at the latest.") % {
        "low": worked(found.low),
        "high": worked(found.high),
        "moment": moments.by_when(found.until_at, at),
    }
