"""From nothing to a company that can take its first letter: brand, calendar, mailbox, service level, right."""

from datetime import datetime
from typing import Any

from slovo.brands import actions as brands
from slovo.brands.models import Brand
from slovo.channels import actions as channels
from slovo.core.db import transaction
from slovo.core.ids import new_id
from slovo.people import actions as people
from slovo.people.models import Staff
from slovo.people.rights import Role
from slovo.standards import actions as standards

WORKING_WEEK = {day: [["09:00", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
COUNTRY_OF_LANGUAGE = {"ru": "RU", "uk": "UA"}
FIRST_ANSWER_MINUTES = 240
NEXT_ANSWER_MINUTES = 240
WARNING_MINUTES = 60


@transaction()
def found_company(
    *,
    token: str,
    password: str,
    name: str,
    email: str,
    company: str,
    address: str,
    language: str,
    zone: str,
    at: datetime,
) -> Staff:
    """The first administrator takes their link, says who they are, and opens the first brand."""
    staff = people.accept_invitation(token=token, password=password, at=at)
    people.introduce(staff=staff, name=name, email=email, at=at)
    open_brand(by=staff, name=company, address=address, language=language, zone=zone, at=at)
    return staff


@transaction()
def open_brand(*, by: Staff, name: str, address: str, language: str, zone: str, at: datetime) -> Brand:
    """With working hours of most offices, a mailbox, answers within half a day, and this person over it."""
    brand = brands.create_brand(
        slug=new_id().hex,
        name=name,
        language=language,
        zone=zone,
        calendar=_calendar(language, zone),
        signatures={language: name},
        actor=by.actor,
        at=at,
    )
    people.give_role(staff=by, brand=brand, role=Role.ADMINISTRATOR, actor=by.actor, at=at)
    channels.open_mailbox(brand=brand, address=address, actor=by.actor, at=at)
    standards.set_service_level(
        channel="email",
        calendar=brand.main_calendar,
        first_answer_minutes=FIRST_ANSWER_MINUTES,
        next_answer_minutes=NEXT_ANSWER_MINUTES,
        warning_minutes=WARNING_MINUTES,
        actor=by.actor,
        at=at,
    )
    return brand


def _calendar(language: str, zone: str) -> dict[str, Any]:
    country = COUNTRY_OF_LANGUAGE.get(language)
    return {"tz": zone, "week": WORKING_WEEK, **({"holidays": country} if country else {})}
