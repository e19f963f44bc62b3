"""A customer asks for a call: no sign-in, no script, in three languages."""

from datetime import date, datetime
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from slovo.brands.models import Brand
from slovo.callbacks import actions, queries
from slovo.callbacks.models import Callback, CallbackRule
from slovo.callbacks.queries import Slot
from slovo.core import limits
from slovo.core.errors import UnableTo
from slovo.web.portal import proving
from slovo.web.portal.frame import frame, spoken, whence
from slovo.web.portal.saying import moment_of

NOUN = "callback"
HOUR_SECONDS = 3600
OF_AN_ADDRESS_MAX, OF_A_BRAND_MAX = 10, 300  # requests an hour
SLOTS_MAX = 60
TRAP = "website"  # a field that no person sees, and that robots fill in


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """`lang`; `phone`, `name`, `slot` (a moment, empty for as soon as possible), `words`."""
    brand: Brand = get_object_or_404(Brand, slug=slug)
    rule = queries.rule_of(brand)
    if rule.page_open_since is None:
        raise Http404
    with spoken(request, brand.language), timezone.override(brand.tz):
        return _answer(request, brand, rule, at=timezone.now())


def _answer(request: HttpRequest, brand: Brand, rule: CallbackRule, *, at: datetime) -> HttpResponse:
    callback, problem, status = None, None, 200
    if request.method == "POST":
        if request.POST.get(TRAP):
            return _page(request, brand, rule, at=at, trapped=True)
        if not _allowed(request, brand, at=at):
            words = _("Too many requests have come from here. Try again in an hour, or call us.")
            problem, status = UnableTo(words), 429
        else:
            try:
                with proving.proved(request, brand, NOUN, once=request.POST.get("phone", ""), at=at):
                    callback = _asked(request, brand, at=at)
            except UnableTo as refused:
                problem, status = refused, 422
    return _page(request, brand, rule, at=at, callback=callback, problem=problem, status=status)


def _asked(request: HttpRequest, brand: Brand, *, at: datetime) -> Callback:
    given = request.POST
    return actions.ask_by_customer(
        brand=brand,
        phone=given.get("phone", ""),
        name=given.get("name", "")[:200],
        language=get_language() or brand.language,
        slot_starts_at=moment_of(given.get("slot", "")),
        words=given.get("words", "").strip(),
        at=at,
    )[0]


def _page(
    request: HttpRequest,
    brand: Brand,
    rule: CallbackRule,
    *,
    at: datetime,
    callback: Callback | None = None,
    problem: UnableTo | None = None,
    status: int = 200,
    trapped: bool = False,
) -> HttpResponse:
    slots = [] if callback or trapped else queries.slots(brand, rule, at=at)[:SLOTS_MAX]
    context = frame(brand.colour) | {
        "brand": brand,
        "title": _("We call you back"),
        "minutes": rule.minutes_to_call,
        "days": [(day, list(found)) for day, found in groupby(slots, key=_day)],
        "done": callback is not None or trapped,
        "due_at": callback.promise.due_at if callback else None,
        "given": request.POST,
        "problem": problem,
        "trap": TRAP,
        **proving.shown(request, brand, NOUN, problem, at=at),
    }
    return HttpResponse(render_to_string("portal/callback/page.html", context), status=status)


def _allowed(request: HttpRequest, brand: Brand, *, at: datetime) -> bool:
    counts = ((f"callback:{brand.pk}:{whence(request)}", OF_AN_ADDRESS_MAX), (f"callback:{brand.pk}", OF_A_BRAND_MAX))
    return all(limits.take(name, limit=most, seconds=HOUR_SECONDS, at=at).allowed for name, most in counts)


def _day(slot: Slot) -> date:
    return timezone.localtime(slot.starts_at).date()
