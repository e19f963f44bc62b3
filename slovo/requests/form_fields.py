"""What a form asks: its fields, their rules, and when each is shown. Plain values, kept as JSON in its versions."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from slovo.core.errors import UnableTo
from slovo.core.rules import Rule
from slovo.customers.consent_models import Purpose
from slovo.requests.models import Texts, in_language

FIELDS_MAX, OPTIONS_MAX, FILES_MAX = 40, 30, 5
KEY_CHARACTERS_MAX = 30
LABEL_CHARACTERS_MAX, HINT_CHARACTERS_MAX, MASK_CHARACTERS_MAX = 500, 500, 60
NUMBER_MAX = 10**12
_KEY = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*")


class UnableToSetForm(UnableTo):
    pass


class FieldKind(StrEnum):
    TEXT = "text"
    LONG = "long"
    NUMBER = "number"
    DATE = "date"
    ONE = "one"  # of several
    MANY = "many"
    EMAIL = "email"
    PHONE = "phone"
    ORDER = "order"  # the number of an order
    FILE = "file"
    CONSENT = "consent"


OF_CHOICE = (FieldKind.ONE, FieldKind.MANY)
OF_WORDS = (FieldKind.TEXT, FieldKind.LONG, FieldKind.ORDER)
MASKED = (FieldKind.TEXT, FieldKind.ORDER)
RANGED = (*OF_WORDS, FieldKind.NUMBER, FieldKind.DATE, FieldKind.MANY, FieldKind.FILE)
CHARACTERS_MAX = {FieldKind.TEXT: 300, FieldKind.LONG: 10_000, FieldKind.ORDER: 60}


@dataclass(frozen=True, slots=True)
class FormOption:
    key: str
    names: Texts


@dataclass(frozen=True, slots=True)
class When:
    """Shown when the field `field`, which stands above it, has one of these values: keys of options. None named: when
    it has any."""

    field: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """`least`, `most`: of characters, of a number, of how many are chosen or attached, of days from today. `mask`: how
    it is written, where 9 is a figure, A a letter and * one of both. `purpose`: to what a consent is given, "" for
    one that is of this request alone."""

    key: str
    kind: str
    labels: Texts
    hints: Texts = field(default_factory=dict)
    required: bool = False
    options: tuple[FormOption, ...] = ()
    least: int | None = None
    most: int | None = None
    mask: str = ""
    purpose: str = ""
    when: When | None = None

    def label(self, *languages: str) -> str:
        return in_language(self.labels, *languages)

    def option_name(self, key: str, *languages: str) -> str:
        return next((in_language(one.names, *languages) for one in self.options if one.key == key), "")

    def plain(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> "Field":
        when = plain.get("when")
        return cls(
            **{
                **plain,
                "options": tuple(FormOption(**one) for one in plain.get("options", ())),
                "when": When(when["field"], tuple(when.get("values", ()))) if when else None,
            }
        )


def checked(fields: Sequence[Field]) -> tuple[Field, ...]:
    """As they are kept. Raises `UnableToSetForm`, naming the field."""
    if len(fields) > FIELDS_MAX:
        raise UnableToSetForm(
            _("Nobody fills in more than %(count)d fields. Ask for less.") % {"count": FIELDS_MAX},
            rule=Rule.FORM_WITHIN_LIMITS,
        )
    above: dict[str, Field] = {}
    for one in fields:
        tidy = _tidy(one)
        if tidy.key in above:
            raise UnableToSetForm(
                _("Two fields are called “%(key)s”. Rename one.") % {"key": tidy.key}, rule=Rule.FORM_WITHIN_LIMITS
            )
        try:
            _check(tidy)
            _check_when(tidy, above)
        except UnableToSetForm as problem:
            raise UnableToSetForm(f"{tidy.label() or tidy.key}: {problem}", rule=problem.rule) from None
        above[tidy.key] = tidy
    return tuple(above.values())


def _tidy(one: Field) -> Field:
    """Without what has no meaning for its kind."""
    return replace(
        one,
        labels=_said(one.labels),
        hints=_said(one.hints),
        options=tuple(FormOption(each.key, _said(each.names)) for each in one.options) if one.kind in OF_CHOICE else (),
        least=one.least if one.kind in RANGED else None,
        most=one.most if one.kind in RANGED else None,
        mask=one.mask.strip() if one.kind in MASKED else "",
        purpose=one.purpose if one.kind == FieldKind.CONSENT else "",
    )


def _check(one: Field) -> None:
    if not _KEY.fullmatch(one.key) or len(one.key) > KEY_CHARACTERS_MAX:
        words = _("Name it in small Latin letters, figures and underscores, %(count)d at most.")
        raise UnableToSetForm(words % {"count": KEY_CHARACTERS_MAX}, rule=Rule.FORM_WITHIN_LIMITS)
    if one.kind not in set(FieldKind):
        raise UnableToSetForm(
            _("There is no such kind of field. Choose one of those that are offered."), rule=Rule.FORM_WITHIN_LIMITS
        )
    if not one.labels:
        raise UnableToSetForm(_("Write what it asks, in one language at least."), rule=Rule.FORM_WITHIN_LIMITS)
    texts = (*one.labels.values(), *one.hints.values(), *(text for each in one.options for text in each.names.values()))
    if any(len(text) > LABEL_CHARACTERS_MAX for text in texts):
        raise UnableToSetForm(
            _("Say it in %(count)d characters at most.") % {"count": LABEL_CHARACTERS_MAX}, rule=Rule.TEXT_WITHIN_LIMITS
        )
    if one.purpose not in ("", Purpose.MARKETING):
        raise UnableToSetForm(
            _("There is no such purpose. Choose one of those that are offered."), rule=Rule.FORM_WITHIN_LIMITS
        )
    _check_options(one)
    _check_range(one)
    if len(one.mask) > MASK_CHARACTERS_MAX:
        raise UnableToSetForm(
            _("Say it in %(count)d characters at most.") % {"count": MASK_CHARACTERS_MAX}, rule=Rule.TEXT_WITHIN_LIMITS
        )


def _check_options(one: Field) -> None:
    if one.kind not in OF_CHOICE:
        return
    keys = [each.key for each in one.options]
    if not 2 <= len(keys) <= OPTIONS_MAX:
        words = _("Give it from two to %(count)d answers to choose from.")
        raise UnableToSetForm(words % {"count": OPTIONS_MAX}, rule=Rule.FORM_WITHIN_LIMITS)
    if len(set(keys)) < len(keys) or not all(_KEY.fullmatch(key) and len(key) <= KEY_CHARACTERS_MAX for key in keys):
        raise UnableToSetForm(
            _("Each answer has a name of its own, in small Latin letters and figures."), rule=Rule.FORM_WITHIN_LIMITS
        )
    if not all(each.names for each in one.options):
        raise UnableToSetForm(_("Write every answer, in one language at least."), rule=Rule.FORM_WITHIN_LIMITS)


def _check_range(one: Field) -> None:
    limits = [limit for limit in (one.least, one.most) if limit is not None]
    lowest = -NUMBER_MAX if one.kind in (FieldKind.NUMBER, FieldKind.DATE) else 0
    highest = {**CHARACTERS_MAX, FieldKind.MANY: len(one.options), FieldKind.FILE: FILES_MAX, FieldKind.DATE: 36_600}
    top = highest.get(FieldKind(one.kind), NUMBER_MAX)
    if any(not lowest <= limit <= top for limit in limits):
        raise UnableToSetForm(
            _("Its limits lie between %(least)d and %(most)d.") % {"least": lowest, "most": top},
            rule=Rule.FORM_WITHIN_LIMITS,
        )
    if one.least is not None and one.most is not None and one.least > one.most:
        raise UnableToSetForm(_("The least is more than the most. Change one of them."), rule=Rule.FORM_WITHIN_LIMITS)


def _check_when(one: Field, above: Mapping[str, Field]) -> None:
    if one.when is None:
        return
    asked = above.get(one.when.field)
    if asked is None:
        raise UnableToSetForm(
            _("It is shown by the answer to a field that does not stand above it. Move one of them."),
            rule=Rule.FORM_WITHIN_LIMITS,
        )
    if set(one.when.values) - {each.key for each in asked.options}:
        raise UnableToSetForm(
            _("It is shown by an answer that is not offered. Choose another one."), rule=Rule.FORM_WITHIN_LIMITS
        )


def _said(texts: Mapping[str, str]) -> Texts:
    return {language: " ".join(text.split()) for language, text in texts.items() if text.strip()}
