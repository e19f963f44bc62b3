"""Where a shop tells of its orders. Nobody is signed in here: the address and the signature are the right, and what is
told goes the way of `PUT /orders/…`."""

import json
from collections.abc import Sequence
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from ninja.errors import ValidationError

from slovo.api.answers import answer, moment
from slovo.api.door import JSON_BYTES_MAX
from slovo.api.hooks import signed, woocommerce
from slovo.api.hooks.told import OrderTold, orders_in
from slovo.api.problems import Refused, WrongField, of_rate, problem
from slovo.api.resources import order_taking
from slovo.api.v1 import api
from slovo.core import limits
from slovo.core.db import transaction
from slovo.core.errors import UnableTo
from slovo.orders import hooking, queries
from slovo.orders.hook_models import Form, OrderHook
from slovo.orders.models import Delivery, Order

REQUESTS_A_MINUTE = 600
MINUTE_SECONDS = 60


@csrf_exempt
@require_POST
def receive(request: HttpRequest, token: str) -> HttpResponse:
    hook, at = queries.hook_at(token), timezone.now()
    if hook is None:
        return problem(404)
    taken = limits.take(f"order_hook:{hook.pk}", limit=REQUESTS_A_MINUTE, seconds=MINUTE_SECONDS, at=at)
    with translation.override(hook.brand.language):
        if not taken.allowed:
            words = _("This address has used up its requests for this minute. Wait as Retry-After says.")
            return problem(429, detail=words, headers=of_rate(taken))
        try:
            response = _answered(request, hook, at=at)
        except (Refused, WrongField, ValidationError, UnableTo) as wrong:
            response = api.on_exception(request, wrong)
            hooking.note_refused(hook_id=hook.pk, words=_words(response), at=at)
    return response


def _answered(request: HttpRequest, hook: OrderHook, *, at: datetime) -> HttpResponse:
    if request.content_type == "multipart/form-data":  # which is read already, and cannot be signed any more
        raise Refused(400)
    body = request.body
    if len(body) > JSON_BYTES_MAX:
        raise Refused(413)
    if hook.form == Form.WOOCOMMERCE and woocommerce.is_ping(body):
        return answer({"orders": []})
    if not signed.is_signed(hook, request.headers, body, at=at):
        header = signed.HEADERS[Form(hook.form)]
        words = _("The signature in %(header)s does not fit the body, or is too old. Check the secret and the clock.")
        raise Refused(401, "signature-wrong", words % {"header": header}, {"WWW-Authenticate": header})
    stored = _stored(hook, _read(request, hook, body), at=at)
    hooking.note_received(hook_id=hook.pk, at=at)
    return answer(
        {
            "orders": [
                {"id": row.public_id, "external_id": row.external_id, "as_of": moment(row.as_of)} for row in stored
            ]
        }
    )


def _read(request: HttpRequest, hook: OrderHook, body: bytes) -> Sequence[OrderTold]:
    if hook.form == Form.WOOCOMMERCE:
        return woocommerce.orders_in(request.headers, body, completed_means=Delivery(hook.completed_means))
    orders = orders_in(body)
    if any(one.brand and one.brand != hook.brand.public_id for one in orders):
        raise WrongField("brand", _("This address belongs to another brand."))
    return orders


def _stored(hook: OrderHook, orders: Sequence[OrderTold], *, at: datetime) -> list[Order]:
    """All or none; always in one sequence, so that two deliveries do not wait for each other."""
    with transaction(durable=True):
        placed = sorted(enumerate(orders), key=lambda one: (one[1].external_id, one[1].as_of))
        return [_taken(hook, one, f"{place}." if len(orders) > 1 else "", at=at) for place, one in placed]


def _taken(hook: OrderHook, told: OrderTold, place: str, *, at: datetime) -> Order:
    try:
        return order_taking.take(
            brand=hook.brand,
            source=hook.source,
            external_id=told.external_id,
            given=told,
            by=hook.staff,
            at=at,
        )[0]
    except WrongField as wrong:
        raise WrongField(place + wrong.field, wrong.message) from None


def _words(response: HttpResponse) -> str:
    """What was wrong, as a person reads it beside the address."""
    said = json.loads(response.content)
    return "; ".join(f"{one['field']}: {one['message']}" for one in said.get("errors", ())) or str(said["detail"])
