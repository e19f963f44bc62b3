"""A filter as a form that reads like a sentence, and back."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from slovo.channels.registry import kinds
from slovo.conversations import queries
from slovo.conversations.filters import Filter
from slovo.customers import queries as customers
from slovo.customers.identity import normal_email
from slovo.customers.models import Customer
from slovo.people import queries as people
from slovo.people.models import Staff
from slovo.web.desk.words import wanted as words
from slovo.web.desk.words.wanted import Names

DAYS_MAX = 3650
SEVERAL = ("people", "teams", "tags", "without_tags", "brands")


def _several(label: Any) -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(label=label, coerce=int, required=False, widget=forms.CheckboxSelectMultiple)


def _codes(label: Any, choices: dict[str, Any]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=list(choices.items()), required=False, widget=forms.CheckboxSelectMultiple
    )


def _choice(label: Any, choices: dict[str, Any]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=list(choices.items()), required=False)


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, input_formats=["%Y-%m-%d"], widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )


def _days(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=1, max_value=DAYS_MAX)


class FilterForm(forms.Form):
    state = _choice(gettext_lazy("Show"), words.STATES)
    assignee = _choice(gettext_lazy("whose responsible person is"), words.ASSIGNEES)
    people = _several(gettext_lazy("or one of these"))
    attention = _choice(gettext_lazy("My attention"), words.ATTENTION)
    teams = _several(gettext_lazy("Teams"))
    tags = _several(gettext_lazy("With one of these tags"))
    without_tags = _several(gettext_lazy("Without these tags"))
    brands = _several(gettext_lazy("Brands"))
    channels = _codes(gettext_lazy("Channels"), {})
    languages = _codes(gettext_lazy("Languages"), words.LANGUAGES)
    promise = _choice(gettext_lazy("Promise"), words.PROMISES)
    has_file = _choice(gettext_lazy("Files"), words.FILES)
    customer = forms.CharField(label=gettext_lazy("Customer’s address"), required=False, max_length=254)
    created_days = _days(gettext_lazy("Begun in the last … days"))
    created_after = _day(gettext_lazy("Begun since"))
    created_before = _day(gettext_lazy("Begun before"))
    last_days = _days(gettext_lazy("Message in the last … days"))
    quiet_days = _days(gettext_lazy("Quiet for … days"))
    last_after = _day(gettext_lazy("Last message since"))
    last_before = _day(gettext_lazy("Last message before"))

    def __init__(self, staff: Staff, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{**options, "auto_id": "filter-%s"})
        self.staff = staff
        self.names = names(staff)
        choices = {
            "people": self.names.people,
            "teams": self.names.teams,
            "tags": self.names.tags,
            "without_tags": self.names.tags,
            "brands": self.names.brands,
            "channels": {kind: str(words.CHANNELS.get(kind, kind)) for kind in kinds()},
        }
        for name, known in choices.items():
            self.fields[name].choices = list(known.items())  # type: ignore[attr-defined]

    def clean_customer(self) -> Customer | None:
        address = normal_email(self.cleaned_data["customer"])
        if not address:
            return None
        found = customers.visible_to(self.staff).filter(identities__value=address).order_by("pk").first()
        if found is None:
            raise forms.ValidationError(_("Nobody with this address has written. Check how it is spelled."))
        return found

    def document(self) -> dict[str, Any]:
        """Of what is valid."""
        given = {"state": "any"} | getattr(self, "cleaned_data", {})
        customer = given.get("customer")
        days = {name: f"{given[name]}d" for name in ("created_days", "last_days", "quiet_days") if given.get(name)}
        dates = {
            name: given[name].isoformat()
            for name in ("created_after", "created_before", "last_after", "last_before")
            if given.get(name)
        }
        moments = {
            "created_after": days.get("created_days"),
            "last_after": days.get("last_days"),
            "last_before": days.get("quiet_days"),
        }
        found = Filter(
            state=given.get("state") or "any",
            assignee=given.get("assignee", ""),
            assignee_ids=tuple(given.get("people", ())),
            attention=given.get("attention", ""),
            team_ids=tuple(given.get("teams", ())),
            tag_ids=tuple(given.get("tags", ())),
            without_tag_ids=tuple(given.get("without_tags", ())),
            brand_ids=tuple(given.get("brands", ())),
            customer_id=customer.pk if customer else None,
            channels=tuple(given.get("channels", ())),
            languages=tuple(given.get("languages", ())),
            promise=given.get("promise", ""),
            has_file={"yes": True, "no": False}.get(given.get("has_file", "")),
            **{**{name: value for name, value in moments.items() if value}, **dates},
        )
        return found.document()


def customer_of(found: Filter, staff: Staff) -> Customer | None:
    return customers.visible_to(staff).filter(pk=found.customer_id).first() if found.customer_id else None


def initial(found: Filter, staff: Staff) -> dict[str, Any]:
    """How the form begins for a filter that is there already."""
    customer = customer_of(found, staff)
    address = customer.identities.first() if customer else None
    moments: dict[str, Any] = {}
    for name, days in (
        ("created_after", "created_days"),
        ("created_before", ""),
        ("last_after", "last_days"),
        ("last_before", "quiet_days"),
    ):
        value = getattr(found, name)
        if value.endswith("d") and days:
            moments[days] = int(value[:-1])
        elif value and not value.endswith("d"):
            moments[name] = value
    return {
        "state": found.state,
        "assignee": found.assignee,
        "people": found.assignee_ids,
        "attention": found.attention,
        "teams": found.team_ids,
        "tags": found.tag_ids,
        "without_tags": found.without_tag_ids,
        "brands": found.brand_ids,
        "channels": found.channels,
        "languages": found.languages,
        "promise": found.promise,
        "has_file": {True: "yes", False: "no"}.get(found.has_file, ""),  # type: ignore[arg-type]
        "customer": address.value if address else "",
        **moments,
    }


def names(staff: Staff) -> Names:
    """Of all that this reader may choose. Of several brands, each name says whose it is."""
    brands = {brand.pk: brand.name for brand in people.brands(staff)}

    def told(name: str, brand_id: int) -> str:
        return name if len(brands) == 1 else f"{name} · {brands[brand_id]}"

    return Names(
        people={one.pk: one.name for one in people.colleagues_of(brands)},
        teams={one.pk: told(one.name, one.brand_id) for one in people.teams_of(brands)},
        tags={one.pk: told(one.name, one.brand_id) for one in queries.tags_of(brands)},
        brands=brands,
    )
