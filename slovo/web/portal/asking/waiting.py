"""What whoever asks may honestly expect before they choose: how long it takes now, and what is sooner."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from slovo.brands.models import Brand
from slovo.promises.history import Histories
from slovo.promises.suggesting import Wait, honest_wait
from slovo.requests.models import OptionVersion
from slovo.web.desk.words import moments
from slovo.web.desk.words.forecast import worked

KINDS_MAX = 3  # of one page: each costs a look at what was done


@dataclass(frozen=True, slots=True)
class Expected:
    """In words. `wait` is empty where too few cases are known: then nothing is said of it."""

    wait: str
    sooner: list[str]


def expected(versions: Iterable[OptionVersion], brand: Brand, language: str, *, at: datetime) -> dict[str, Expected]:
    """By the kind of what options promise."""
    kinds = list(dict.fromkeys(version.promise_kind for version in versions if version.promise_kind))
    histories = Histories(at)
    return {kind: _expected(brand, kind, language, histories, at=at) for kind in kinds[:KINDS_MAX]}


def _expected(brand: Brand, kind: str, language: str, histories: Histories, *, at: datetime) -> Expected:
    found = honest_wait(brand=brand, kind=kind, at=at, histories=histories)
    sooner = [
        _("Sooner: %(name)s, in %(time)s") % {"name": offer.name(language), "time": worked(offer.minutes)}
        for offer in found.sooner
    ]
    return Expected(_wait(found, at=at), sooner)


def _wait(found: Wait, *, at: datetime) -> str:
    if found.low is None or found.high is None or found.until_at is None:
        return ""
    words = _(
        "As busy as we are now it takes from %(low)s to %(high)s of working time: %(moment)s at the latest. "
        "So say the last %(count)d."
    )
    numbers = {"low": worked(found.low), "high": worked(found.high), "count": found.cases}
    return words % {**numbers, "moment": moments.by_when(found.until_at, at)}
