"""What a customer chose, said to somebody at the desk."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from slovo.channels.api.filed import Filed
from slovo.conversations import queries as conversations
from slovo.people.rights import Verb
from slovo.requests import choosing, queries
from slovo.requests.choosing import ChoiceMissing
from slovo.requests.models import Choice, RequestType
from slovo.standards.queries import said_up_front
from slovo.web import requesting
from slovo.web.desk import listing, offering
from slovo.web.desk.requests import StaffRequest, refusals, whole_number
from slovo.web.desk.views.conversations import again, visible
from slovo.web.portal.asking import form


@login_required
@require_http_methods(["GET", "POST"])
def choose(request: StaffRequest, public_id: Any) -> HttpResponse:
    """In a conversation: `type` (an id), `option` (as the public page sends it), `how`."""
    conversation = visible(request, public_id)
    request.user.must(Verb.FILE, conversation)
    brand, problem = conversation.brand, None
    types = list(queries.types_visible_to(request.user).filter(brand=brand, archived_at=None).select_related("brand"))
    if request.method == "POST":
        wanted = whole_number(request.POST.get("type", ""))
        request_type = next((one for one in types if one.pk == wanted), None)
        version_id, starts_on = _chosen(request)
        with refusals() as heard:
            if request_type is None or version_id is None:
                raise ChoiceMissing(form.nothing_chosen())
            choosing.choose(
                type_id=request_type.pk,
                version_id=version_id,
                about=conversation.key,
                customer_id=conversation.customer_id,
                language=conversation.language or brand.language,
                how=request.POST.get("how", ""),
                starts_on=starts_on,
                by=request.user,
                at=timezone.now(),
            )
            return again(request, conversation)
        problem = heard.refusal
    context = {
        "conversation": conversation,
        "lines": offering.lines(types, brand),
        "choices": queries.choices_about(*conversations.keys(conversation)),
        "up_front": said_up_front(brand.pk, conversation.language, brand.language),
        "how": offering.how_they_said(),
        "problem": problem,
        "query": listing.query(request),
        "at": timezone.now(),
    }
    return render(request, "desk/choices.html", context, status=422 if problem else 200)


@login_required
@require_http_methods(["GET", "POST"])
def ask(request: StaffRequest, pk: int) -> HttpResponse:
    """A request on a customer's behalf: `name`, `contact`, `text`, `option`, `how`, `form`."""
    rows = queries.types_visible_to(request.user).filter(archived_at=None).select_related("brand")
    request_type: RequestType = get_object_or_404(rows, pk=pk)
    request.user.must(Verb.FILE, request_type)
    brand, problem = request_type.brand, None
    if request.method == "POST":
        with refusals() as heard:
            conversation = requesting.ask_for_customer(
                requesting.Wanted(request_type, *_chosen(request), brand.language),
                _filed(request, request_type),
                how=request.POST.get("how", ""),
                by=request.user,
                at=timezone.now(),
            )
            return redirect("conversation", conversation.public_id)
        problem = heard.refusal
    [line] = offering.lines([request_type], brand)
    context = {
        "type": request_type,
        "line": line,
        "up_front": said_up_front(brand.pk, brand.language),
        "how": offering.how_they_said(),
        "given": request.POST,
        "form": form.new_form(request_type),
        "problem": problem,
    }
    return render(request, "desk/request_new.html", context, status=422 if problem else 200)


@login_required
@require_POST
def give_back(request: StaffRequest, pk: int) -> HttpResponse:
    """`words`: who said so and why; `how`."""
    choice: Choice = get_object_or_404(queries.choices_visible_to(request.user), pk=pk)
    given = {name: request.POST.get(name, "") for name in ("words", "how")}
    choosing.give_back(choice_id=choice.pk, by=request.user, at=timezone.now(), **given)
    number = whole_number(choice.about.removeprefix("conversation:"))
    conversation = get_object_or_404(conversations.visible_to(request.user), pk=number)
    return redirect("conversation", conversation.public_id)


def _chosen(request: StaffRequest) -> tuple[int | None, date | None]:
    return form.chosen(form.Told.of(request.POST))


def _filed(request: StaffRequest, request_type: RequestType) -> Filed:
    return form.filed(form.Told.of(request.POST), request_type, request_type.brand.language)
