"""How a flow of the assistant is brought and shown: its document, part by part."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from slovo.api.answers import Shape, moment
from slovo.api.kinds import Flag, Given, Shown, Text
from slovo.api.resources.requests import InLanguages, TextsShown, texts_shown
from slovo.assistant.flow_models import Flow, FlowVersion
from slovo.assistant.flows import document as documents
from slovo.assistant.flows import queries
from slovo.assistant.flows.document import Document, FlowStep
from slovo.assistant.flows.trying import Exchange
from slovo.core.secrets import sealed

FLOW = "flow"
LANGUAGES = ("ru", "uk", "en")
PHRASE_CHARACTERS_MAX = 200
PUBLIC_ID_CHARACTERS_MAX = 36

Key = Annotated[Text, Field(max_length=documents.KEY_CHARACTERS_MAX, pattern=r"^([a-z0-9]+(_[a-z0-9]+)*)?$")]
Phrase = Annotated[Text, Field(min_length=1, max_length=PHRASE_CHARACTERS_MAX)]
Phrases = Annotated[list[Phrase], Field(max_length=documents.PHRASES_MAX)]
Kind = Literal["say", "ask", "look_up", "book", "call", "hand_over"]
Asks = Literal["", "text", "order", "contact", "phone", "choice", "slot", "call_time"]


class PhrasesGiven(Given):
    """By language. A message that has every word of one, in any form, begins the flow."""

    ru: Phrases = []
    uk: Phrases = []
    en: Phrases = []


class FlowChoiceGiven(Given):
    names: InLanguages
    next: Key = ""


class FlowStepGiven(Given):
    """`next`: the step after it, "" for none. `other`: where it goes on when it does not work out, "" for a person.
    `visit_type`: the id of what is booked, of a step that asks for a time for a visit."""

    key: Annotated[Key, Field(min_length=1)]
    kind: Kind
    asks: Asks = ""
    words: InLanguages = InLanguages()
    next: Key = ""
    other: Key = ""
    choices: Annotated[list[FlowChoiceGiven], Field(max_length=documents.CHOICES_MAX)] = []
    visit_type: Annotated[Text, Field(max_length=PUBLIC_ID_CHARACTERS_MAX)] = ""


class FlowDocumentGiven(Given):
    """It begins with the first step. `menu`: as it is offered before anything was said; empty: it is not."""

    version: Literal[1] = 1
    name: InLanguages
    starts: PhrasesGiven = PhrasesGiven()
    menu: InLanguages = InLanguages()
    steps: Annotated[list[FlowStepGiven], Field(max_length=documents.STEPS_MAX)]

    @property
    def document(self) -> Document:
        return documents.read(self.model_dump())


class FlowGiven(Given):
    """`document`: of one's own; without it the shipped `template` is taken over."""

    brand: UUID | None = None
    template: Literal["order", "callback", "visit"] | None = None
    document: FlowDocumentGiven | None = None


class FlowVersionGiven(Given):
    """`document`: what is to be said; without it the draft on which somebody works is published as it is."""

    document: FlowDocumentGiven | None = None


class FlowSwitchGiven(Given):
    on: Flag


class FlowTrialGiven(Given):
    """`texts`: what a visitor would write, one after the other. `draft`: that is tried, not what is published."""

    texts: Annotated[list[Annotated[Text, Field(max_length=1_000)]], Field(max_length=40)]
    language: Literal["ru", "uk", "en"]
    draft: Flag = True


class PhrasesShown(Shown):
    ru: list[str]
    uk: list[str]
    en: list[str]


class FlowChoiceShown(Shown):
    names: TextsShown
    next: str


class FlowStepShown(Shown):
    key: str
    kind: str
    asks: str
    words: TextsShown
    next: str
    other: str
    choices: list[FlowChoiceShown]
    visit_type: str


class FlowDocumentShown(Shown):
    version: int
    name: TextsShown
    starts: PhrasesShown
    menu: TextsShown
    steps: list[FlowStepShown]


class FlowProblemShown(Shown):
    """`step`: the one that it is about, "" for the whole flow. `words`: what is wrong, for people."""

    step: str
    words: str


class FlowShown(Shown):
    """`number`: of its last version, 0 for none. `on_since`: since when visitors can begin it; null where
    they cannot. `document`: as it is published; `draft`: as somebody works on it; null where there is none. `problems`:
    what keeps the draft, else what is published, from being sound."""

    id: UUID
    brand: UUID
    slug: str
    number: int
    on_since: datetime | None
    changed_at: datetime
    document: FlowDocumentShown | None
    draft: FlowDocumentShown | None
    problems: list[FlowProblemShown]


class FlowPage(Shown):
    data: list[FlowShown]
    next: str | None


class FlowVersionShown(Shown):
    number: int
    made_at: datetime
    document: FlowDocumentShown


class FlowVersionPage(Shown):
    data: list[FlowVersionShown]
    next: str | None


class FlowExchangeShown(Shown):
    """`said`: by the visitor; `words`, `options`: what they would hear; `remarks`: what to know of it; `ended`:
    nothing follows."""

    said: str
    words: str
    options: list[str]
    remarks: list[str]
    ended: bool


class FlowTrialShown(Shown):
    data: list[FlowExchangeShown]


def shapes(rows: Sequence[Flow]) -> list[Shape]:
    return [_shape(row) for row in rows]


def version_shapes(rows: Sequence[FlowVersion]) -> list[Shape]:
    return [
        {"number": row.number, "made_at": moment(row.made_at), "document": _document(row.flow_document)} for row in rows
    ]


def exchange_shape(one: Exchange) -> Shape:
    return {
        "said": one.said,
        "words": one.words,
        "options": list(one.options),
        "remarks": list(one.remarks),
        "ended": one.ended,
    }


def _shape(flow: Flow) -> Shape:
    version = flow.published
    return {
        "id": sealed(FLOW, flow.pk),
        "brand": flow.brand.public_id,
        "slug": flow.slug,
        "number": version.number if version else 0,
        "on_since": moment(flow.on_since),
        "changed_at": moment(flow.changed_at),
        "document": _document(version.flow_document) if version else None,
        "draft": _document(flow.worked_on) if flow.draft is not None else None,
        "problems": [{"step": one.step, "words": one.words} for one in queries.wrong_with(flow.worked_on, flow.brand)],
    }


def _document(document: Document) -> dict[str, Any]:
    return {
        "version": documents.VERSION,
        "name": texts_shown(document.name),
        "starts": {code: list(document.starts.get(code, ())) for code in LANGUAGES},
        "menu": texts_shown(document.menu),
        "steps": [_step(one) for one in document.steps],
    }


def _step(step: FlowStep) -> dict[str, Any]:
    return {
        "key": step.key,
        "kind": step.kind,
        "asks": step.asks,
        "words": texts_shown(step.words),
        "next": step.next,
        "other": step.other,
        "choices": [{"names": texts_shown(one.names), "next": one.next} for one in step.choices],
        "visit_type": step.visit_type,
    }
