from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from slovo.people import actions
from slovo.people.rights import Verb
from slovo.web.desk import guide
from slovo.web.desk.requests import StaffRequest


@login_required
@require_GET
def show(request: StaffRequest) -> HttpResponse:
    request.user.must_somewhere(Verb.MANAGE_BRAND)
    steps = guide.steps(request.user)
    if request.GET.get("part") == "steps":
        return render(request, "desk/first_steps.html", {"guide": steps})
    host, port = settings.MAIL_LISTENER
    page = {
        "guide": steps,
        "address": guide.first_address(request.user),
        "host": host,
        "port": port,
    }
    return render(request, "desk/guide.html", page)


@login_required
@require_POST
def dismiss(request: StaffRequest) -> HttpResponse:
    actions.dismiss_guide(staff=request.user, at=timezone.now())
    return redirect("home")
