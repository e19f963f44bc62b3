"""What is to be made good, what waits for a decision, and what has been given."""

from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from slovo.core.errors import UnableTo
from slovo.core.money import CURRENCIES, minor
from slovo.people import queries as people
from slovo.people.rights import Verb
from slovo.promises import queries as promises
from slovo.promises.ledger import HOW
from slovo.recovery import actions, figures, queries, taking_back, work
from slovo.recovery.models import Compensation, RecoveryTask
from slovo.recovery.rule_models import Gives
from slovo.web.desk import overruns, pledges
from slovo.web.desk.requests import StaffRequest, moment, whole_number
from slovo.web.desk.words.overruns import GIVES, given_words
from slovo.web.desk.words.pledges import KindNames, how_words

ROWS_MAX = 50
FORGOTTEN_DAYS = 31
OF_PROMISE = ("promise__brand", "promise__owner", "promise__team")


@login_required
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    """`after`: the last task of the page before."""
    request.user.must_somewhere(Verb.WORK_RECOVERY)
    staff, at = request.user, timezone.now()
    names = KindNames(promises.own_kinds(staff.brand_ids))
    tasks = queries.open_tasks(staff.brand_ids).select_related(*OF_PROMISE, "team", "compensation__refund", "rating")
    if after := whole_number(request.GET.get("after", "")):
        tasks = tasks.filter(pk__gt=after)
    found = list(tasks[: ROWS_MAX + 1])
    related = (*OF_PROMISE, "decided_by")
    waiting = queries.waiting(staff.brand_ids).select_related(*related)[:ROWS_MAX]
    untold = queries.untold(staff.brand_ids).select_related(*related)[:ROWS_MAX]
    context = {
        "at": at,
        "tasks": overruns.lines(staff, found[:ROWS_MAX], names),
        "next": found[ROWS_MAX - 1].pk if len(found) > ROWS_MAX else None,
        "waiting": overruns.lines(staff, list(waiting), names),
        "untold": overruns.lines(staff, list(untold), names),
        "approves": {pk for pk in staff.brand_ids if staff.may_at(Verb.APPROVE_COMPENSATION, pk)},
        "may_edit_rules": staff.may_anywhere(Verb.EDIT_OVERRUN_RULES),
        "currencies": CURRENCIES,
        "how": [(how, how_words(how)) for how in actions.HOW_TOLD],
        "how_agreed": [(how, how_words(how)) for how in HOW],
    }
    return render(request, "desk/recovery.html", context)


@login_required
@require_GET
def done(request: StaffRequest) -> HttpResponse:
    """What has been given or refused, the newest first. `after`: the last of the page before."""
    request.user.must_somewhere(Verb.WORK_RECOVERY)
    staff = request.user
    rows = queries.compensations_visible_to(staff).select_related(*OF_PROMISE, "decided_by").order_by("-pk")
    if after := whole_number(request.GET.get("after", "")):
        rows = rows.filter(pk__lt=after)
    found = list(rows[: ROWS_MAX + 1])
    context = {
        "at": timezone.now(),
        "rows": overruns.lines(staff, found[:ROWS_MAX], KindNames(promises.own_kinds(staff.brand_ids))),
        "next": found[ROWS_MAX - 1].pk if len(found) > ROWS_MAX else None,
    }
    return render(request, "desk/recovery_done.html", context)


@login_required
@require_GET
def report(request: StaffRequest) -> HttpResponse:
    """What was given, by month and kind; and what a rule promised and nobody gave: that must be empty."""
    request.user.must_somewhere(Verb.SEE_FIGURES)
    at = timezone.now()
    brand_ids = [brand.pk for brand in people.brands_managed_by(request.user, Verb.SEE_FIGURES)]
    lost = queries.forgotten(brand_ids, since=at - timedelta(days=FORGOTTEN_DAYS), at=at)
    lost = lost.select_related("brand", "owner", "team")[:ROWS_MAX]
    context = {
        "at": at,
        "given": [(row, GIVES[Gives(row.gives)], given_words(row)) for row in figures.given_by_month(brand_ids, at=at)],
        "forgotten": pledges.rows(request.user, lost, KindNames(promises.own_kinds(brand_ids))),
    }
    return render(request, "desk/recovery_report.html", context)


@login_required
@require_POST
def pay(request: StaffRequest, pk: int) -> HttpResponse:
    """`amount`, `currency` where none is known, `reference`, `paid_at`: else it was just now."""
    task = _task(request, pk)
    row = task.compensation
    currency = (row.currency if row else "") or request.POST.get("currency", "")
    paid_at = moment(request.POST.get("paid_at", ""))
    work.pay_refund(
        task_id=pk,
        amount_minor=_amount(request, currency),
        currency=currency,
        reference=request.POST.get("reference", ""),
        paid_at=paid_at,
        by=request.user,
        at=timezone.now(),
    )
    return redirect("recovery")


@login_required
@require_POST
def finish(request: StaffRequest, pk: int) -> HttpResponse:
    task = _task(request, pk)
    work.finish_task(task_id=task.pk, words=request.POST.get("words", ""), by=request.user, at=timezone.now())
    return redirect("recovery")


@login_required
@require_POST
def approve(request: StaffRequest, pk: int) -> HttpResponse:
    """`amount`: where nobody knew it."""
    row = _compensation(request, pk)
    currency = row.currency or request.POST.get("currency", "")
    named = _amount(request, currency) if request.POST.get("amount") else None
    actions.approve(compensation_id=pk, amount_minor=named, currency=currency, by=request.user, at=timezone.now())
    return redirect("recovery")


@login_required
@require_POST
def refuse(request: StaffRequest, pk: int) -> HttpResponse:
    row = _compensation(request, pk)
    actions.refuse(compensation_id=row.pk, reason=request.POST.get("reason", ""), by=request.user, at=timezone.now())
    return redirect("recovery")


@login_required
@require_POST
def take_back(request: StaffRequest, pk: int) -> HttpResponse:
    """`reason`; `how` the customer agreed, where they know of it."""
    row = _compensation(request, pk)
    words = {name: request.POST.get(name, "") for name in ("reason", "how")}
    taking_back.take_back(compensation_id=row.pk, **words, by=request.user, at=timezone.now())
    return redirect("recovery")


@login_required
@require_POST
def say_told(request: StaffRequest, pk: int) -> HttpResponse:
    row = _compensation(request, pk)
    actions.say_told(compensation_id=row.pk, how=request.POST.get("how", ""), by=request.user, at=timezone.now())
    return redirect("recovery")


def _task(request: StaffRequest, pk: int) -> RecoveryTask:
    rows = queries.tasks_visible_to(request.user).select_related("compensation")
    found: RecoveryTask = get_object_or_404(rows, pk=pk)
    return found


def _compensation(request: StaffRequest, pk: int) -> Compensation:
    found: Compensation = get_object_or_404(queries.compensations_visible_to(request.user), pk=pk)
    return found


def _amount(request: StaffRequest, currency: str) -> int:
    if currency not in CURRENCIES:
        raise UnableTo(_("Choose the currency first."))
    amount = minor(request.POST.get("amount", ""), currency)
    if amount is None:
        raise UnableTo(_("This is no amount of money."))
    return amount
