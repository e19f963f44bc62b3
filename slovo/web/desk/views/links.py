"""Links by which a customer reads what is promised to them: made, put into an answer, printed, revoked."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from slovo.conversations import drafts
from slovo.conversations import queries as conversations
from slovo.conversations.models import Conversation
from slovo.customers import queries as customers
from slovo.customers.models import Customer
from slovo.people.rights import Verb
from slovo.promises import links, shown
from slovo.promises.link_models import StatusLink
from slovo.web.desk import listing
from slovo.web.desk.qr import code_of
from slovo.web.desk.requests import StaffRequest, refusals
from slovo.web.desk.views.conversations import again, visible

ROWS_MAX = 50


@login_required
@require_http_methods(["GET", "POST"])
def of_conversation(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """`scope`: "customer" for all that is promised to them, else this matter alone."""
    conversation = visible(request, public_id)
    about = "" if request.POST.get("scope") == "customer" else conversation.key
    return _page(request, conversation.customer, conversation, about=about)


@login_required
@require_http_methods(["GET", "POST"])
def of_customer(request: StaffRequest, public_id: UUID) -> HttpResponse:
    rows = customers.visible_to(request.user).select_related("brand", "root")
    customer: Customer = get_object_or_404(rows, public_id=public_id)
    return _page(request, customer, None, about="")


@login_required
@require_POST
def revoke(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """`back`: the public id of the conversation beside which the list stands."""
    link: StatusLink = get_object_or_404(shown.links_visible_to(request.user), public_id=public_id)
    links.revoke_link(link_id=link.pk, by=request.user, at=timezone.now())
    conversation = conversations.of_key(link.about)
    if conversation and conversation.brand_id in request.user.brand_ids:
        return redirect("conversation_links", conversation.public_id)
    return redirect("customer_links", link.customer.public_id)


@login_required
@require_POST
def mention(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Put a link that was just made, `token`, at the end of one's answer, in the customer's language."""
    conversation = visible(request, public_id)
    _shown(request, request.POST.get("token", ""))
    with translation.override(_language(conversation.customer, conversation)):
        words = _("Here you can see what we promised you and by when: %(address)s") % {
            "address": _address(request.POST.get("token", ""))
        }
    drafts.append(conversation_id=conversation.pk, words=words, by=request.user, at=timezone.now())
    return again(request, conversation)


@login_required
@require_POST
def slip(request: StaffRequest) -> HttpResponse:
    """On paper, in the customer's language: `token` of a link that was just made."""
    link = _shown(request, request.POST.get("token", ""))
    address = _address(request.POST.get("token", ""))
    with translation.override(_language(link.customer, conversations.of_key(link.about))):
        response = render(request, "desk/link_slip.html", {"link": link, "address": address, "qr": code_of(address)})
    response["Cache-Control"] = "no-store"
    return response


def _page(request: StaffRequest, customer: Customer, conversation: Conversation | None, *, about: str) -> HttpResponse:
    request.user.must(Verb.PROMISE, customer)
    problem, context = None, _frame(request, customer, conversation)
    if request.method == "POST":
        with refusals() as heard:
            _link, token = links.make_link(
                brand=customer.brand, customer_id=customer.pk, about=about, by=request.user, at=timezone.now()
            )
            address = _address(token)
            more = {"token": token, "address": address, "qr": code_of(address)}
            response = render(request, "desk/link.html", context | more)
            response["Cache-Control"] = "no-store"  # shown once: only its digest is stored
            return response
        problem = heard.refusal
    rows = shown.links_of(customers.family_ids(customer)).select_related("made_by", "revoked_by")[:ROWS_MAX]
    more = {"rows": rows, "problem": problem, "at": timezone.now()}
    return render(request, "desk/links.html", context | more, status=409 if problem else 200)


def _frame(request: StaffRequest, customer: Customer, conversation: Conversation | None) -> dict[str, Any]:
    return {"customer": customer, "conversation": conversation, "query": listing.query(request)}


def _shown(request: StaffRequest, token: str) -> StatusLink:
    link = shown.link_shown(token)
    if link is None or not request.user.may(Verb.PROMISE, link):
        raise Http404
    return link


def _address(token: str) -> str:
    return settings.PUBLIC_URL + reverse("status_page", args=[token])


def _language(customer: Customer, conversation: Conversation | None) -> str:
    spoken = conversation.language if conversation else ""
    return spoken or customer.language or customer.brand.language
