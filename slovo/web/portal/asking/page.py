"""The page of a type of request: what may be chosen, what is asked. Whoever makes its form tries it at the desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from slovo.core.errors import UnableTo
from slovo.requests import queries
from slovo.requests.choosing import UnableToChoose
from slovo.requests.form_answers import Answered, NotAnswered
from slovo.requests.form_fields import Field, FieldKind
from slovo.requests.models import RequestType
from slovo.standards.queries import said_up_front
from slovo.web.money import price_words
from slovo.web.portal import proving
from slovo.web.portal.asking import asked
from slovo.web.portal.asking.form import Told, value_of
from slovo.web.portal.asking.waiting import expected
from slovo.web.portal.frame import frame
from slovo.web.portal.taking import NotTaken

NOUN = "ask"


@dataclass(frozen=True, slots=True)
class Shown:
    """`form`: by which the page is known when it comes back. `trying`: at the desk, where nothing is sent. `tried`:
    what was filled in there. `csrf`: a field that the desk wants."""

    request_type: RequestType
    language: str
    fields: Sequence[Field]
    form: str
    told: Told | None = None
    problem: UnableTo | None = None
    trying: bool = False
    tried: Sequence[Answered] | None = None
    csrf: str = ""


def page(request: HttpRequest, shown: Shown) -> str:
    request_type, problem, brand = shown.request_type, shown.problem, shown.request_type.brand
    wrong = problem.field if isinstance(problem, NotTaken) else "option" if isinstance(problem, UnableToChoose) else ""
    problems = problem.problems if isinstance(problem, NotAnswered) else {}
    at = timezone.now()
    fields = asked.shown(request, shown.fields, asked.reader(brand, shown.language, at), problems)
    proof = {} if shown.trying else proving.shown(request, brand, NOUN, problem, at=at)
    context = top(request_type, shown.language) | {
        "options": _options(shown),
        "told": shown.told,
        "problem": problem,
        "wrong": wrong,
        "form": shown.form,
        "up_front": said_up_front(brand.pk, shown.language, brand.language),
        "demands": request_type.demands_choice,
        "fields": fields,
        "wrong_fields": [one for one in fields if one["problem"]],
        "with_files": any(one.kind == FieldKind.FILE for one in shown.fields),
        **proof,
        "live": bool(proof.get("proof")) or any(one.when for one in shown.fields),
        "trying": shown.trying,
        "tried": shown.tried,
        "csrf": shown.csrf,
    }
    return render_to_string("portal/asking/ask.html", context)


def top(request_type: RequestType, language: str) -> dict[str, Any]:
    brand = request_type.brand
    return frame(brand.colour) | {"brand": brand, "title": request_type.name(language)}


def price_of(wording: dict[str, Any]) -> str:
    return price_words(wording["price_minor"], wording["currency"])


def _options(shown: Shown) -> list[dict[str, Any]]:
    brand, told = shown.request_type.brand, shown.told
    versions = queries.offered([shown.request_type.pk])
    at = timezone.now()
    free, waits = queries.free(versions, brand, at), expected(versions, brand, shown.language, at=at)
    options = []
    for version in versions:
        wording, left = version.wording(shown.language, brand.language), free.get(version.pk)
        value = value_of(version.pk, left)
        options.append(
            {
                **wording,
                "price": price_of(wording),
                "value": value,
                "free": left,
                "expected": waits.get(version.promise_kind),
                "gone": left is not None and left.starts_on is None,
                "chosen": told is not None and told.option == value,
            }
        )
    return options
