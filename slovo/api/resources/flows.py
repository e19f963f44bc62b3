"""Scripted talks of a brand's assistant: read, brought, published in versions, tried, switched on and off."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Query, Router

from slovo.api import references
from slovo.api.access import ApiRequest, reads, writes
from slovo.api.answers import answer, nothing, one, page
from slovo.api.kinds import Chosen, Paged
from slovo.api.problems import WrongField
from slovo.api.resources.flows_shown import (
    FLOW,
    FlowGiven,
    FlowPage,
    FlowShown,
    FlowSwitchGiven,
    FlowTrialGiven,
    FlowTrialShown,
    FlowVersionGiven,
    FlowVersionPage,
    FlowVersionShown,
    exchange_shape,
    shapes,
    version_shapes,
)
from slovo.assistant.flow_models import Flow
from slovo.assistant.flows import queries, setting
from slovo.assistant.flows.trying import tried
from slovo.core.secrets import unsealed
from slovo.people.rights import Verb

router = Router(tags=["assistant"])


class FlowFilters(Paged):
    brand: UUID | None = None


@router.get("/flows", response=FlowPage)
@reads(Verb.MANAGE_BRAND)
def index(request: ApiRequest, filters: Query[FlowFilters]) -> HttpResponse:
    rows = queries.visible_to(request.by)
    if filters.brand:
        rows = rows.filter(brand__public_id=filters.brand)
    return page(request, rows, paged=filters, order="pk", shapes=shapes, kind=FlowShown)


@router.get("/flows/{id}", response=FlowShown)
@reads(Verb.MANAGE_BRAND)
def show(request: ApiRequest, id: UUID, chosen: Query[Chosen]) -> HttpResponse:
    return _one(request, _flow(request, id), fields=chosen.fields)


@router.get("/flows/{id}/versions", response=FlowVersionPage)
@reads(Verb.MANAGE_BRAND)
def versions(request: ApiRequest, id: UUID, paged: Query[Paged]) -> HttpResponse:
    """The newest first: a talk ends on the one on which it began."""
    rows = queries.versions_of(_flow(request, id))
    return page(request, rows, paged=paged, order="-pk", shapes=version_shapes, kind=FlowVersionShown)


@router.post("/flows", response={201: FlowShown})
@writes(Verb.MANAGE_BRAND)
def begin(request: ApiRequest, given: FlowGiven) -> HttpResponse:
    """A draft: visitors meet nothing of it before it is published and switched on."""
    brand = references.brand(request, given.brand, Verb.MANAGE_BRAND)
    if (given.template is None) == (given.document is None):
        raise WrongField("template", _("Name either a template or a document."))
    if given.document:
        flow = setting.bring(brand=brand, document=given.document.document, by=request.by, at=request.at)
    else:
        flow = setting.adopt(brand=brand, template=given.template or "", by=request.by, at=request.at)
    return _one(request, flow, status=201)


@router.post("/flows/{id}/versions", response={201: FlowShown})
@writes(Verb.MANAGE_BRAND)
def make_version(request: ApiRequest, id: UUID, given: FlowVersionGiven) -> HttpResponse:
    """What visitors begin from now on; who is in the midst of the flow ends on what they began. Only a sound flow is
    published."""
    flow = _flow(request, id)
    document = given.document.document if given.document else None
    setting.make_version(flow_id=flow.pk, document=document, by=request.by, at=request.at)
    return _one(request, flow, status=201)


@router.put("/flows/{id}/switch", response=FlowShown)
@writes(Verb.MANAGE_BRAND)
def switch(request: ApiRequest, id: UUID, given: FlowSwitchGiven) -> HttpResponse:
    """Whether visitors can begin it."""
    flow = _flow(request, id)
    setting.switch(flow_id=flow.pk, on=given.on, by=request.by, at=request.at)
    return _one(request, flow)


@router.delete("/flows/{id}", response={204: None})
@writes(Verb.MANAGE_BRAND)
def remove(request: ApiRequest, id: UUID) -> HttpResponse:
    """What was talked by it stays, and ends by it."""
    setting.remove(flow_id=_flow(request, id).pk, by=request.by, at=request.at)
    return nothing()


@router.post("/flows/{id}/trials", response=FlowTrialShown)
@writes(Verb.MANAGE_BRAND)
def try_out(request: ApiRequest, id: UUID, given: FlowTrialGiven) -> HttpResponse:
    """What it would say to a visitor: it looks up what there is, and books, sends and keeps nothing."""
    flow = _flow(request, id)
    version = flow.published
    if not given.draft and version is None:
        raise WrongField("draft", _("Nothing of this flow is published yet. Try the draft."))
    document = flow.worked_on if given.draft or version is None else version.flow_document
    texts = [text.strip() for text in given.texts if text.strip()]
    exchanges = tried(document, texts, brand=flow.brand, language=given.language, at=request.at)
    return answer({"data": [exchange_shape(each) for each in exchanges]})


def _flow(request: ApiRequest, shown: UUID) -> Flow:
    row: Flow = get_object_or_404(queries.visible_to(request.by), pk=unsealed(FLOW, shown) or 0)
    return row


def _one(request: ApiRequest, flow: Flow, *, fields: str = "", status: int = 200) -> HttpResponse:
    """As it is now."""
    row = queries.visible_to(request.by).get(pk=flow.pk)
    return one(request, shapes([row])[0], FlowShown, fields=fields, status=status)
