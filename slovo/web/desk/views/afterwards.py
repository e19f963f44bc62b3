"""A brand's rules for calls back, for the question whether all is well, and for orders: settings."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from slovo.brands.models import Brand
from slovo.callbacks import queries, ruling
from slovo.conversations import follow_ups
from slovo.conversations.follow_up_models import FollowUpRule
from slovo.orders import queries as orders
from slovo.orders import ruling as order_ruling
from slovo.web.desk.fields import offer, team_choices
from slovo.web.desk.requests import StaffRequest, refusals, whole_number
from slovo.web.desk.views.brands import brand_of
from slovo.web.desk.words.callbacks import EXHAUSTED

TEXT = forms.Textarea(attrs={"rows": 4})


class CallbackRuleForm(forms.Form):
    minutes_to_call = forms.IntegerField(label=_("Working minutes until we call"), min_value=1)
    attempts_max = forms.IntegerField(label=_("Attempts at most"), min_value=1)
    wait_minutes = forms.IntegerField(label=_("Working minutes between two attempts"), min_value=1)
    when_exhausted = forms.ChoiceField(label=_("After the last attempt"), choices=list(EXHAUSTED.items()))
    team = forms.ChoiceField(label=_("Team that calls"), required=False)
    country = forms.CharField(
        label=_("Country of numbers without a code"), max_length=2, help_text=_("Two letters, such as UA.")
    )
    slot_minutes = forms.IntegerField(label=_("Minutes of a time to choose"), min_value=1)
    slot_capacity = forms.IntegerField(label=_("Calls in one time at most"), min_value=0)
    days_ahead = forms.IntegerField(label=_("Times are shown so many days ahead"), min_value=0)
    page_open = forms.BooleanField(label=_("Customers can ask for a call on a public page"), required=False)

    def __init__(self, *arguments: Any, brand: Brand, **options: Any) -> None:
        super().__init__(*arguments, **options)
        offer(self, team=team_choices(brand))

    def rule(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        return given | {"team_id": whole_number(given.pop("team")), "country": given["country"].upper()}


class OrderRulesForm(forms.Form):
    team = forms.ChoiceField(
        label=_("Team that owes what is promised about orders"),
        required=False,
        help_text=_("None: the first team of the brand."),
    )
    hold_hours = forms.IntegerField(label=_("Hours for which we keep what has come for a customer"), min_value=1)
    refund_days = forms.IntegerField(label=_("Days within which a refund is promised"), min_value=1)

    def __init__(self, *arguments: Any, brand: Brand, **options: Any) -> None:
        super().__init__(*arguments, **options)
        offer(self, team=team_choices(brand))

    def rules(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        return given | {"team_id": whole_number(given.pop("team"))}


class FollowUpForm(forms.Form):
    active = forms.BooleanField(label=_("Ask customers whether all is well"), required=False)
    after_closing = forms.BooleanField(label=_("After a conversation was closed"), required=False)
    after_delivery = forms.BooleanField(label=_("After a promised delivery was made"), required=False)
    wait_hours = forms.IntegerField(label=_("Hours later"), min_value=0)
    from_hour = forms.IntegerField(label=_("Not before this hour of the day"), min_value=0, max_value=23)
    until_hour = forms.IntegerField(label=_("Not after this hour of the day"), min_value=1, max_value=24)
    days_between = forms.IntegerField(label=_("Each customer at most once in so many days"), min_value=0)
    text_ru = forms.CharField(label=_("Question in Russian"), widget=TEXT, required=False)
    text_uk = forms.CharField(label=_("Question in Ukrainian"), widget=TEXT, required=False)
    text_en = forms.CharField(
        label=_("Question in English"),
        widget=TEXT,
        required=False,
        help_text=_("Empty: our own words. {customer.first_name}, {brand.name}, {conversation.subject} are filled in."),
    )

    def rule(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        texts = {language: given.pop(f"text_{language}") for language, _name in settings.LANGUAGES}
        return given | {"texts": texts}


@login_required
@require_http_methods(["GET", "POST"])
def callback_rule(request: StaffRequest, pk: int) -> HttpResponse:
    brand = brand_of(request, pk)
    rule = queries.rule_of(brand)
    initial = vars(rule) | {"team": str(rule.team_id or ""), "page_open": bool(rule.page_open_since)}
    form = CallbackRuleForm(request.POST or None, brand=brand, initial=initial)
    return _settings(request, brand, form, lambda **said: ruling.set_rule(**said, **form.rule()), "callback_rule")


@login_required
@require_http_methods(["GET", "POST"])
def follow_up_rule(request: StaffRequest, pk: int) -> HttpResponse:
    brand = brand_of(request, pk)
    rule = FollowUpRule.objects.filter(brand=brand).first() or FollowUpRule(brand=brand)
    texts = {f"text_{language}": text for language, text in rule.texts.items()}
    form = FollowUpForm(request.POST or None, initial={**vars(rule), "active": bool(rule.active_since), **texts})
    return _settings(request, brand, form, lambda **said: follow_ups.set_rule(**said, **form.rule()), "follow_up_rule")


@login_required
@require_http_methods(["GET", "POST"])
def order_rules(request: StaffRequest, pk: int) -> HttpResponse:
    brand = brand_of(request, pk)
    rules = orders.rules_of(brand.pk)
    form = OrderRulesForm(request.POST or None, brand=brand, initial=vars(rules) | {"team": str(rules.team_id or "")})
    return _settings(request, brand, form, lambda **said: order_ruling.set_rules(**said, **form.rules()), "order_rules")


def _settings(
    request: StaffRequest, brand: Brand, form: forms.Form, act: Callable[..., object], name: str
) -> HttpResponse:
    """One page of settings. `act`: told the brand, by whom and when. `name`: of the address and of the template."""
    refusal = None
    if request.method == "POST" and form.is_valid():
        with refusals() as heard:
            act(brand=brand, by=request.user, at=timezone.now())
            messages.success(request, gettext("Saved."))
            return redirect(name, brand.pk)
        refusal = heard.refusal
    status = 422 if refusal or form.errors else 200
    return render(request, f"desk/{name}.html", {"brand": brand, "form": form, "problem": refusal}, status=status)
