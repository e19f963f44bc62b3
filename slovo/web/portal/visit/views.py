"""A customer books a visit: no sign-in, no script, in three languages."""

from datetime import datetime
from uuid import uuid4

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from slovo.brands.models import Brand
from slovo.core import limits
from slovo.core.errors import UnableTo
from slovo.visits import queries
from slovo.visits.models import Visit
from slovo.visits.page import Booker, book_on_page
from slovo.web.portal import proving
from slovo.web.portal.contact import CONTACT_CHARACTERS_MAX, contact_of
from slovo.web.portal.frame import frame, spoken, whence
from slovo.web.portal.saying import UnableToDoSo, moment_of
from slovo.web.portal.told_beside import spoken as in_words
from slovo.web.portal.visit.offer import Offer, chosen, with_times

NOUN = "visit"
HOUR_SECONDS = 3600
OF_AN_ADDRESS_MAX, OF_A_BRAND_MAX = 10, 300  # bookings an hour
NAME_CHARACTERS_MAX = 200
FORM_HOURS_MAX = 24  # for which an opened page may be sent
SALT = "slovo.web.portal.visit"
TRAP = "website"  # a field that no person sees, and that robots fill in


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """`lang`; what `offer.py` reads. Posted: `starts_at`, `name`, `contact`, `form`."""
    brand: Brand = get_object_or_404(Brand, slug=slug)
    if not queries.is_page_open(brand):
        raise Http404
    with spoken(request, brand.language), timezone.override(brand.tz):
        at = timezone.now()
        if request.method == "POST":
            return _sent(request, brand, at=at)
        return _page(request, brand, with_times(chosen(brand, request.GET), request.GET, at=at))


def _sent(request: HttpRequest, brand: Brand, *, at: datetime) -> HttpResponse:
    if request.POST.get(TRAP):
        return _done(request, brand, None, "")
    shown = chosen(brand, request.POST)
    if not _allowed(request, brand, at=at):
        problem = UnableTo(_("Too many requests have come from here. Try again in an hour, or call us."))
        response = _page(request, brand, with_times(shown, request.POST, at=at), problem=problem, status=429)
        response["Retry-After"] = str(HOUR_SECONDS)
        return response
    try:
        with proving.proved(request, brand, NOUN, once=_number_of(brand, request.POST.get("form", "")), at=at):
            visit, token = _booked(request, brand, shown, at=at)
    except UnableTo as refused:
        free_now = with_times(shown, request.POST, at=at)
        return _page(request, brand, free_now, problem=refused, status=422)
    return _done(request, brand, visit, token)


def _booked(request: HttpRequest, brand: Brand, shown: Offer, *, at: datetime) -> tuple[Visit, str]:
    given = request.POST
    number, starts_at = _number_of(brand, given.get("form", "")), moment_of(given.get("starts_at", ""))
    contact, name = contact_of(given.get("contact", ""), brand), given.get("name", "").strip()
    if not number:
        raise UnableToDoSo(_("This page has been open for too long. Look it over and send it once more."))
    if shown.type is None or starts_at is None:
        raise UnableToDoSo(_("There is no such time to choose. Choose one of those that are shown."))
    if not name:
        raise UnableToDoSo(_("Write your name, so that we know who comes."))
    if contact is None:
        raise UnableToDoSo(_("Write an e-mail address or a phone number at which we can answer."))
    return book_on_page(
        brand=brand,
        type_id=shown.type.pk,
        starts_at=starts_at,
        resource_id=shown.who.pk if shown.who else None,
        booker=Booker(name[:NAME_CHARACTERS_MAX], *contact, language=get_language() or brand.language),
        number=number,
        at=at,
    )


def _page(
    request: HttpRequest, brand: Brand, shown: Offer, *, problem: UnableTo | None = None, status: int = 200
) -> HttpResponse:
    form = request.POST.get("form", "")
    form = form if _number_of(brand, form) else _new_form(brand)
    context = _frame(brand) | {
        "offer": shown,
        "choice": shown.type and len(shown.types) > 1,
        "given": request.POST,
        "form": form,
        "problem": problem,
        "trap": TRAP,
        "name_max": NAME_CHARACTERS_MAX,
        "contact_max": CONTACT_CHARACTERS_MAX,
        "zone": brand.zone,
        **proving.shown(request, brand, NOUN, problem, at=timezone.now()),
    }
    return HttpResponse(render_to_string("portal/visit/page.html", context), status=status)


def _done(request: HttpRequest, brand: Brand, visit: Visit | None, token: str) -> HttpResponse:
    """`visit`: None for a robot, which reads the same thanks."""
    context = _frame(brand) | {"visit": visit, "token": token, "when": in_words(visit.starts_at) if visit else ""}
    return HttpResponse(render_to_string("portal/visit/booked.html", context))


def _frame(brand: Brand) -> dict[str, object]:
    return frame(brand.colour) | {"brand": brand, "title": _("Book your visit")}


def _new_form(brand: Brand) -> str:
    """By which a page that is sent twice is known as one."""
    return signing.dumps([brand.pk, uuid4().hex], salt=SALT)


def _number_of(brand: Brand, form: str) -> str:
    """ "" for a page that was open for too long, or that nobody has shown."""
    try:
        pk, number = signing.loads(form, salt=SALT, max_age=FORM_HOURS_MAX * HOUR_SECONDS)
    except signing.BadSignature:
        return ""
    return str(number) if pk == brand.pk else ""


def _allowed(request: HttpRequest, brand: Brand, *, at: datetime) -> bool:
    counts = ((f"visit:{brand.pk}:{whence(request)}", OF_AN_ADDRESS_MAX), (f"visit:{brand.pk}", OF_A_BRAND_MAX))
    return all(limits.take(name, limit=most, seconds=HOUR_SECONDS, at=at).allowed for name, most in counts)
