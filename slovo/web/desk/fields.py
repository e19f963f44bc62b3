"""Fields of forms that more than one page has."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from slovo.brands.models import Brand
from slovo.people import queries as people
from slovo.web.desk.words import places


def offer(form: forms.Form, **choices: Iterable[tuple[Any, Any]]) -> None:
    """What there is to choose in these fields of this form: it depends on the brand."""
    for name, found in choices.items():
        field = form.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(found)


def team_choices(brand: Brand) -> list[tuple[str, Any]]:
    return [("", _("None")), *((str(team.pk), team.name) for team in people.teams_at(brand.pk))]


class ZoneInput(forms.TextInput):
    """A field with a list to search in, which a browser shows as one types."""

    template_name = "desk/zone_input.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, {**(attrs or {}), "list": "zones"})
        return context | {"zones": places.zones(_language()).values()}


class ZoneField(forms.CharField):
    """Gives the zone's own name, "Europe/Kyiv", whatever words it was chosen by."""

    widget = ZoneInput

    def __init__(self, *, empty: Any = "", **options: Any) -> None:
        """`empty`: what leaving it empty means."""
        super().__init__(label=_("Time zone"), help_text=empty or _("Begin to type a city or country."), **options)

    def prepare_value(self, value: Any) -> Any:
        return places.zone_words(value, _language()) if value and places.zone_of(value, _language()) == value else value

    def clean(self, value: Any) -> str:
        words = str(super().clean(value))
        zone = places.zone_of(words, _language())
        if words and zone is None:
            raise forms.ValidationError(_("There is no such time zone. Choose one from the list."))
        return zone or ""


def _language() -> str:
    return (get_language() or "en")[:2]
