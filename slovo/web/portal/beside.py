"""What stands on a customer's page beside the promises themselves: visits, calls, choices, gifts, orders."""

from collections.abc import Collection
from datetime import datetime
from functools import cached_property

from slovo.callbacks import queries as callbacks
from slovo.callbacks.models import Callback
from slovo.orders import queries as orders
from slovo.orders.models import Order, Reservation
from slovo.recovery import queries as recovery
from slovo.recovery.models import Compensation
from slovo.requests import queries as requests
from slovo.requests.extra_models import Extra
from slovo.requests.models import Choice
from slovo.visits import queries as visits
from slovo.visits.models import Visit


class Beside:
    """Of one customer of one brand (`family`: with everybody merged into them); `about`: of these matters, or of all.
    Each is asked for once, when somebody wants it."""

    def __init__(self, brand_id: int, family: Collection[int], about: Collection[str], at: datetime) -> None:
        self.whose, self.family, self.at = (brand_id, family, about), family, at

    @cached_property
    def visits(self) -> list[Visit]:
        return visits.to_come(*self.whose, at=self.at)

    @cached_property
    def calls(self) -> list[Callback]:
        return callbacks.awaited(*self.whose)

    @cached_property
    def choices(self) -> list[Choice]:
        return requests.choices_of(*self.whose)

    @cached_property
    def gifts(self) -> list[Extra]:
        return requests.extras_of(*self.whose)

    @cached_property
    def amends(self) -> list[Compensation]:
        """Of which they have heard."""
        return [row for row in self._given if not row.is_unheard]

    @cached_property
    def _given(self) -> list[Compensation]:
        return recovery.given_for(*self.whose)

    @cached_property
    def orders(self) -> list[Order]:
        return orders.for_customer(*self.whose)

    @cached_property
    def reservations(self) -> list[Reservation]:
        return orders.reserved_for(*self.whose)

    @cached_property
    def promise_ids(self) -> set[int]:
        """Of what is shown, and changed, as what it is: a visit is cancelled with its place in the day. And of what is
        not theirs yet: a favour of which they have not heard."""
        found = {row.promise_id for row in self.visits} | {row.promise_id for row in self.calls}
        found |= {row.refund_id for row in self._given if row.refund_id and row.is_unheard}
        return found | {row.promise_id for row in self.reservations if row.promise_id}

    def visit(self, shown_id: str) -> Visit | None:
        return next((row for row in self.visits if str(row.public_id) == shown_id), None)

    def call(self, shown_id: str) -> Callback | None:
        return next((row for row in self.calls if str(row.public_id) == shown_id), None)

    def reservation(self, shown_id: str) -> Reservation | None:
        return next((row for row in self.reservations if str(row.public_id) == shown_id), None)
