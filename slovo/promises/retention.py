"""What is promised is never swept: the ledger is what the company is measured by."""

from django.utils.translation import gettext_lazy as _

from slovo.core.keeping import Choice, Days, Kept, as_long_as, for_ever
from slovo.customers.models import Customer
from slovo.promises.forecast_rows import PromiseForecast, RiskReminder, SoonerOffer
from slovo.promises.ladder_models import (
    CustomerChoice,
    CustomerNotice,
    LadderStep,
    NewsLine,
    NoticeLine,
    NoticeText,
    QuietHours,
    Reminder,
)
from slovo.promises.link_models import StatusLink
from slovo.promises.models import Promise
from slovo.promises.more_models import PromiseKind, PromiseMove
from slovo.promises.rating_models import PromiseRating
from slovo.promises.work_models import WorkLink, WorkReport

REMINDERS = Choice(
    code="reminders",
    name=_("Reminders of what is promised"),
    days=30,
    least=7,
    needed=_("So long whoever was away finds theirs."),
)
FORECASTS = Choice(
    code="forecasts",
    name=_("What was foretold of promises"),
    days=400,
    least=90,
    needed=_("So long it takes to say how good that was."),
)

KEPT: tuple[Kept, ...] = (
    *for_ever("the company's own", SoonerOffer, LadderStep, QuietHours, NoticeText, PromiseKind),
    *as_long_as(Customer, {Promise: "customer", CustomerNotice: "customer"}),
    *for_ever("a link that ran out opens nothing, and says so to whoever still has it", StatusLink, WorkLink),
    *as_long_as(Promise, {PromiseMove: "promise", PromiseRating: "promise", WorkReport: "promise"}),
    *as_long_as(Promise, {RiskReminder: "promise"}),
    *as_long_as(PromiseMove, {CustomerChoice: "move"}),
    *as_long_as(CustomerNotice, {NoticeLine: "notice", NewsLine: "notice"}),
    Days(model=Reminder, after="at", life=REMINDERS.life, choice=REMINDERS, brand="brand"),
    Days(model=PromiseForecast, after="due_at", life=FORECASTS.life, choice=FORECASTS, brand="brand"),
)
