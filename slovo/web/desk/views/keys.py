from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from slovo.web.desk.requests import StaffRequest
from slovo.web.desk.words.keys import sheet


@login_required
@require_GET
def show(request: StaffRequest) -> HttpResponse:
    """The cheat sheet: a page, and the part of it that a dialog shows."""
    template = "desk/_keys.html" if request.GET.get("part") == "sheet" else "desk/keys.html"
    return render(request, template, {"sheet": sheet(request.user)})
