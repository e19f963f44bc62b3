"""What the public page was told, read and judged."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext as _

from slovo.brands.models import Brand
from slovo.channels.api.filed import Filed
from slovo.core.secrets import sealed, unsealed
from slovo.requests.form_models import FormVersion
from slovo.requests.models import RequestType
from slovo.requests.queries import Free
from slovo.web.portal import taking
from slovo.web.portal.contact import contact_of
from slovo.web.portal.taking import FORM_HOURS_MAX, WRITING_SECONDS_MIN, NotTaken

VERSION = "option_version"
SALT = "slovo.web.portal.asking"
NAME_CHARACTERS_MAX = 200
TEXT_CHARACTERS_MAX = 10_000


@dataclass(frozen=True, slots=True)
class Told(taking.Told):
    """`option`: as `value_of` wrote it. `trap`: a field that no person sees."""

    option: str
    name: str
    contact: str
    text: str
    form: str
    trap: str


@dataclass(frozen=True, slots=True)
class Page:
    """What an opened page knows of itself. `version_id`: of the form that was read, 0 for none."""

    number: str
    version_id: int
    opened_at: float


def new_form(request_type: RequestType, version: FormVersion | None = None) -> str:
    """By which a page that is sent twice is known as one."""
    known = [request_type.pk, uuid4().hex, version.pk if version else 0, timezone.now().timestamp()]
    return signing.dumps(known, salt=SALT)


def page_of(told: Told, request_type: RequestType) -> Page:
    """Raises `NotTaken` for one that was open for too long, or that nobody has shown."""
    try:
        pk, number, *more = signing.loads(told.form, salt=SALT, max_age=FORM_HOURS_MAX * 3600)
    except signing.BadSignature:
        pk, number, more = None, "", []
    if pk != request_type.pk:
        raise NotTaken("", _("This page has been open for too long. Look it over and send it once more."))
    version_id, opened_at = more or (0, 0.0)  # shown before pages knew more
    return Page(number, version_id, opened_at)


def check_not_in_a_hurry(page: Page, *, at: datetime) -> None:
    """Nobody reads a page, chooses and writes within a breath: programs do. Whoever did presses once more."""
    if at.timestamp() - page.opened_at < WRITING_SECONDS_MIN:
        raise NotTaken("hurry", _("This came faster than one can read it. Look it over and send it once more."))


def value_of(version_id: int, free: Free | None) -> str:
    """What a radio button sends: what was read, and the place that was shown with it."""
    return f"{sealed(VERSION, version_id)} {free.starts_on.isoformat() if free and free.starts_on else ''}".strip()


def chosen(told: Told) -> tuple[int | None, date | None]:
    """The version and the beginning of the period."""
    return chosen_by(told.option)


def chosen_by(option: str) -> tuple[int | None, date | None]:
    """As `value_of` wrote it. What is made up chooses nothing."""
    shown, _space, day = option.partition(" ")
    try:
        return unsealed(VERSION, UUID(shown)), date.fromisoformat(day) if day else None
    except ValueError:
        return None, None


def nothing_chosen() -> str:
    return _("Choose one of the options first. Nothing is chosen for you.")


def filed(told: Told, request_type: RequestType, language: str, *, answers: str | None = None) -> Filed:
    """As a channel takes it. `answers`: of a form with fields of its own, as text. Raises `NotTaken`."""
    taking.refuse_what_fills_in_everything(told.trap)
    number = page_of(told, request_type).number
    text = told.text if answers is None else answers or request_type.name(language)
    if not text:
        raise NotTaken("text", _("Write what you need."))
    if len(told.name) > NAME_CHARACTERS_MAX or (answers is None and len(text) > TEXT_CHARACTERS_MAX):
        raise NotTaken("text", _("This is too long. Say it in fewer words."))
    kind, value = _identity(told, request_type.brand)
    return Filed(
        kind=kind,
        value=value,
        name=told.name,
        subject=request_type.name(language),
        text=text,
        language=language,
        external_id=f"request-page:{number}",
    )


def _identity(told: Told, brand: Brand) -> tuple[str, str]:
    found = contact_of(told.contact, brand)
    if found is None:
        raise NotTaken("contact", _("Write an e-mail address or a phone number at which we can answer."))
    return found
