from collections.abc import Sequence

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from slovo.assistant.flow_models import Flow, FlowVersion
from slovo.assistant.flows import reading
from slovo.assistant.flows.checks import Complaint, complaints
from slovo.assistant.flows.document import CHOICES_MAX, Document
from slovo.brands.models import Brand
from slovo.channels.chat import queries as chats
from slovo.core.text.language import possible_languages
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.requests.models import in_language
from slovo.visits import queries as visits


def visible_to(staff: Staff) -> QuerySet[Flow]:
    """To whoever administers their brand, with the last version of each."""
    brand_ids = [pk for pk in staff.brand_ids if staff.may_at(Verb.MANAGE_BRAND, pk)]
    rows = Flow.objects.filter(brand_id__in=brand_ids, removed_at=None).select_related("brand", "changed_by")
    return rows.prefetch_related(Prefetch("versions", _last_versions()))


def versions_of(flow: Flow) -> QuerySet[FlowVersion]:
    return FlowVersion.objects.filter(flow=flow)


def running(brand_id: int) -> list[FlowVersion]:
    """Which visitors of a brand can begin, by their last versions, the oldest flow first."""
    rows = _last_versions().filter(flow__brand_id=brand_id, flow__on_since__isnull=False, flow__removed_at=None)
    return list(rows.select_related("flow").order_by("flow_id"))


def _last_versions() -> QuerySet[FlowVersion]:
    of_the_same = FlowVersion.objects.filter(flow=OuterRef("flow")).order_by("-number").values("pk")
    return FlowVersion.objects.filter(pk=Subquery(of_the_same[:1]))


def started_by(text: str, versions: Sequence[FlowVersion], language: str) -> FlowVersion | None:
    """The one of which the most words were said."""
    best, found = 0, None
    for version in versions:
        words = words_that_begin(version.flow_document, text, language)
        if words > best:
            best, found = words, version
    return found


def words_that_begin(document: Document, text: str, language: str) -> int:
    """How many there are in the longest of its phrases that was said; more than any for its words of the menu."""
    if any(reading.same(text, words) for words in document.menu.values()):
        return reading.STARTING_WORDS_MAX + 1
    languages = dict.fromkeys((language, *possible_languages(text)))
    return max(reading.starts(text, document.starts.get(one, ()), one) for one in languages)


def menu(brand: Brand, language: str) -> list[str]:
    """What is offered before anything was said: four at most, each once."""
    names = [in_language(one.flow_document.menu, language, brand.language) for one in running(brand.pk)]
    return list(dict.fromkeys(filter(None, names)))[:CHOICES_MAX]


def languages_of(brand: Brand) -> list[str]:
    """Those that it speaks in its chat; its own where it has none."""
    chat = chats.chat_of(brand.pk)
    return list(chat.languages) if chat and chat.languages else [brand.language]


def visit_types_of(brand: Brand) -> dict[str, str]:
    """What it books, by public id."""
    return {str(one.public_id): one.name for one in visits.offered(brand)}


def wrong_with(document: Document, brand: Brand) -> list[Complaint]:
    """At this brand, with the languages that it speaks and what it books."""
    return complaints(document, languages=languages_of(brand), visit_types=visit_types_of(brand))
