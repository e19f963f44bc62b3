"""Flows of a brand, as its administrator has them: taken over, worked on, published, switched on. Actions."""

from datetime import datetime

from django.utils.translation import gettext as _

from slovo.assistant.flow_models import Flow, FlowVersion
from slovo.assistant.flows import queries
from slovo.assistant.flows.checks import in_short
from slovo.assistant.flows.document import Document, UnableToSetFlow, with_visit_type
from slovo.assistant.flows.templates import TEMPLATES
from slovo.brands.models import Brand
from slovo.core.db import locked, transaction
from slovo.core.journal.recording import record
from slovo.core.rules import Rule
from slovo.facts.assistant import FlowAdopted, FlowDrafted, FlowPublished, FlowRemoved, FlowSwitched
from slovo.people.models import Staff
from slovo.people.rights import Verb

FLOWS_MAX = 20
OWN = "own"  # what a program brings is called


@transaction()
def adopt(*, brand: Brand, template: str, by: Staff, at: datetime) -> Flow:
    """A shipped flow becomes the brand's own draft. Where it books one kind of visit alone, that is the one. A second
    time it is a second flow."""
    by.must(Verb.MANAGE_BRAND, brand)
    document = TEMPLATES.get(template)
    if document is None:
        raise UnableToSetFlow(_("There is no such flow to take over. Choose one of those that are shown."))
    return _begun(brand, template, document, by=by, at=at)


@transaction()
def bring(*, brand: Brand, document: Document, by: Staff, at: datetime) -> Flow:
    """A flow of the brand's own, as a program brings it: a draft."""
    by.must(Verb.MANAGE_BRAND, brand)
    return _begun(brand, OWN, document, by=by, at=at)


@transaction()
def make_version(*, flow_id: int, document: Document | None, by: Staff, at: datetime) -> FlowVersion:
    """Draft and publication at once, both or neither. None: what is the draft already."""
    if document is not None:
        draft(flow_id=flow_id, document=document, by=by, at=at)
    return publish(flow_id=flow_id, by=by, at=at)


@transaction()
def draft(*, flow_id: int, document: Document, by: Staff, at: datetime) -> None:
    """Sound or not: visitors see nothing of it before it is published. As it is published, it is no draft."""
    flow = _held(flow_id, by)
    version = flow.published
    plain = document.plain()
    flow.draft = None if version and version.flow_document == document else plain
    flow.changed_at, flow.changed_by = at, by
    flow.save(update_fields=["draft", "changed_at", "changed_by"])
    record(FlowDrafted(brand_id=flow.brand_id, flow_id=flow.pk), actor=by.actor, at=at)


@transaction()
def publish(*, flow_id: int, by: Staff, at: datetime) -> FlowVersion:
    """The draft is what visitors begin from now on; who is in the midst of the flow ends on what they began."""
    flow = _held(flow_id, by)
    if flow.draft is None:
        words = _("Nothing has changed since this flow was published. Change something first.")
        raise UnableToSetFlow(words, rule=Rule.FLOW_HAS_A_DRAFT)
    document = flow.worked_on
    if found := queries.wrong_with(document, flow.brand):
        words = _("The flow is not sound yet. %(complaint)s")
        raise UnableToSetFlow(words % {"complaint": in_short(found)}, rule=Rule.FLOW_IS_SOUND)
    last = flow.published
    version = FlowVersion.objects.create(
        flow=flow, number=last.number + 1 if last else 1, document=document.plain(), made_at=at, made_by=by
    )
    flow.draft = None
    flow.save(update_fields=["draft"])
    record(FlowPublished(brand_id=flow.brand_id, flow_id=flow.pk, number=version.number), actor=by.actor, at=at)
    return version


@transaction()
def switch(*, flow_id: int, on: bool, by: Staff, at: datetime) -> None:
    """Whether visitors can begin it. Who is in the midst of it goes on to its end."""
    flow = _held(flow_id, by)
    version = flow.published
    if on and version is None:
        words = _("Publish the flow first: then it can be switched on.")
        raise UnableToSetFlow(words, rule=Rule.FLOW_IS_PUBLISHED)
    if on and version and (found := queries.wrong_with(version.flow_document, flow.brand)):
        words = _("The flow is not sound any more. %(complaint)s")
        raise UnableToSetFlow(words % {"complaint": in_short(found)}, rule=Rule.FLOW_IS_SOUND)
    flow.on_since = (flow.on_since or at) if on else None
    flow.save(update_fields=["on_since"])
    record(FlowSwitched(brand_id=flow.brand_id, flow_id=flow.pk, on=on), actor=by.actor, at=at)


@transaction()
def remove(*, flow_id: int, by: Staff, at: datetime) -> None:
    """From the brand's list. What was talked by it stays as it was, and ends by it."""
    flow = _held(flow_id, by)
    flow.removed_at, flow.on_since = at, None
    flow.save(update_fields=["removed_at", "on_since"])
    record(FlowRemoved(brand_id=flow.brand_id, flow_id=flow.pk), actor=by.actor, at=at)


def _begun(brand: Brand, name: str, document: Document, *, by: Staff, at: datetime) -> Flow:
    locked(Brand, brand.pk)
    taken = set(Flow.objects.filter(brand=brand, removed_at=None).values_list("slug", flat=True))
    if len(taken) >= FLOWS_MAX:
        words = _("A brand has %(count)d flows at most. Remove one first.")
        raise UnableToSetFlow(words % {"count": FLOWS_MAX}, rule=Rule.FLOWS_WITHIN_LIMITS)
    types = list(queries.visit_types_of(brand))
    if len(types) == 1:
        document = with_visit_type(document, types[0])
    slug = next(one for one in (name, *(f"{name}-{number}" for number in range(2, 99))) if one not in taken)
    flow = Flow.objects.create(brand=brand, slug=slug, draft=document.plain(), changed_at=at, changed_by=by)
    record(FlowAdopted(brand_id=brand.pk, flow_id=flow.pk, slug=slug), actor=by.actor, at=at)
    return flow


def _held(flow_id: int, by: Staff) -> Flow:
    flow = locked(Flow, flow_id)
    by.must(Verb.MANAGE_BRAND, flow.brand)
    if flow.removed_at:
        raise UnableToSetFlow(_("Somebody has removed this flow. Take it over once more."))
    return flow
