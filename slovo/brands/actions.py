from datetime import datetime
from typing import Any

from slovo.brands.models import Brand, Signature, WorkingCalendar
from slovo.core.db import transaction
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.core.worktime import Calendar
from slovo.facts.brands import BrandChanged, BrandCreated


@transaction()
def create_brand(
    *,
    slug: str,
    name: str,
    language: str,
    zone: str,
    calendar: dict[str, Any],
    signatures: dict[str, str],
    actor: Actor,
    at: datetime,
    colour: str = "#1f6f5c",
) -> Brand:
    """`calendar`: a document as docs/calendars.md describes it; `signatures`: language → text."""
    Calendar.from_document(calendar)  # refuses a wrong one, naming the key
    brand = Brand.objects.create(slug=slug, name=name, language=language, zone=zone, colour=colour, created_at=at)
    WorkingCalendar.objects.create(brand=brand, name=name, document=calendar)
    Signature.objects.bulk_create(Signature(brand=brand, language=key, text=text) for key, text in signatures.items())
    record(BrandCreated(brand_id=brand.pk), actor=actor, at=at)
    return brand


@transaction()
def change_brand(
    *,
    brand: Brand,
    name: str,
    language: str,
    zone: str,
    colour: str,
    calendar: dict[str, Any],
    signatures: dict[str, str],
    actor: Actor,
    at: datetime,
) -> None:
    """`calendar`, the brand's main one, and `signatures` as in `create_brand`. Open promises keep the time they
    have until they pause."""
    Calendar.from_document(calendar)
    new = {"name": name, "language": language, "zone": zone, "colour": colour}
    fields = [field for field, value in new.items() if getattr(brand, field) != value]
    Brand.objects.filter(pk=brand.pk).update(**new)
    if brand.main_calendar.document != calendar:
        WorkingCalendar.objects.filter(pk=brand.main_calendar.pk).update(document=calendar)
        fields.append("calendar")
    if signatures != {signature.language: signature.text for signature in brand.signatures.all()}:
        brand.signatures.all().delete()
        Signature.objects.bulk_create(
            Signature(brand=brand, language=key, text=text) for key, text in signatures.items()
        )
        fields.append("signatures")
    record(BrandChanged(brand_id=brand.pk, fields=tuple(fields)), actor=actor, at=at)


@transaction()
def show_staff(*, brand: Brand, shown: bool, actor: Actor, at: datetime) -> None:
    """Whether customers see photos of those who work here and agree to it."""
    since = (brand.staff_shown_since or at) if shown else None
    Brand.objects.filter(pk=brand.pk).update(staff_shown_since=since)
    record(BrandChanged(brand_id=brand.pk, fields=("staff_shown_since",)), actor=actor, at=at)


@transaction()
def change_hours(*, brand: Brand, calendar: dict[str, Any], actor: Actor, at: datetime) -> None:
    """The brand's main calendar alone, as in `create_brand`."""
    Calendar.from_document(calendar)
    WorkingCalendar.objects.filter(pk=brand.main_calendar.pk).update(document=calendar)
    record(BrandChanged(brand_id=brand.pk, fields=("calendar",)), actor=actor, at=at)


@transaction()
def keep_calendar(*, brand: Brand, name: str, calendar: dict[str, Any], actor: Actor, at: datetime) -> WorkingCalendar:
    """One beside the main one, for something of the brand that has hours of its own, which `name` knows it by."""
    Calendar.from_document(calendar)
    kept, _new = WorkingCalendar.objects.update_or_create(brand=brand, name=name, defaults={"document": calendar})
    record(BrandChanged(brand_id=brand.pk, fields=("calendars",)), actor=actor, at=at)
    return kept
