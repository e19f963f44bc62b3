"""The form of a brand's week: rows of hours for each day, one more than there are, and whose holidays count."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS as DAY_NAMES
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from slovo.core.worktime import WEEKDAYS, editing
from slovo.web.desk.words import places

ROWS_MAX = 8
COUNTRIES_MAX = 4
CLOCK = forms.TimeInput(format="%H:%M", attrs={"type": "time"})


class HoursForm(forms.Form):
    """Fields "mon-0-opens", "mon-0-closes", "country-0"; an empty row is left out. The last row of each is empty."""

    working_weekends = forms.BooleanField(
        label=_("Saturdays and Sundays that the government swaps for a day off are working days"), required=False
    )

    def __init__(self, document: Mapping[str, Any], data: Any = None) -> None:
        self._document = document
        initial = {"working_weekends": editing.works_on_moved_weekends(document)}
        super().__init__(data, initial=initial, label_suffix="")
        self._rows = {day: list(self._add_day(day, pairs)) for day, pairs in editing.week_of(document).items()}
        self._countries = list(self._add_countries(editing.countries_of(document)))

    def days(self) -> list[tuple[str, list[tuple[forms.BoundField, forms.BoundField]]]]:
        """(name of the day, rows of two fields) for the page."""
        rows = {day: [(self[opens], self[closes]) for opens, closes in names] for day, names in self._rows.items()}
        return [(str(DAY_NAMES[number]), rows[day]) for number, day in enumerate(WEEKDAYS)]

    def countries(self) -> list[forms.BoundField]:
        return [self[name] for name in self._countries]

    def document(self) -> dict[str, Any]:
        """The brand's document with what was filled in."""
        given = self.cleaned_data
        week = {
            day: [
                (f"{given[opens]:%H:%M}", _end(f"{given[closes]:%H:%M}"))
                for opens, closes in names
                if given[opens] is not None
            ]
            for day, names in self._rows.items()
        }
        countries = list(dict.fromkeys(given[name] for name in self._countries if given[name]))
        working_weekends = bool(countries) and given["working_weekends"]
        return editing.with_hours(self._document, week=week, countries=countries, working_weekends=working_weekends)

    def clean(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        for opens, closes in (pair for names in self._rows.values() for pair in names):
            empty = [name for name in (opens, closes) if given.get(name) is None]
            if len(empty) == 1 and {opens, closes}.isdisjoint(self.errors):
                self.add_error(empty[0], _("From and until belong together: enter both, or none."))
        return given

    def _add_day(self, day: str, pairs: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        sent = sum(1 for number in range(ROWS_MAX) if f"{day}-{number}-opens" in self.data)
        for number in range(min(ROWS_MAX, sent or len(pairs) + 1)):
            names = (f"{day}-{number}-opens", f"{day}-{number}-closes")
            for name, words, at in zip(names, (_("from"), _("until")), range(2), strict=True):
                start = pairs[number][at].replace("24:00", "00:00") if number < len(pairs) else None
                self.fields[name] = forms.TimeField(label=words, required=False, widget=CLOCK, initial=start)
            yield names

    def _add_countries(self, codes: list[str]) -> Iterator[str]:
        choices = [("", _("None")), *places.countries((get_language() or "en")[:2])]
        sent = sum(1 for number in range(COUNTRIES_MAX) if f"country-{number}" in self.data)
        for number in range(min(COUNTRIES_MAX, sent or len(codes) + 1)):
            name = f"country-{number}"
            start = codes[number] if number < len(codes) else ""
            self.fields[name] = forms.ChoiceField(
                label=_("Public holidays of"), choices=choices, required=False, initial=start
            )
            yield name


def _end(clock: str) -> str:
    return "24:00" if clock == "00:00" else clock
