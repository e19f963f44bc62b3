"""A brand's own words in what rules write about visits, what came, and calls."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from slovo.brands.models import Brand
from slovo.conversations import letter_words, lettering
from slovo.core.errors import UnableTo
from slovo.web.desk.requests import StaffRequest, refusals
from slovo.web.desk.views.brands import brand_of

NAMES = {
    "visit_booked": gettext_lazy("A visit is booked"),
    "visit_moved": gettext_lazy("A visit has another time"),
    "visit_cancelled": gettext_lazy("A visit is cancelled, as the customer wished"),
    "visit_off": gettext_lazy("A visit is cancelled by us"),
    "visit_soon": gettext_lazy("Reminder of a visit"),
    "visit_change": gettext_lazy("How to change a visit"),
    "it_is_here": gettext_lazy("What was waited for is here"),
    "call_failed": gettext_lazy("A call in vain"),
    "call_again": gettext_lazy("The next call, on the same day"),
    "call_on": gettext_lazy("The next call, on another day"),
    "call_never": gettext_lazy("No further call"),
    "call_when": gettext_lazy("When shall we call?"),
    "call_wrong": gettext_lazy("A wrong number"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """`known`: the names that may stand in it. `texts`: (field, language, own, shipped)."""

    name: str
    known: str
    texts: list[tuple[str, str, str, str]]


@login_required
@require_http_methods(["GET", "POST"])
def show(request: StaffRequest, pk: int) -> HttpResponse:
    """`visit_booked_ru`…: words of the brand's own, empty for the shipped ones."""
    brand = brand_of(request, pk)
    problem: UnableTo | None = None
    if request.method == "POST":
        texts = {
            (part, code): request.POST[f"{part}_{code}"]
            for part in letter_words.PARTS
            for code, _language in settings.LANGUAGES
            if f"{part}_{code}" in request.POST
        }
        with refusals() as heard:
            lettering.set_words(brand=brand, texts=texts, by=request.user, at=timezone.now())
            messages.success(request, _("Saved."))
            return redirect("letters", pk)
        problem = heard.refusal
    context = {
        "brand": brand,
        "parts": list(_parts(request, brand)),
        "characters_max": lettering.TEXT_CHARACTERS_MAX,
        "problem": problem,
    }
    return render(request, "desk/letters.html", context, status=422 if problem else 200)


def _parts(request: StaffRequest, brand: Brand) -> Iterator[Part]:
    """As they are kept; as they were typed, where that was refused."""
    own = letter_words.own_texts(brand.pk)
    for part, names in letter_words.PARTS.items():
        texts = [
            (
                f"{part}_{code}",
                code,
                request.POST.get(f"{part}_{code}", own.get((part, code), "")),
                letter_words.SHIPPED[code][part],
            )
            for code, _language in settings.LANGUAGES
        ]
        yield Part(str(NAMES[part]), ", ".join(f"{{{name}}}" for name in names), texts)
