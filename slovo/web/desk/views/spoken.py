"""What rules write to a brand's customers, as they read it, and its own words of apology."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from slovo.core.errors import UnableTo
from slovo.people import queries as people
from slovo.people.rights import Verb
from slovo.recovery import rules
from slovo.web.desk.requests import StaffRequest, refusals
from slovo.web.desk.spoken import in_each_language


@login_required
@require_http_methods(["GET", "POST"])
def show(request: StaffRequest, pk: int) -> HttpResponse:
    """`language`, `text`: words of apology in one language; empty: the usual ones. The button "try": only shown."""
    brand = get_object_or_404(people.brands_managed_by(request.user, Verb.EDIT_OVERRUN_RULES), pk=pk)
    problem: UnableTo | None = None
    typed = (request.POST.get("language", ""), request.POST.get("text", "").replace("\r\n", "\n").strip())
    if request.method == "POST" and "try" not in request.POST:
        with refusals() as heard:
            rules.set_words(brand=brand, language=typed[0], text=typed[1], by=request.user, at=timezone.now())
            messages.success(request, _("Saved."))
            return redirect("spoken", pk)
        problem = heard.refusal
    context = {
        "brand": brand,
        "spoken": list(in_each_language(brand, at=timezone.now(), typed=typed if request.method == "POST" else None)),
        "tried": typed[0] if request.method == "POST" else "",
        "may_edit_notices": request.user.may(Verb.MANAGE_BRAND, brand),
        "characters_max": rules.NOTICE_CHARACTERS_MAX,
        "problem": problem,
    }
    return render(request, "desk/spoken.html", context, status=422 if problem else 200)
