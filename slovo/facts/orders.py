from dataclasses import dataclass

from slovo.facts import Fact


@dataclass(frozen=True, kw_only=True)
class OrderFact(Fact):
    order_id: int

    @property
    def about(self) -> str:
        return f"order:{self.order_id}"


@dataclass(frozen=True, kw_only=True)
class OrderTaken(OrderFact):
    """A shop told us of it for the first time."""

    customer_id: int
    source: str


@dataclass(frozen=True, kw_only=True)
class OrderChanged(OrderFact):
    """`fields`: what is otherwise now. `customer_id`: whose it is; older ones do not tell."""

    payment: str
    delivery: str
    fields: tuple[str, ...]
    customer_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class ReturnFact(OrderFact):
    return_id: int


@dataclass(frozen=True, kw_only=True)
class ReturnAgreed(ReturnFact):
    amount_minor: int
    currency: str


@dataclass(frozen=True, kw_only=True)
class ReturnReceived(ReturnFact):
    pass


@dataclass(frozen=True, kw_only=True)
class ReturnRefunded(ReturnFact):
    amount_minor: int
    currency: str


@dataclass(frozen=True, kw_only=True)
class ReturnWithdrawn(ReturnFact):
    pass


@dataclass(frozen=True, kw_only=True)
class RefundOwed(ReturnFact):
    """Our side slipped: the refund is an obligation from now on."""


@dataclass(frozen=True, kw_only=True)
class StockCame(Fact):
    sku: str
    quantity: int

    @property
    def about(self) -> str:
        return f"brand:{self.brand_id}"


@dataclass(frozen=True, kw_only=True)
class ReservationFact(Fact):
    reservation_id: int
    customer_id: int

    @property
    def about(self) -> str:
        return f"reservation:{self.reservation_id}"


@dataclass(frozen=True, kw_only=True)
class ReservationMade(ReservationFact):
    sku: str
    quantity: int


@dataclass(frozen=True, kw_only=True)
class ReservationOffered(ReservationFact):
    """It has come, and is kept for them until then. `regarding`: the conversation in which they asked, or "".
    `promise_id`: what was promised is to tell them, and that is kept by telling them."""

    regarding: str
    title: str
    quantity: int
    hold_until: str
    promise_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class ReservationSettled(ReservationFact):
    """`outcome`: taken, let_go or expired. `regarding`, `title`: as in `ReservationOffered`. `by_customer`: on a page
    of their own."""

    outcome: str
    regarding: str
    title: str
    by_customer: bool


@dataclass(frozen=True, kw_only=True)
class OrderRulesSet(Fact):
    hold_hours: int
    refund_days: int

    @property
    def about(self) -> str:
        return f"brand:{self.brand_id}"


@dataclass(frozen=True, kw_only=True)
class OrdersImportBegun(Fact):
    """A file's orders are stored from now on, in the background. `total`: how many."""

    import_id: int
    source: str
    total: int

    @property
    def about(self) -> str:
        return f"order_import:{self.import_id}"


@dataclass(frozen=True, kw_only=True)
class OrderHookFact(Fact):
    order_hook_id: int

    @property
    def about(self) -> str:
        return f"order_hook:{self.order_hook_id}"


@dataclass(frozen=True, kw_only=True)
class OrderHookMade(OrderHookFact):
    """A shop may tell of its orders there. `form`: in whose words."""

    source: str
    form: str


@dataclass(frozen=True, kw_only=True)
class OrderHookRevoked(OrderHookFact):
    """Nothing is taken there any more."""
