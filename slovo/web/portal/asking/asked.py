"""The fields of a brand's own form, as its page shows them and as they come back."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from slovo.brands.models import Brand
from slovo.requests.form_answers import YES, Answered, Reader, days, judged, mask_words
from slovo.requests.form_fields import CHARACTERS_MAX, FILES_MAX, OF_WORDS, Field, FieldKind, When
from slovo.requests.form_files import ACCEPTED, FILE_BYTES_MAX
from slovo.requests.models import in_language

NAME = "f_"  # before the key of a field, so that none is taken for a part of the page
TYPES = {FieldKind.EMAIL: "email", FieldKind.PHONE: "tel", FieldKind.DATE: "date", FieldKind.FILE: "file"}
COMPLETED = {FieldKind.EMAIL: "email", FieldKind.PHONE: "tel"}


def reader(brand: Brand, language: str, at: datetime) -> Reader:
    return Reader(brand, language, at.astimezone(brand.tz).date())


def answers(request: HttpRequest, fields: Sequence[Field], reading: Reader) -> list[Answered]:
    """Raises `NotAnswered`."""
    given = {one.key: request.POST.getlist(NAME + one.key) for one in fields}
    files = {one.key: _files(request, one) for one in fields if one.kind == FieldKind.FILE}
    return judged(fields, given, files, reading)


def _files(request: HttpRequest, one: Field) -> list[tuple[str, bytes]]:
    """No more than one beyond what is taken is read."""
    found = request.FILES.getlist(NAME + one.key)[: FILES_MAX + 1]
    return [(file.name or "file", file.read(FILE_BYTES_MAX + 1)) for file in found]


def shown(
    request: HttpRequest, fields: Sequence[Field], reading: Reader, problems: Mapping[str, str]
) -> list[dict[str, Any]]:
    labels = {one.key: one for one in fields}
    return [_shown(request, one, labels, reading, problems.get(one.key, "")) for one in fields]


def _shown(
    request: HttpRequest, one: Field, others: Mapping[str, Field], reading: Reader, problem: str
) -> dict[str, Any]:
    given = request.POST.getlist(NAME + one.key)
    first, last = days(one, reading.today) if one.kind == FieldKind.DATE else (None, None)
    return {
        "key": one.key,
        "kind": one.kind,
        "name": NAME + one.key,
        "id": f"f-{one.key}",
        "label": one.label(*reading.languages),
        "hint": in_language(one.hints, *reading.languages),
        "rules": rules(one, reading.today),
        "problem": problem,
        "required": one.required,
        "when": one.when,
        "when_words": when_words(one.when, others, *reading.languages),
        "value": given[-1] if given else "",
        "ticked": YES in given,
        "yes": YES,
        "options": [
            {"key": each.key, "name": in_language(each.names, *reading.languages), "chosen": each.key in given}
            for each in one.options
        ],
        "type": TYPES.get(FieldKind(one.kind), "text"),
        "completed": COMPLETED.get(FieldKind(one.kind), ""),
        "first": first,
        "last": last,
        "longest": one.most or CHARACTERS_MAX.get(FieldKind(one.kind), 254),
        "accepted": ACCEPTED,
        "several": (one.most or FILES_MAX) > 1,
    }


def when_words(when: When | None, others: Mapping[str, Field], *languages: str) -> str:
    """As a sentence. "" for what is always shown."""
    if when is None or when.field not in others:
        return ""
    asked = others[when.field]
    label = asked.label(*languages).rstrip("?:.! ")
    if not when.values:
        return _("Only if “%(label)s” is filled in.") % {"label": label}
    values = [_("“%(name)s”") % {"name": asked.option_name(key, *languages)} for key in when.values]
    return _("Only if “%(label)s” is %(values)s.") % {"label": label, "values": _(" or ").join(values)}


def rules(one: Field, today: date) -> str:
    """What its rules ask for, in words. "" where nothing is to be said."""
    words = _range(one) if one.kind != FieldKind.DATE else _between(*days(one, today))
    if one.mask:
        words = f"{words} {mask_words(one.mask)}".strip()
    if one.kind == FieldKind.FILE:
        sizes = _("Pictures, PDF and documents of %(most)d MB at most.") % {"most": FILE_BYTES_MAX // 1024**2}
        words = f"{sizes} {words}".strip()
    return words


def _range(one: Field) -> str:
    least, most = one.least or None, one.most
    if one.kind == FieldKind.NUMBER:
        least = one.least
    if least is None and most is None:
        return ""
    count = most if most is not None else least or 0
    numbers = {"least": least, "most": most, "count": count}
    if one.kind in OF_WORDS:
        if least is None:
            words = ngettext("%(most)d character at most.", "%(most)d characters at most.", count)
        elif most is None:
            words = ngettext("%(least)d character at least.", "%(least)d characters at least.", count)
        else:
            words = ngettext("From %(least)d to %(most)d character.", "From %(least)d to %(most)d characters.", count)
    elif least is None:
        words = _("%(most)d at most.")
    elif most is None:
        words = _("%(least)d at least.")
    else:
        words = _("From %(least)d to %(most)d.")
    return words % numbers


def _between(first: date | None, last: date | None) -> str:
    spoken = {name: formats.date_format(day, "j E Y") for name, day in (("first", first), ("last", last)) if day}
    if first and last:
        return _("From %(first)s to %(last)s.") % spoken
    if first:
        return _("Not before %(first)s.") % spoken
    return _("Not after %(last)s.") % spoken if last else ""
