from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django_htmx.middleware import HtmxDetails

from slovo.core.errors import UnableTo
from slovo.people.models import Staff
from slovo.people.rights import NotAllowed


class StaffRequest(HttpRequest):
    """A request behind `login_required`: its user is staff."""

    user: Staff
    htmx: HtmxDetails


@dataclass(slots=True)
class Heard:
    refusal: UnableTo | None = None


@contextmanager
def refusals() -> Iterator[Heard]:
    """`with refusals() as heard:` an action. Why it could not be done is shown beside the form; a right that is lacking
    is no matter of the form, and goes on its way to 403."""
    heard = Heard()
    try:
        yield heard
    except NotAllowed:
        raise
    except UnableTo as refusal:
        heard.refusal = refusal


def public_id_in(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def whole_number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def chosen_moment(request: HttpRequest, name: str) -> datetime | None:
    """A ready moment that was pressed, or, when the button "own" was, what stands in the field beside it."""
    text = request.POST.get(name, "")
    found = moment(request.POST.get(f"{name}_own", "") if text == "own" else text)
    if text and found is None:
        raise UnableTo(_("Choose a day and a time first."))
    return found


def moment(text: str) -> datetime | None:
    """A moment in ISO form; without a zone it is the reader's, as a browser's own field for moments gives it."""
    try:
        found = datetime.fromisoformat(text)
        return found if found.tzinfo else timezone.make_aware(found)
    except (ValueError, OverflowError):
        return None


def whole_numbers(request: HttpRequest, name: str) -> list[int]:
    return [number for text in request.POST.getlist(name) if (number := whole_number(text)) is not None]


def draft_id(values: HttpRequest | QueryDict) -> UUID | None:
    """Under which a form's words are known."""
    given = values if isinstance(values, QueryDict) else values.POST
    return public_id_in(given.get("draft_id", ""))


def plain(given: QueryDict) -> dict[str, str]:
    """The last value of each."""
    return {name: str(given[name]) for name in given}
