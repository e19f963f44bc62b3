"""What a brand does before its promises are late, and what a customer chooses then."""

import re
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import Http404, HttpResponse
from ninja import Query, Router
from pydantic import Field

from slovo.api.access import ApiRequest, reads, writes
from slovo.api.answers import Shape, answer, moment, nothing, one
from slovo.api.kinds import Flag, Given, Moment, Shown, Text
from slovo.api.references import brand as brand_named
from slovo.api.resources.pledges import How
from slovo.api.resources.promises import OfBrand, PromiseKindShown, PromiseShown, kind_shape, loaded, of_address, shapes
from slovo.brands.models import Brand
from slovo.people.rights import Verb
from slovo.promises import choosing, kind_rules, ladders, queries
from slovo.promises.choices import choices_open
from slovo.promises.ladder_models import ALTERNATIVE_CHARACTERS_MAX, LadderStep
from slovo.promises.ladder_templates import TEMPLATES
from slovo.promises.more_models import REASON_CHARACTERS_MAX, SLUG_CHARACTERS_MAX

router = Router(tags=["promises"])
_SLUG = re.compile(rf"[a-z][a-z0-9_]{{0,{SLUG_CHARACTERS_MAX - 1}}}")
Deeds = Literal["nudge_owner", "nudge_lead", "tell_customer", "check_in"]
Languages = Literal["ru", "uk", "en"]
Reason = Annotated[Text, Field(max_length=REASON_CHARACTERS_MAX)]
Minutes = Annotated[int, Field(ge=-ladders.MINUTES_MAX, le=ladders.MINUTES_MAX)]
Choices = Literal["wait", "alternative", "cancel"]


class LadderStepShown(Shown):
    """`minutes_before` the deadline; after it, where negative. `new_minutes`: how much later is named to the customer,
    for the `reasons`, by language."""

    minutes_before: int
    deed: Deeds
    new_minutes: int | None
    reasons: dict[str, str]
    offers_choice: bool


class LadderShown(Shown):
    kind: str
    steps: list[LadderStepShown]


class TemplateShown(Shown):
    """`kind`: the one it is meant for; null for any."""

    template: str
    kind: str | None
    steps: list[LadderStepShown]


class TemplateList(Shown):
    data: list[TemplateShown]


class StepGiven(Given):
    minutes_before: Minutes
    deed: Deeds
    new_minutes: Annotated[int | None, Field(ge=1, le=ladders.NEW_MINUTES_MAX)] = None
    reasons: dict[Languages, Reason] = {}
    offers_choice: Flag = False


class LadderGiven(Given):
    """Either steps or the name of a template."""

    brand: UUID | None = None
    steps: Annotated[list[StepGiven], Field(max_length=ladders.STEPS_MAX)] = []
    template: Annotated[Text | None, Field(max_length=20)] = None


class KindGiven(Given):
    brand: UUID | None = None
    names: dict[Languages, Annotated[Text, Field(max_length=kind_rules.NAME_CHARACTERS_MAX)]] = {}
    moves_without_consent_max: Annotated[int, Field(ge=0, le=kind_rules.MOVES_MAX)] = 1
    silence_minutes: Annotated[int | None, Field(ge=1, le=kind_rules.SILENCE_MINUTES_MAX)] = None
    told_at_night: Flag = False


class LadderChoiceGiven(Given):
    """What the customer said: `until` when they wait at most, or in `words` what they would like instead."""

    choice: Choices
    how: How
    until: Moment | None = None
    words: Annotated[Text, Field(max_length=ALTERNATIVE_CHARACTERS_MAX)] = ""


class ChoicesShown(Shown):
    """`open`: whether there is anything to choose. Of the moment that they were told, and why."""

    open: bool
    due_now: str | None
    reason: str
    choices: list[Choices]


@router.get("/ladder-templates", response=TemplateList)
@reads()
def templates(request: ApiRequest) -> HttpResponse:
    """Ladders that are shipped: to be taken over by a kind, and changed."""
    rows = [
        {"template": one.slug, "kind": one.kind or None, "steps": [_step(step) for step in one.steps]}
        for one in TEMPLATES.values()
    ]
    return answer({"data": rows})


@router.put("/promise-kinds/{kind}", response=PromiseKindShown)
@writes(Verb.MANAGE_BRAND)
def set_kind(request: ApiRequest, kind: str, given: KindGiven) -> HttpResponse:
    """A kind of the brand's own, or other rules for a shipped one."""
    here = brand_named(request, given.brand, Verb.MANAGE_BRAND)
    rules: dict[str, Any] = given.model_dump(exclude={"brand"})
    kind_rules.set_kind(brand=here, slug=_slug(kind), by=request.by, at=request.at, **rules)
    return answer(kind_shape(queries.kinds_at(here.pk)[kind]))


@router.delete("/promise-kinds/{kind}", response={204: None})
@writes(Verb.MANAGE_BRAND)
def archive_kind(request: ApiRequest, kind: str, given: Query[OfBrand]) -> HttpResponse:
    """No promises of it are made any more. Of a shipped one only the brand's rules go."""
    here = brand_named(request, given.brand, Verb.MANAGE_BRAND)
    kind_rules.archive_kind(brand=here, slug=_slug(kind), by=request.by, at=request.at)
    return nothing()


@router.get("/promise-kinds/{kind}/ladder", response=LadderShown)
@reads()
def ladder(request: ApiRequest, kind: str, given: Query[OfBrand]) -> HttpResponse:
    """What happens before promises of this kind are due. No steps: nothing."""
    here = brand_named(request, given.brand, Verb.READ)
    return _ladder(here, _slug(kind))


@router.put("/promise-kinds/{kind}/ladder", response=LadderShown)
@writes(Verb.MANAGE_BRAND)
def set_ladder(request: ApiRequest, kind: str, given: LadderGiven) -> HttpResponse:
    """All steps anew. What is promised already climbs the new ladder."""
    here = brand_named(request, given.brand, Verb.MANAGE_BRAND)
    steps = tuple(ladders.Step(**step.model_dump()) for step in given.steps)
    if given.template is not None:
        if given.template not in TEMPLATES:
            raise Http404
        steps = TEMPLATES[given.template].steps
    ladders.set_ladder(brand=here, kind=_slug(kind), steps=steps, by=request.by, at=request.at)
    return _ladder(here, kind)


@router.get("/promises/{id}/choice", response=ChoicesShown)
@reads()
def choices(request: ApiRequest, id: UUID) -> HttpResponse:
    """What the customer may choose now that they have heard of another moment."""
    open_ = choices_open(of_address(queries.visible_to(request.by), id))
    return answer(
        {
            "open": open_ is not None,
            "due_now": moment(open_.due_now) if open_ else None,
            "reason": open_.reason if open_ else "",
            "choices": ["wait", "alternative", "cancel"] if open_ else [],
        }
    )


@router.put("/promises/{id}/choice", response=PromiseShown)
@writes(Verb.PROMISE)
def choose(request: ApiRequest, id: UUID, given: LadderChoiceGiven) -> HttpResponse:
    """The customer said so: they wait, want something else, or cancel. 409 when there is nothing to choose."""
    row = of_address(queries.visible_to(request.by), id)
    said: dict[str, Any] = given.model_dump()
    choosing.choose(promise_id=row.pk, by=request.by, at=request.at, **said)
    return one(request, shapes([loaded(request).get(pk=row.pk)])[0], PromiseShown)


def _slug(kind: str) -> str:
    if not _SLUG.fullmatch(kind):
        raise Http404
    return kind


def _ladder(brand: Brand, kind: str) -> HttpResponse:
    if kind not in queries.kinds_at(brand.pk):
        raise Http404
    steps = [_step(step) for step in queries.ladder_of(brand.pk, kind)]
    return answer({"kind": kind, "steps": steps})


def _step(step: LadderStep | ladders.Step) -> Shape:
    names = ("minutes_before", "deed", "new_minutes", "offers_choice")
    return {**{name: getattr(step, name) for name in names}, "reasons": dict(step.reasons)}
