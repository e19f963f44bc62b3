"""Orders in Slovo's own words: what `PUT /orders/…` takes, with its `external_id`; one, or a list."""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Annotated, Any, TypeVar

from ninja.errors import ValidationError
from pydantic import BaseModel, Field
from pydantic import ValidationError as Unfit

from slovo.api.kinds import Text
from slovo.api.problems import Refused
from slovo.api.resources.order_kinds import EXTERNAL_ID, OrderBrought

ORDERS_MAX = 10  # in one delivery: they are stored in one transaction
KindT = TypeVar("KindT", bound=BaseModel)


class OrderTold(OrderBrought):
    external_id: Annotated[Text, Field(pattern=EXTERNAL_ID)]


def orders_in(body: bytes) -> Sequence[OrderTold]:
    told = read_json(body)
    if not isinstance(told, list):
        return [fitting(OrderTold, told)]
    if not 1 <= len(told) <= ORDERS_MAX:
        raise ValidationError([{"loc": ["orders"], "type": "too_long" if told else "too_short"}])
    return [fitting(OrderTold, one, str(number)) for number, one in enumerate(told)]


def read_json(body: bytes) -> Any:
    """Fractions as they are written, not as the nearest number of a computer."""
    try:
        return json.loads(body, parse_float=Decimal)
    except (ValueError, RecursionError):
        raise Refused(400) from None


def fitting(kind: type[KindT], told: Any, *place: str) -> KindT:
    """Else which of its fields are wrong. `place`: where in the body it stands."""
    if not isinstance(told, Mapping):
        raise Refused(400)
    try:
        return kind.model_validate(told)
    except Unfit as unfit:
        errors = [{"loc": [*place, *error["loc"]], "type": error["type"]} for error in unfit.errors()]
        raise ValidationError(errors) from None
