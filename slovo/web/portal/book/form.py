"""What somebody wrote into the book, read and judged."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.core import signing
from django.utils.translation import gettext as _

from slovo.book.actions import Written
from slovo.brands.models import Brand
from slovo.web.portal import taking
from slovo.web.portal.contact import contact_of
from slovo.web.portal.taking import FORM_HOURS_MAX, WRITING_SECONDS_MIN, NotTaken

SALT = "slovo.web.portal.book"


@dataclass(frozen=True, slots=True)
class Told(taking.Told):
    """`form`: signed, of which page and when it was opened. `website`: a field that no person sees."""

    kind: str
    text: str
    name: str
    contact: str
    form: str
    website: str


def new_form(brand: Brand, at: datetime) -> str:
    """By which a page that is sent twice is known as one, and when it was opened."""
    return signing.dumps([brand.pk, at.timestamp(), uuid4().hex], salt=SALT)


def written(told: Told, brand: Brand, language: str, at: datetime) -> Written:
    """Raises `NotTaken`."""
    taking.refuse_what_fills_in_everything(told.website)
    number = _number_of(told, brand, at)
    contact = None
    if told.contact:
        contact = contact_of(told.contact, brand)
        if contact is None:
            raise NotTaken(
                "contact", _("This is neither an e-mail address nor a phone number. Check it, or leave it empty.")
            )
    return Written(told.kind, told.text, told.name, contact, language, number)


def _number_of(told: Told, brand: Brand, at: datetime) -> str:
    try:
        pk, opened_at, number = signing.loads(told.form, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        pk, opened_at, number = None, 0.0, ""
    age = at.timestamp() - opened_at
    if pk != brand.pk or age > FORM_HOURS_MAX * 3600:
        raise NotTaken("form", _("This page has been open for too long. Look it over and send it once more."))
    if age < WRITING_SECONDS_MIN:
        raise NotTaken("", _("That was faster than anybody writes. Wait a moment and send it once more."))
    return str(number)
