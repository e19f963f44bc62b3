"""Parts of a promise as it is shown: who made it, and what is foretold of it while it is open."""

from datetime import datetime
from uuid import UUID

from slovo.api.answers import Shape, moment
from slovo.api.kinds import Shown
from slovo.promises.forecast_rows import PER_MILLE, PromiseForecast


class MakerShown(Shown):
    """`kind`: "staff", "integration", "customer", "rule". `rule`: the name of a rule; "answer" is the standard, by
    which a letter makes the promise of an answer."""

    kind: str
    id: UUID | None
    rule: str | None


class OutlookShown(Shown):
    """`risk`: how likely it is that it is not done by its deadline, from 0 to 1, as far as `cases` done ones tell.
    `ahead`: so many things of its person, else of its team for each who is there, are due before; `meanwhile`: so many
    they usually get done until then."""

    risk: float
    at_risk: bool
    ahead: int
    meanwhile: int
    cases: int
    assessed_at: datetime


def outlook(told: PromiseForecast) -> Shape:
    return {
        "risk": told.risk / PER_MILLE,
        "at_risk": told.at_risk,
        "ahead": told.ahead,
        "meanwhile": told.meanwhile or 0,
        "cases": told.cases,
        "assessed_at": moment(told.assessed_at),
    }
