"""The form of a request while somebody builds it: fields as they are typed, and as they are read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from slovo.core.errors import UnableTo
from slovo.customers.consent_models import Purpose
from slovo.requests.form_fields import Field, FieldKind, FormOption, When
from slovo.web.desk.offering import texts_in
from slovo.web.portal.asking.asked import rules, when_words

KINDS = {
    FieldKind.TEXT: gettext_lazy("A line of text"),
    FieldKind.LONG: gettext_lazy("A longer text"),
    FieldKind.ONE: gettext_lazy("One of several answers"),
    FieldKind.MANY: gettext_lazy("Any of several answers"),
    FieldKind.NUMBER: gettext_lazy("A number"),
    FieldKind.DATE: gettext_lazy("A day"),
    FieldKind.EMAIL: gettext_lazy("An e-mail address"),
    FieldKind.PHONE: gettext_lazy("A phone number"),
    FieldKind.ORDER: gettext_lazy("The number of an order"),
    FieldKind.FILE: gettext_lazy("Files"),
    FieldKind.CONSENT: gettext_lazy("A consent"),
}
PURPOSES = {"": gettext_lazy("This request alone"), Purpose.MARKETING: gettext_lazy("Advertising")}


@dataclass(frozen=True, slots=True)
class Line:
    """A field of the form as its builder reads it. `was`: as it is called so far. `conditions`: by which it could be
    shown: value, words, chosen."""

    field: Field
    was: str
    label: str
    kind: str
    rules: str
    when: str
    conditions: list[tuple[str, str, bool]]
    options: dict[str, str]


def lines(fields: Sequence[Field], today: date, *, edited: Field | None = None, was: str = "") -> list[Line]:
    """`edited`: what was typed and refused, in the place of `was`."""
    shown = [edited if edited and one.key == was else one for one in fields]
    return [line(one, shown[:place], today, was=fields[place].key) for place, one in enumerate(shown)]


def line(one: Field, above: Sequence[Field], today: date, *, was: str = "") -> Line:
    language = get_language() or "en"
    known = FieldKind(one.kind) if one.kind in set(FieldKind) else FieldKind.TEXT
    return Line(
        field=one,
        was=was,
        label=one.label(language) or one.key,
        kind=str(KINDS[known]),
        rules=rules(one, today),
        when=when_words(one.when, {other.key: other for other in above}, language),
        conditions=_conditions(one, above, language),
        options={code: _options_typed(one, code) for code, _name in settings.LANGUAGES},
    )


def field_in(given: QueryDict, fields: Sequence[Field], was: str) -> Field:
    """As it was typed: the action judges it. `kind`, `key` (empty: one is made up), `labels_…`, `hints_…`, `required`,
    `options_…` (an answer a line), `least`, `most`, `mask`, `purpose`, `when` (several: a field and an answer)."""
    before = next((one for one in fields if one.key == was), None)
    return Field(
        key=given.get("key", "").strip() or was or _free(fields),
        kind=given.get("kind", ""),
        labels=texts_in(given, "labels"),
        hints=texts_in(given, "hints"),
        required="required" in given,
        options=_options_in(given, before),
        least=_limit(given.get("least", "")),
        most=_limit(given.get("most", "")),
        mask=given.get("mask", ""),
        purpose=given.get("purpose", ""),
        when=_when_in(given),
    )


def empty(fields: Sequence[Field], today: date, *, edited: Field | None = None) -> Line:
    """For a field that is new."""
    return line(edited or Field(key="", kind=FieldKind.TEXT, labels={}), fields, today)


def _free(fields: Sequence[Field]) -> str:
    taken, number = {one.key for one in fields}, len(fields) + 1
    while f"field_{number}" in taken:
        number += 1
    return f"field_{number}"


def _options_in(given: QueryDict, before: Field | None) -> tuple[FormOption, ...]:
    """Line by line, the same place in every language. A place keeps its name in the data."""
    typed = {code: given.get(f"options_{code}", "").splitlines() for code, _name in settings.LANGUAGES}
    known = [one.key for one in before.options] if before else []
    found = []
    for place in range(max(map(len, typed.values()), default=0)):
        names = {code: texts[place].strip() for code, texts in typed.items() if place < len(texts)}
        names = {code: text for code, text in names.items() if text}
        if names:
            key = known[place] if place < len(known) else f"answer_{place + 1}"
            found.append(FormOption(key, names))
    return tuple(found)


def _options_typed(one: Field, language: str) -> str:
    return "\n".join(option.names.get(language, "") for option in one.options).rstrip("\n")


def _limit(text: str) -> int | None:
    text = text.strip()
    if not text:
        return None
    try:
        return int(text[:15])
    except ValueError:
        raise UnableTo(_("This is no number. Write it in figures.")) from None


def _when_in(given: QueryDict) -> When | None:
    chosen = [text.partition(":") for text in given.getlist("when")]
    asked = {field for field, _colon, _value in chosen}
    if len(asked) > 1:
        raise UnableTo(_("A field is shown by the answers to one other field. Choose those of one."))
    values = tuple(value for _field, _colon, value in chosen if value)
    any_value = len(values) < len(chosen)
    return When(asked.pop(), () if any_value else values) if asked else None


def _conditions(one: Field, above: Sequence[Field], language: str) -> list[tuple[str, str, bool]]:
    others = {other.key: other for other in above}
    found = []
    for other in above:
        for option in (*other.options, None):
            when = When(other.key, (option.key,) if option else ())
            own = one.when is not None and one.when.field == other.key
            now = one.when.values if own and one.when else ()
            chosen = own and (option.key in now if option else not now)
            value = f"{other.key}:{option.key if option else ''}"
            found.append((value, when_words(when, others, language), chosen))
    return found
