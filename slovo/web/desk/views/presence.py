"""Who else is here. A page tells while it is seen, and asks when the stream says that something changed."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from slovo.conversations import chatting, queries
from slovo.conversations.lists import LINES_MAX
from slovo.core.presence import actions
from slovo.core.presence.models import Kind
from slovo.web.desk.present import others_at
from slovo.web.desk.requests import StaffRequest, whole_number

ASKED_MAX = LINES_MAX + 1


@login_required
@require_POST
def tell(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """`kind`: "viewing" or "typing"; anything else means that the reader has gone."""
    staff, at = request.user, timezone.now()
    conversation = get_object_or_404(queries.visible_to(staff), public_id=public_id)
    kind = request.POST.get("kind", "")
    if kind in set(Kind):
        chatting.be_before(conversation=conversation, by=staff, kind=Kind(kind), at=at)
    else:
        actions.leave(staff_id=staff.pk, brand_id=conversation.brand_id, key=conversation.key)
    return HttpResponse(status=204)


@login_required
@require_GET
def show(request: StaffRequest) -> HttpResponse:
    """`of`: ids with dots between. The part has one row for each at which somebody is."""
    ids = [number for text in request.GET.get("of", "").split(".") if (number := whole_number(text))]
    others = others_at(request.user, ids[:ASKED_MAX], at=timezone.now())
    response = render(request, "desk/_presence.html", {"present": others})
    response["Cache-Control"] = "no-store"
    return response
