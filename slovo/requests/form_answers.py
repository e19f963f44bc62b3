"""What somebody filled in, judged by the rules of the fields. One that is not shown asks nothing and keeps nothing."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from slovo.brands.models import Brand
from slovo.core.errors import UnableTo
from slovo.core.rules import Rule
from slovo.customers.identity import home_country, normal_email, normal_phone
from slovo.requests.form_fields import CHARACTERS_MAX, FILES_MAX, MASKED, Field, FieldKind, When
from slovo.requests.form_files import ALL_BYTES_MAX, FormFile, UnableToAttach, checked

YES = "yes"
NUMBER_CHARACTERS_MAX = 20
_DATES = (re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})"), re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})"))

Given = Mapping[str, Sequence[str]]  # by the key of the field
Files = Mapping[str, Sequence[tuple[str, bytes]]]  # name and content


class NotAnswered(UnableTo):
    """`problems`: what is wrong, by the key of the field."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(
            _("Something is missing or not right yet. Look at what is marked and send it once more."),
            rule=Rule.FORM_IS_ANSWERED,
        )
        self.problems = dict(problems)


@dataclass(frozen=True, slots=True)
class Answered:
    """`label`: as it was read. `value`: as data: a text, or a list of keys of options or of names of files. `words`: as
    people read it."""

    field: Field
    label: str
    value: str | list[str]
    words: str
    files: tuple[FormFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Reader:
    """Who fills it in: where, in which language, on which day."""

    brand: Brand
    language: str
    today: date

    @property
    def languages(self) -> tuple[str, str]:
        return self.language, self.brand.language


class _Wrong(Exception):
    pass


def judged(fields: Sequence[Field], given: Given, files: Files, reader: Reader) -> list[Answered]:
    """What was answered, in order. Raises `NotAnswered` with all that is wrong at once."""
    found: dict[str, Answered] = {}
    problems: dict[str, str] = {}
    for one in fields:
        if not is_shown(one.when, {key: answer.value for key, answer in found.items()}):
            continue
        try:
            answer = _answer(one, given.get(one.key, ()), files.get(one.key, ()), reader)
        except (_Wrong, UnableToAttach) as problem:
            problems[one.key] = str(problem)
            continue
        if answer is not None:
            found[one.key] = answer
        elif one.required:
            problems[one.key] = _missing(one)
    attached = [file for answer in found.values() for file in answer.files]
    if sum(len(file.content) for file in attached) > ALL_BYTES_MAX:
        last = next(answer for answer in reversed(found.values()) if answer.files)
        words = _("All files together are larger than %(most)d MB. Leave one out.")
        problems[last.field.key] = words % {"most": ALL_BYTES_MAX // 1024**2}
    if problems:
        raise NotAnswered(problems)
    return list(found.values())


def is_shown(when: When | None, values: Mapping[str, Any]) -> bool:
    """`values`: of what stands above it and is answered, by key."""
    if when is None:
        return True
    value = values.get(when.field)
    if not value:
        return False
    return not when.values or bool({value} & set(when.values) if isinstance(value, str) else {*value} & {*when.values})


def as_text(answers: Sequence[Answered]) -> str:
    """As they are read in the conversation: what was asked, and the answer."""
    return "\n".join(_line(answer) for answer in answers)


def _line(answer: Answered) -> str:
    label = answer.label if answer.label[-1:] in "?:.!" else f"{answer.label}:"
    return f"{label}\n{answer.words}\n" if "\n" in answer.words else f"{label} {answer.words}"


def _answer(one: Field, texts: Sequence[str], files: Sequence[tuple[str, bytes]], reader: Reader) -> Answered | None:
    label = one.label(*reader.languages)
    if one.kind == FieldKind.FILE:
        taken = _files(one, files)
        names = [file.name for file in taken]
        return Answered(one, label, names, ", ".join(names), tuple(taken)) if taken else None
    if one.kind == FieldKind.MANY:
        keys = _chosen(one, texts)
        words = ", ".join(one.option_name(key, *reader.languages) for key in keys)
        return Answered(one, label, keys, words) if keys else None
    text = (texts[-1] if texts else "").replace("\r\n", "\n").strip()
    if not text:
        return None
    value, words = _read(one, text, reader)
    return Answered(one, label, value, words)


def _read(one: Field, text: str, reader: Reader) -> tuple[str, str]:
    """Its value as data, and as people read it."""
    match one.kind:
        case FieldKind.ONE:
            [key] = _chosen(one, [text])
            return key, one.option_name(key, *reader.languages)
        case FieldKind.CONSENT:
            if text != YES:
                raise _Wrong(_("Tick it, or leave it as it is."))
            return YES, _("yes")
        case FieldKind.NUMBER:
            number = _number(one, text)
            return number, formats.number_format(Decimal(number), use_l10n=True)
        case FieldKind.DATE:
            day = _date(one, text, reader.today)
            return day.isoformat(), formats.date_format(day, "j E Y")
        case FieldKind.EMAIL:
            address = normal_email(text)
            if not address:
                raise _Wrong(_("This is no e-mail address. Write it like name@example.com."))
            return address, address
        case FieldKind.PHONE:
            number = normal_phone(text, country=home_country(reader.brand.language))
            if not number:
                raise _Wrong(_("This is no phone number. Write it with the code of the country."))
            return number, number
    text = _words(one, text)
    return text, text


def _words(one: Field, text: str) -> str:
    if one.kind != FieldKind.LONG:
        text = " ".join(text.split())
    most = CHARACTERS_MAX[FieldKind(one.kind)] if one.most is None else one.most
    if one.least and len(text) < one.least:
        words = ngettext("Write %(count)d character at least.", "Write %(count)d characters at least.", one.least)
        raise _Wrong(words % {"count": one.least})
    if len(text) > most:
        raise _Wrong(_("Say it in %(count)d characters at most.") % {"count": most})
    if one.kind in MASKED and one.mask and not re.fullmatch(pattern(one.mask), text):
        raise _Wrong(mask_words(one.mask))
    return text


def pattern(mask: str) -> str:
    """As an expression: one place after another, so that none takes long to try."""
    places = {"9": "[0-9]", "A": r"[^\W\d_]", "*": r"[^\W_]"}
    return "".join(places.get(place, re.escape(place)) for place in mask)


def mask_words(mask: str) -> str:
    words = _("Write it like %(mask)s, where 9 is any figure, A any letter and * one of both.")
    return words % {"mask": mask}


def _number(one: Field, text: str) -> str:
    try:
        number = Decimal("".join(text.split()).replace(",", ".")[:NUMBER_CHARACTERS_MAX])
    except InvalidOperation:
        raise _Wrong(_("This is no number. Write it in figures.")) from None
    if not number.is_finite():
        raise _Wrong(_("This is no number. Write it in figures."))
    if one.least is not None and number < one.least:
        raise _Wrong(_("It is %(count)d at least.") % {"count": one.least})
    if one.most is not None and number > one.most:
        raise _Wrong(_("It is %(count)d at most.") % {"count": one.most})
    return f"{number.normalize():f}"


def _date(one: Field, text: str, today: date) -> date:
    iso, spoken = (expression.fullmatch(text) for expression in _DATES)
    try:
        if iso:
            day = date(*map(int, iso.groups()))
        elif spoken:
            day = date(*map(int, reversed(spoken.groups())))
        else:
            raise ValueError
    except ValueError:
        raise _Wrong(_("There is no such day. Write it like 24.12.2026.")) from None
    first, last = days(one, today)
    if first and day < first:
        raise _Wrong(_("It is not before %(day)s.") % {"day": formats.date_format(first, "j E Y")})
    if last and day > last:
        raise _Wrong(_("It is not after %(day)s.") % {"day": formats.date_format(last, "j E Y")})
    return day


def days(one: Field, today: date) -> tuple[date | None, date | None]:
    """Between which days a date lies."""
    first, last = (None if limit is None else today + timedelta(days=limit) for limit in (one.least, one.most))
    return first, last


def _chosen(one: Field, texts: Sequence[str]) -> list[str]:
    """In the order in which they are offered. What is made up is refused."""
    offered = [option.key for option in one.options]
    wanted = {text for text in texts if text}
    if wanted - set(offered):
        raise _Wrong(_("This is not offered. Choose one of the answers that are."))
    keys = [key for key in offered if key in wanted]
    if one.kind == FieldKind.MANY and keys:
        if one.least and len(keys) < one.least:
            raise _Wrong(_("Choose %(count)d at least.") % {"count": one.least})
        if one.most and len(keys) > one.most:
            raise _Wrong(_("Choose %(count)d at most.") % {"count": one.most})
    return keys


def _files(one: Field, files: Sequence[tuple[str, bytes]]) -> list[FormFile]:
    most = one.most or FILES_MAX
    if len(files) > most:
        words = ngettext("Attach %(count)d file at most.", "Attach %(count)d files at most.", most)
        raise _Wrong(words % {"count": most})
    if files and one.least and len(files) < one.least:
        words = ngettext("Attach %(count)d file at least.", "Attach %(count)d files at least.", one.least)
        raise _Wrong(words % {"count": one.least})
    return [checked(name, content) for name, content in files]


def _missing(one: Field) -> str:
    match one.kind:
        case FieldKind.ONE | FieldKind.MANY:
            return _("Choose one of the answers.")
        case FieldKind.FILE:
            return _("Attach a file.")
        case FieldKind.CONSENT:
            return _("Without this we cannot take the request. Tick it if you agree.")
    return _("Fill this in.")
