from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from slovo.web.desk.palette import find
from slovo.web.desk.requests import StaffRequest

LETTERS_MAX = 100


@login_required
@require_GET
def show(request: StaffRequest) -> HttpResponse:
    """`q`: the beginning of a name, an address, a number, or words. A page, and the part that the dialog shows."""
    wanted = request.GET.get("q", "")[:LETTERS_MAX].replace("\0", "")
    template = "desk/_command_palette_found.html" if request.GET.get("part") == "found" else "desk/command_palette.html"
    response = render(request, template, {"wanted": wanted, "found": find(request.user, wanted, at=timezone.now())})
    response["Cache-Control"] = "no-store"
    return response
