"""Forms of types of requests, and what was sent by them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router
from pydantic import Field, StrictInt

from slovo.api import references
from slovo.api.access import ApiRequest, reads, writes
from slovo.api.answers import Shape, moment, one, page
from slovo.api.kinds import Chosen, Flag, Given, Paged, Shown, Text
from slovo.api.outside import Names, ThingShown
from slovo.api.resources.requests import TYPE, InLanguages, TextsShown, loaded, texts_shown
from slovo.conversations import queries as conversations
from slovo.core.secrets import sealed, unsealed
from slovo.people.rights import Verb
from slovo.requests import form_fields, form_queries, forms
from slovo.requests.form_fields import FIELDS_MAX, KEY_CHARACTERS_MAX, MASK_CHARACTERS_MAX, NUMBER_MAX, OPTIONS_MAX
from slovo.requests.form_models import FOLDED_CHARACTERS_MAX, FormVersion, Submission
from slovo.requests.models import RequestType

router = Router(tags=["requests"])

SUBMISSION = "submission"
Key = Annotated[Text, Field(min_length=1, max_length=KEY_CHARACTERS_MAX, pattern=r"^[a-z0-9]+(_[a-z0-9]+)*$")]
Kind = Literal["text", "long", "number", "date", "one", "many", "email", "phone", "order", "file", "consent"]
Limit = Annotated[
    StrictInt,
    Field(ge=-NUMBER_MAX, le=NUMBER_MAX, description="Of characters, the number, answers, files, days from today."),
]


class FieldOptionGiven(Given):
    key: Key
    names: InLanguages


class WhenGiven(Given):
    """Shown when the field above has one of these values. None named: when it has any."""

    field: Key
    values: Annotated[list[Key], Field(max_length=OPTIONS_MAX)] = []


class FieldGiven(Given):
    """`mask`: 9 is a figure, A a letter, * one of both. `purpose`: of a consent, "" for this request alone."""

    key: Key
    kind: Kind
    labels: InLanguages
    hints: InLanguages = InLanguages()
    required: Flag = False
    options: Annotated[list[FieldOptionGiven], Field(max_length=OPTIONS_MAX)] = []
    least: Limit | None = None
    most: Limit | None = None
    mask: Annotated[Text, Field(max_length=MASK_CHARACTERS_MAX)] = ""
    purpose: Literal["", "marketing"] = ""
    when: WhenGiven | None = None

    @property
    def field(self) -> form_fields.Field:
        when = form_fields.When(self.when.field, tuple(self.when.values)) if self.when else None
        options = tuple(form_fields.FormOption(each.key, each.names.texts) for each in self.options)
        plain = self.model_dump(exclude={"labels", "hints", "options", "when"})
        return form_fields.Field(**plain, labels=self.labels.texts, hints=self.hints.texts, options=options, when=when)


class FormGiven(Given):
    """All its fields, in order: published at once. None: the page asks in one field what they need."""

    fields: Annotated[list[FieldGiven], Field(max_length=FIELDS_MAX)]


class FieldOptionShown(Shown):
    key: str
    names: TextsShown


class WhenShown(Shown):
    field: str
    values: list[str]


class FieldShown(Shown):
    key: str
    kind: Kind
    labels: TextsShown
    hints: TextsShown
    required: bool
    options: list[FieldOptionShown]
    least: int | None
    most: int | None
    mask: str
    purpose: str
    when: WhenShown | None


class FormShown(Shown):
    """`number`: of the version, 0 where there is none."""

    type: UUID
    number: int
    made_at: datetime | None
    fields: list[FieldShown]


class FieldAnswerShown(Shown):
    """`label`: what was asked, as it was read. `value`: a text, or keys of what was chosen, or names of files."""

    key: str
    kind: str
    label: str
    value: str | list[str]
    words: str


class SubmissionShown(Shown):
    id: UUID
    type: UUID
    number: int
    about: ThingShown
    language: str
    at: datetime
    answers: list[FieldAnswerShown]


class SubmissionPage(Shown):
    data: list[SubmissionShown]
    next: str | None


class Filters(Paged):
    """`field` and `value` together: those in which this field has this value, whatever its case."""

    type: UUID | None = None
    conversation: UUID | None = None
    field: Annotated[Text, Field(max_length=KEY_CHARACTERS_MAX)] = ""
    value: Annotated[Text, Field(max_length=FOLDED_CHARACTERS_MAX)] = ""


def form_shape(row: RequestType, version: FormVersion | None) -> Shape:
    return {
        "type": sealed(TYPE, row.pk),
        "number": version.number if version else 0,
        "made_at": moment(version.made_at) if version else None,
        "fields": [_field_shape(each) for each in (version.asked if version else ())],
    }


def _field_shape(field: form_fields.Field) -> Shape:
    plain: dict[str, Any] = field.plain()
    texts = {name: texts_shown(plain[name]) for name in ("labels", "hints")}
    options = [{"key": each.key, "names": texts_shown(each.names)} for each in field.options]
    when = {"field": field.when.field, "values": list(field.when.values)} if field.when else None
    return plain | texts | {"options": options, "when": when}


def shapes(rows: Sequence[Submission]) -> list[Shape]:
    names = Names.of_keys([row.about for row in rows])
    return [
        {
            "id": sealed(SUBMISSION, row.pk),
            "type": sealed(TYPE, row.request_type_id),
            "number": row.version.number,
            "about": names.thing(row.about),
            "language": row.language,
            "at": moment(row.at),
            "answers": [
                {name: getattr(each, name) for name in ("key", "kind", "label", "value", "words")}
                for each in row.answers.all()
            ],
        }
        for row in rows
    ]


@router.get("/request-types/{id}/form", response=FormShown)
@reads()
def form(request: ApiRequest, id: UUID, chosen: Query[Chosen]) -> HttpResponse:
    """What customers fill in now."""
    row = _type(request, id)
    return one(request, form_shape(row, form_queries.form_of(row)), FormShown, fields=chosen.fields)


@router.put("/request-types/{id}/form", response=FormShown)
@writes(Verb.MANAGE_BRAND)
def set_form(request: ApiRequest, id: UUID, given: FormGiven) -> HttpResponse:
    """Other fields are another version: what was sent before keeps its own."""
    row = _type(request, id)
    fields = [each.field for each in given.fields]
    version = forms.set_form(type_id=row.pk, fields=fields, by=request.by, at=request.at)
    return one(request, form_shape(row, version), FormShown)


@router.get("/submissions", response=SubmissionPage)
@reads()
def index(request: ApiRequest, filters: Query[Filters]) -> HttpResponse:
    """Forms that were filled in, the newest first."""
    rows = _loaded(request)
    if filters.type:
        rows = rows.filter(request_type_id=unsealed(TYPE, filters.type) or 0)
    if filters.conversation:
        rows = rows.filter(about__in=conversations.keys(references.conversation(request, filters.conversation)))
    if filters.field:
        rows = form_queries.with_answer(rows, filters.field, filters.value)
    return page(request, rows, paged=filters, order="-pk", shapes=shapes, kind=SubmissionShown)


@router.get("/submissions/{id}", response=SubmissionShown)
@reads()
def show(request: ApiRequest, id: UUID, chosen: Query[Chosen]) -> HttpResponse:
    row = _loaded(request).filter(pk=unsealed(SUBMISSION, id) or 0).first()
    if row is None:
        raise Http404
    return one(request, shapes([row])[0], SubmissionShown, fields=chosen.fields)


def _type(request: ApiRequest, shown: UUID) -> RequestType:
    row: RequestType = get_object_or_404(loaded(request), pk=unsealed(TYPE, shown) or 0)
    return row


def _loaded(request: ApiRequest) -> QuerySet[Submission]:
    return form_queries.submissions_visible_to(request.by).select_related("version").prefetch_related("answers")
