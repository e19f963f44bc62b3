"""What customers are given beyond what was promised, and what nobody told them of."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import trigger_client_event

from slovo.conversations import drafts
from slovo.conversations import queries as conversations
from slovo.conversations.by_rule import language_of
from slovo.conversations.models import Conversation
from slovo.orders import queries as orders
from slovo.orders.models import Order
from slovo.people.rights import Verb
from slovo.requests import extras, queries
from slovo.requests.extra_models import Extra
from slovo.visits import queries as visits
from slovo.visits.models import Visit
from slovo.web.desk import giving, listing
from slovo.web.desk.offering import how_they_said
from slovo.web.desk.requests import StaffRequest, refusals
from slovo.web.desk.views.conversations import again, visible
from slovo.web.money import price_words

ROWS_MAX = 100
BESIDE = ("brand", "customer")


@login_required
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    """Given silently: this list must be empty. Below it, what is still to be announced."""
    at, brand_ids = timezone.now(), list(request.user.brand_ids)
    silent = list(queries.given_silently(brand_ids, at).select_related("customer")[:ROWS_MAX])
    untold = queries.untold(brand_ids).exclude(pk__in=[one.pk for one in silent])
    context = {
        "silent": silent,
        "untold": list(untold.select_related("customer")[:ROWS_MAX]),
        "how": how_they_said(),
        "at": at,
    }
    return render(request, "desk/extras.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def give(request: StaffRequest, public_id: Any) -> HttpResponse:
    """Recorded, and its phrase put into the answer that the giver is writing. `part=sheet`: over that answer, on whose
    page a script puts the phrase where the giver writes."""
    conversation = visible(request, public_id)
    request.user.must(Verb.REPLY, conversation)
    sheet = request.GET.get("part") == "sheet"
    problem = None
    if request.method == "POST":
        at = timezone.now()
        with refusals() as heard:
            extra = extras.give(
                brand=conversation.brand,
                customer_id=conversation.customer_id,
                about=conversation.key,
                gift=giving.gift_in(request.POST, brand_id=conversation.brand_id, language=language_of(conversation)),
                by=request.user,
                at=at,
                drafted=True,
            )
        problem = heard.refusal
        if problem is None and sheet:
            return _given(request, conversation, extra)
        if problem is None:
            drafts.append(conversation_id=conversation.pk, words=extra.phrase, by=request.user, at=at)
            return again(request, conversation)
    context = {"conversation": conversation, "given": request.POST, "query": listing.query(request), "problem": problem}
    if sheet:
        context |= {"before": giving.given_before(conversation)}
        return render(request, "desk/_gift_sheet.html", context, status=422 if problem else 200)
    context |= {
        "extras": _with_prices(queries.extras_about(*conversations.keys(conversation))),
        "how": how_they_said(),
    }
    return render(request, "desk/extra_new.html", context, status=422 if problem else 200)


@login_required
@require_http_methods(["GET", "POST"])
def give_with_order(request: StaffRequest, public_id: UUID) -> HttpResponse:
    order = get_object_or_404(orders.visible_to(request.user).select_related(*BESIDE), public_id=public_id)
    return _beside(request, order, about=order.key, title=_("Order %(number)s") % {"number": order.number})


@login_required
@require_http_methods(["GET", "POST"])
def give_at_visit(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Beside a conversation it is given in that, with an answer."""
    visit = get_object_or_404(visits.visible_to(request.user).select_related(*BESIDE, "type"), public_id=public_id)
    if conversation := conversations.of_key(visit.about):
        return redirect("conversation_extras", conversation.public_id)
    return _beside(request, visit, about=visit.about, title=str(visit.type))


def _beside(request: StaffRequest, matter: Order | Visit, *, about: str, title: str) -> HttpResponse:
    """With an order or at a visit, where nobody writes an answer just now."""
    request.user.must(Verb.REPLY, matter)
    problem = None
    if request.method == "POST":
        language = matter.customer.language or matter.brand.language
        with refusals() as heard:
            extras.give(
                brand=matter.brand,
                customer_id=matter.customer_id,
                about=about,
                gift=giving.gift_in(request.POST, brand_id=matter.brand_id, language=language),
                by=request.user,
                at=timezone.now(),
            )
            return redirect(request.path)
        problem = heard.refusal
    context = {
        "title": title,
        "back": request.path.removesuffix("extras"),
        "given": request.POST,
        "problem": problem,
        "extras": _with_prices(queries.extras_about(about)),
        "how": how_they_said(),
    }
    return render(request, "desk/extra_beside.html", context, status=422 if problem else 200)


def _with_prices(rows: Iterable[Extra]) -> list[tuple[Extra, str]]:
    return [(one, price_words(one.usual_price_minor, one.currency)) for one in rows]


def _given(request: StaffRequest, conversation: Conversation, extra: Extra) -> HttpResponse:
    """What stands under the field now, and the phrase for it."""
    found = queries.extras_about(*conversations.keys(conversation))
    gifts = giving.with_answer(request.user, found, f"{request.POST.get('text', '')} {extra.phrase}")
    context = {"gifts": gifts, "conversation": conversation, "query": listing.query(request)}
    answer = render(request, "desk/gifts.html", context)
    return trigger_client_event(answer, "given", {"phrase": extra.phrase}, after="swap")


@login_required
@require_POST
def announce(request: StaffRequest, pk: int) -> HttpResponse:
    """`how` the customer heard of it."""
    extras.say_announced(
        extra_id=_visible(request, pk).pk, how=request.POST.get("how", ""), by=request.user, at=timezone.now()
    )
    return redirect("extras")


@login_required
@require_GET
def slip(request: StaffRequest, pk: int) -> HttpResponse:
    """On paper, for whoever hands it over."""
    extra = _visible(request, pk)
    price = price_words(extra.usual_price_minor, extra.currency)
    return render(request, "desk/extra_slip.html", {"extra": extra, "price": price})


def _visible(request: StaffRequest, pk: int) -> Extra:
    found: Extra = get_object_or_404(queries.extras_visible_to(request.user).select_related("customer", "brand"), pk=pk)
    return found
