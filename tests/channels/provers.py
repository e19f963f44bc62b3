"""Work before something is taken: how a brand asks for it, how an honest browser does it, and a lazy one does not."""

from itertools import count

from slovo.core.proof import Given, read
from tests.cast import Cast


def asks_for_work(
    cast: Cast, face: str, *, asked: str = "always", of_network_max: int = 5, of_all_max: int = 60
) -> None:
    """As Orlov sets it for the kettle shop."""
    form = {"asked": asked, "of_network_max": str(of_network_max), "of_all_max": str(of_all_max)}
    answer = cast.browser_of(cast.orlov).post(f"/brands/{cast.chainik.pk}/protection/{face}", form)
    assert answer.status_code == 302


def worked(challenge: str, purpose: str) -> str:
    """What a browser brings that has counted."""
    tries = (f"{challenge}:{number}" for number in count())
    return next(one for one in tries if _solves(read(one, purpose)))


def idled(challenge: str, purpose: str) -> str:
    """What one brings that has not counted far enough."""
    tries = (f"{challenge}:{number}" for number in count())
    return next(one for one in tries if not _solves(read(one, purpose)))


def _solves(given: Given | None) -> bool:
    assert given
    return given.solved
