"""The brands that a company shows to its customers: name, hours, signatures, and how soon each answers."""

import yaml
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.validators import RegexValidator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from slovo.brands import actions
from slovo.brands.models import Brand
from slovo.channels.chat import queries as chats
from slovo.core.errors import UnableTo
from slovo.core.worktime import Calendar, from_text
from slovo.people import queries
from slovo.people.rights import Verb
from slovo.standards import actions as standards
from slovo.standards.models import ServiceLevel
from slovo.standards.queries import CHAT, service_level, service_levels
from slovo.web.desk.fields import ZoneField
from slovo.web.desk.founding import open_brand
from slovo.web.desk.hours import HoursForm
from slovo.web.desk.requests import StaffRequest
from slovo.web.desk.words import weeks

TEXT = forms.Textarea(attrs={"rows": 3})
DOCUMENT = forms.Textarea(attrs={"rows": 14, "spellcheck": "false", "class": "code"})
COLOUR = RegexValidator(r"\A#[0-9a-fA-F]{6}\Z")
MINUTES_MAX = 60 * 24 * 60


class NewBrandForm(forms.Form):
    name = forms.CharField(label=_("Name that customers see"), max_length=120)
    address = forms.EmailField(label=_("Address that customers write to"))
    language = forms.ChoiceField(label=_("Language of the customers"), choices=settings.LANGUAGES)
    zone = ZoneField()


class BrandForm(forms.Form):
    name = forms.CharField(label=_("Name that customers see"), max_length=120)
    language = forms.ChoiceField(label=_("Language of the customers"), choices=settings.LANGUAGES)
    zone = ZoneField()
    colour = forms.CharField(
        label=_("Colour"), validators=[COLOUR], widget=forms.TextInput(attrs={"type": "color", "class": "colour"})
    )
    signature_ru = forms.CharField(label=_("Signature in Russian"), widget=TEXT, required=False)
    signature_uk = forms.CharField(label=_("Signature in Ukrainian"), widget=TEXT, required=False)
    signature_en = forms.CharField(label=_("Signature in English"), widget=TEXT, required=False)
    calendar = forms.CharField(
        label=_("Working hours, exactly"),
        help_text=_("A calendar as docs/calendars.md describes it: days, holidays, exceptions."),
        widget=DOCUMENT,
    )

    def clean_calendar(self) -> object:
        try:
            document = from_text(self.cleaned_data["calendar"])
            Calendar.from_document(document)
        except UnableTo as problem:
            raise forms.ValidationError(str(problem)) from None
        return document

    def fields_of_brand(self) -> dict[str, object]:
        given = dict(self.cleaned_data)
        texts = {language: given.pop(f"signature_{language}").strip() for language, _name in settings.LANGUAGES}
        return given | {"signatures": {language: text for language, text in texts.items() if text}}


class LevelForm(forms.Form):
    first_answer_minutes = forms.IntegerField(label=_("First answer"), min_value=1, max_value=MINUTES_MAX)
    next_answer_minutes = forms.IntegerField(label=_("Next answers"), min_value=1, max_value=MINUTES_MAX)
    warning_minutes = forms.IntegerField(label=_("Warn before"), min_value=0, max_value=MINUTES_MAX)


@login_required
@require_http_methods(["GET", "POST"])
def index(request: StaffRequest) -> HttpResponse:
    request.user.must_somewhere(Verb.MANAGE_BRAND)
    form = NewBrandForm(request.POST or None, initial={"zone": timezone.get_current_timezone_name()})
    if request.method == "POST" and form.is_valid():
        brand = open_brand(by=request.user, at=timezone.now(), **form.cleaned_data)
        return redirect("brand", brand.pk)
    brands = queries.brands_managed_by(request.user, Verb.MANAGE_BRAND)
    return render(request, "desk/brands.html", {"brands": brands, "form": form})


@login_required
@require_http_methods(["GET", "POST"])
def show(request: StaffRequest, pk: int) -> HttpResponse:
    brand = brand_of(request, pk)
    form = BrandForm(request.POST or None, initial=_initial(brand))
    if request.method == "POST" and form.is_valid():
        actions.change_brand(brand=brand, actor=request.user.actor, at=timezone.now(), **form.fields_of_brand())  # type: ignore[arg-type]
        messages.success(request, gettext("Saved."))
        return redirect("brand", pk)
    return page(request, brand, form=form)


@login_required
@require_POST
def faces(request: StaffRequest, pk: int) -> HttpResponse:
    """`shown`: customers see photos of those who agree to it."""
    brand = brand_of(request, pk)
    actions.show_staff(brand=brand, shown="shown" in request.POST, actor=request.user.actor, at=timezone.now())
    messages.success(request, gettext("Saved."))
    return redirect("brand", pk)


@login_required
@require_POST
def hours(request: StaffRequest, pk: int) -> HttpResponse:
    """The week and the countries' holidays; the rest of the calendar stays."""
    brand = brand_of(request, pk)
    form = HoursForm(brand.main_calendar.document, request.POST)
    if not form.is_valid():
        return page(request, brand, hours=form, status=422)
    actions.change_hours(brand=brand, calendar=form.document(), actor=request.user.actor, at=timezone.now())
    messages.success(request, gettext("Saved."))
    return redirect("brand", pk)


@login_required
@require_POST
def level(request: StaffRequest, pk: int, channel: str) -> HttpResponse:
    brand = brand_of(request, pk)
    known = next((level for level in _kept_levels(brand) if level.channel == channel), None)
    if known is None:
        raise Http404
    form = LevelForm(request.POST, prefix=channel)
    if not form.is_valid():
        return page(request, brand, levels=[(known, form)], status=422)
    standards.set_service_level(
        channel=channel, calendar=known.calendar, actor=request.user.actor, at=timezone.now(), **form.cleaned_data
    )
    messages.success(request, gettext("Saved. Promises made from now on have this time."))
    return redirect("brand", pk)


def page(
    request: StaffRequest,
    brand: Brand,
    *,
    form: BrandForm | None = None,
    hours: HoursForm | None = None,
    levels: list[tuple[ServiceLevel, LevelForm]] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The brand with all its forms; one that was refused as it was filled in."""
    document = brand.main_calendar.document
    context = {
        "brand": brand,
        "form": form or BrandForm(initial=_initial(brand)),
        "hours": hours or HoursForm(document),
        "levels": levels or _levels(brand),
        "week": weeks.usual(document),
        "days": weeks.coming(document, at=timezone.now()),
    }
    return render(request, "desk/brand.html", context, status=status)


def _levels(brand: Brand) -> list[tuple[ServiceLevel, LevelForm]]:
    return [(level, LevelForm(initial=vars(level), prefix=level.channel)) for level in _kept_levels(brand)]


def _kept_levels(brand: Brand) -> list[ServiceLevel]:
    """As they are written down; of a chat also what holds while nothing is."""
    rows = list(service_levels(brand.pk))
    if chats.chat_of(brand.pk) and not any(level.channel == CHAT for level in rows):
        rows += filter(None, [service_level(brand_id=brand.pk, channel=CHAT)])
    return rows


def brand_of(request: StaffRequest, pk: int) -> Brand:
    brand: Brand = get_object_or_404(queries.brands_managed_by(request.user, Verb.MANAGE_BRAND), pk=pk)
    return brand


def _initial(brand: Brand) -> dict[str, str]:
    document = yaml.safe_dump(
        brand.main_calendar.document, allow_unicode=True, sort_keys=False, default_flow_style=None
    )
    signatures = {f"signature_{signature.language}": signature.text for signature in brand.signatures.all()}
    own = {"name": brand.name, "language": brand.language, "zone": brand.zone, "colour": brand.colour}
    return {**own, **signatures, "calendar": document}
