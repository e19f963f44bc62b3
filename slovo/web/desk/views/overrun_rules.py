"""The rules for delays: read back in a sentence, tried on the last month, with their codes and words."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from slovo.brands.models import Brand
from slovo.people import queries as people
from slovo.people.rights import Verb
from slovo.promises import queries as promises
from slovo.recovery import figures, queries, rules, terms
from slovo.recovery.rule_models import OverrunRule
from slovo.web.desk.overruns import RuleForm, initial, sentences
from slovo.web.desk.requests import StaffRequest, refusals, whole_number
from slovo.web.desk.words.overruns import trial_words
from slovo.web.desk.words.pledges import KindNames


@login_required
@require_http_methods(["GET", "POST"])
def index(request: StaffRequest) -> HttpResponse:
    """A form for each brand; `brand` says which was sent, the button "trial" that it is only tried."""
    request.user.must_somewhere(Verb.EDIT_OVERRUN_RULES)
    brands = list(people.brands_managed_by(request.user, Verb.EDIT_OVERRUN_RULES))
    ids = [brand.pk for brand in brands]
    found = sentences(queries.terms_in_force(ids), KindNames(promises.own_kinds(ids)))
    pools = list(queries.pools_with_counts(ids))
    shown = []
    for brand in brands:
        mine = request.method == "POST" and request.POST.get("brand") == str(brand.pk)
        form = RuleForm(request.POST if mine else None, brand=brand, auto_id=f"b{brand.pk}_%s")
        tried = ""
        if mine and form.is_valid():
            tried = _kept(request, form, brand, form.cleaned_data["kind"])
            if not tried and not form.errors:
                return redirect("overrun_rules")
        own = [one for one in found if one[0].rule.brand_id == brand.pk]
        shown.append((brand, own, [pool for pool in pools if pool.brand_id == brand.pk], form, tried))
    return render(request, "desk/overrun_rules.html", {"shown": shown})


@login_required
@require_http_methods(["GET", "POST"])
def show(request: StaffRequest, pk: int) -> HttpResponse:
    rule = _rule(request, pk)
    held = queries.terms_in_force([rule.brand_id]).get(rule=rule)
    form = RuleForm(request.POST or None, brand=rule.brand, kind=rule.kind, initial=initial(held))
    tried = ""
    if request.method == "POST" and form.is_valid():
        tried = _kept(request, form, rule.brand, rule.kind, rule_id=pk)
        if not tried and not form.errors:
            return redirect("overrun_rule", pk)
    [(_terms, words)] = sentences([held], KindNames(promises.own_kinds([rule.brand_id])))
    return render(
        request, "desk/overrun_rule.html", {"rule": rule, "terms": held, "words": words, "form": form, "tried": tried}
    )


@login_required
@require_POST
def archive(request: StaffRequest, pk: int) -> HttpResponse:
    rules.archive_rule(rule_id=_rule(request, pk).pk, by=request.user, at=timezone.now())
    return redirect("overrun_rules")


@login_required
@require_POST
def codes(request: StaffRequest) -> HttpResponse:
    """`brand`, `pool` (a name), `codes`: one in each line."""
    brand = _brand(request)
    _pool, number = rules.import_codes(
        brand=brand,
        pool=request.POST.get("pool", ""),
        codes=request.POST.get("codes", "").splitlines(),
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, _("New codes: %(count)d.") % {"count": number})
    return redirect("overrun_rules")


def _kept(request: StaffRequest, form: RuleForm, brand: Brand, kind: str, *, rule_id: int | None = None) -> str:
    """What the trial found, if one was asked for."""
    at = timezone.now()
    with refusals() as heard:
        if "trial" in request.POST:
            terms.check(brand, form.terms)
            return trial_words(figures.trial(brand=brand, kind=kind, terms=form.terms, at=at))
        rules.set_rule(brand=brand, kind=kind, terms=form.terms, rule_id=rule_id, by=request.user, at=at)
    if heard.refusal:
        form.add_error(None, str(heard.refusal))
        return ""
    messages.success(request, _("Saved."))
    return ""


def _brand(request: StaffRequest) -> Brand:
    rows = people.brands_managed_by(request.user, Verb.EDIT_OVERRUN_RULES)
    found: Brand = get_object_or_404(rows, pk=whole_number(request.POST.get("brand", "")))
    return found


def _rule(request: StaffRequest, pk: int) -> OverrunRule:
    request.user.must_somewhere(Verb.EDIT_OVERRUN_RULES)
    managed = people.brands_managed_by(request.user, Verb.EDIT_OVERRUN_RULES)
    rows = queries.rules_visible_to(request.user).filter(brand__in=managed, archived_at=None).select_related("brand")
    found: OverrunRule = get_object_or_404(rows, pk=pk)
    return found
