"""What the tests of visits say all the time: Anna shows kettles from nine to six, Moscow time, every day."""

from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from slovo.brands import actions as brands
from slovo.core.journal.actor import SYSTEM
from slovo.core.journal.models import JournalEntry
from slovo.customers import actions as customers
from slovo.customers.models import Customer, Identity
from slovo.visits.models import Resource, Visit, VisitType
from slovo.visits.setting import set_resource, set_type
from tests.cast import IRINA, Cast

MOSCOW = ZoneInfo("Europe/Moscow")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NOW = datetime(2026, 12, 1, 10, tzinfo=MOSCOW)  # a Tuesday


def at(hour: int, minute: int = 0, *, day: int = 3) -> datetime:
    """In December, by the clocks in Moscow."""
    return datetime(2026, 12, day, hour, minute, tzinfo=MOSCOW)


def irina(cast: Cast) -> Customer:
    given = {"kind": Identity.EMAIL, "value": IRINA, "name": "Ирина Соколова", "language": "ru"}
    return customers.find_or_create(brand_id=cast.chainik.pk, actor=SYSTEM, at=NOW, **given)


def hours(cast: Cast, **more: Any) -> None:
    week = {day: [["09:00", "18:00"]] for day in DAYS}
    document = {"tz": "Europe/Moscow", "week": week, **more}
    brands.change_hours(brand=cast.chainik, calendar=document, actor=SYSTEM, at=NOW)


def resource(cast: Cast, name: str = "Анна", **more: Any) -> Resource:
    given = {"staff_id": cast.anna.pk, **more}
    return set_resource(brand=cast.chainik, name=name, by=cast.orlov, at=NOW, **given)


def tasting(cast: Cast, *resources: Resource, **lengths: int) -> VisitType:
    """An hour, on the hour and half past."""
    hours(cast)
    ids = [one.pk for one in resources or (resource(cast),)]
    given = {"minutes": 60, "remind_minutes": 24 * 60, **lengths}
    return set_type(
        brand=cast.chainik,
        name="Чайная проба",
        place="Арбат, 1",
        lengths=given,
        resource_ids=ids,
        by=cast.orlov,
        at=NOW,
    )


def now_of(visit: Visit) -> Visit:
    return Visit.objects.select_related("promise").get(pk=visit.pk)


def facts_of(key: str) -> list[str]:
    return list(JournalEntry.objects.filter(about=key).order_by("pk").values_list("kind", flat=True))


def letters(cast: Cast) -> list[EmailMessage]:
    """That have left, the first one first."""
    paths = sorted(Path(cast.outgoing).rglob("*"), key=lambda path: path.stat().st_mtime_ns)
    return [message_from_bytes(path.read_bytes(), policy=default) for path in paths if path.is_file()]  # type: ignore[misc]


def entry_of(letter: EmailMessage) -> tuple[str, dict[str, str]]:
    """What its calendar file asks for, and its lines by name, unfolded; of the visit itself."""
    [part] = [one for one in letter.iter_attachments() if one.get_content_type() == "text/calendar"]
    text = part.get_content().replace("\r\n", "\n").replace("\n ", "")
    lines = dict(line.split(":", 1) for line in text.split("BEGIN:VEVENT\n")[1].splitlines() if ":" in line)
    return part.get_content_charset("") and part["Content-Type"].params["method"], lines
