"""Answers to a form that a program brings with a request: judged by the rules of its page, refused in its words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _
from pydantic import Field, StrictInt

from slovo.api import references
from slovo.api.access import ApiRequest
from slovo.api.kinds import Given, Text
from slovo.api.problems import Refused, WrongField, WrongFields
from slovo.api.resources.forms import Key
from slovo.conversations.models import Conversation
from slovo.conversations.outgoing import Upload
from slovo.requests import form_queries, forms
from slovo.requests.form_answers import Answered, Files, NotAnswered, Reader, as_text, judged
from slovo.requests.form_fields import FIELDS_MAX, OPTIONS_MAX, FieldKind
from slovo.requests.form_models import FormVersion
from slovo.requests.models import RequestType

NUMBER_MAX = 1_000_000
ANSWER_CHARACTERS_MAX = 10_000
Words = Annotated[Text, Field(max_length=ANSWER_CHARACTERS_MAX)]
Answer = Words | Annotated[list[Words], Field(max_length=OPTIONS_MAX)]


class FilledIn(Given):
    """`number`: of the form as it was read; another one holds meanwhile: 409 `form-changed`. `answers`: by the key of
    the field, as `value` in `GET /submissions`: a text; a list of keys where several may be chosen; of files the ids of
    attachments; of a consent `yes`. What its condition does not show is not asked for and not kept."""

    number: Annotated[StrictInt, Field(ge=1, le=NUMBER_MAX)]
    answers: Annotated[dict[Key, Answer], Field(max_length=FIELDS_MAX)]


@dataclass(frozen=True, slots=True)
class Read:
    """Judged, and not kept yet."""

    version: FormVersion
    answers: Sequence[Answered]
    language: str

    @property
    def text(self) -> str:
        return as_text(self.answers)

    @property
    def files(self) -> list[Upload]:
        return [Upload(one.name, one.type, one.content) for answer in self.answers for one in answer.files]

    def submit(self, request: ApiRequest, conversation: Conversation) -> None:
        forms.submit_for_customer(
            version=self.version,
            answers=self.answers,
            about=conversation.key,
            customer_id=conversation.customer_id,
            language=self.language,
            by=request.by,
            at=request.at,
        )


def read(request: ApiRequest, given: FilledIn | None, request_type: RequestType, language: str) -> Read | None:
    if given is None:
        return None
    version = form_queries.form_of(request_type)
    if version is None:
        raise WrongField("form", _("This type of request has no form. Write in `text` what is needed."))
    if version.number != given.number:
        raise Refused(409, "form-changed", _("This form has changed since you read it. Read it again, then ask anew."))
    fields = {one.key: one for one in version.asked}
    if unknown := given.answers.keys() - fields.keys():
        raise WrongFields({_name(key): _("There is no such field.") for key in sorted(unknown)})
    attached = {key for key, one in fields.items() if one.kind == FieldKind.FILE}
    texts = {key: _several(value) for key, value in given.answers.items() if key not in attached}
    files = {key: _files(request, key, given.answers[key]) for key in attached & given.answers.keys()}
    brand, language = request_type.brand, language or request_type.brand.language
    reader = Reader(brand, language, request.at.astimezone(brand.tz).date())
    _refuse(version, texts, files, reader)
    with translation.override(language):  # as the customer would have read them
        answers = judged(version.asked, texts, files, reader)
    return Read(version, answers, language)


def _refuse(version: FormVersion, texts: Mapping[str, Sequence[str]], files: Files, reader: Reader) -> None:
    """In the language of the program."""
    try:
        judged(version.asked, texts, files, reader)
    except NotAnswered as wrong:
        raise WrongFields({_name(key): words for key, words in wrong.problems.items()}) from None


def _files(request: ApiRequest, key: str, value: str | list[str]) -> list[tuple[str, bytes]]:
    try:
        ids = [UUID(text) for text in _several(value)]
        return [(one.name, one.content) for one in references.uploads(request, ids)]
    except (ValueError, WrongField):
        words = _("There is nothing with this id, or your token may not see it.")
        raise WrongField(_name(key), words) from None


def _several(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def _name(key: str) -> str:
    return f"form.answers.{key}"
