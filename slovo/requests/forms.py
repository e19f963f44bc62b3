"""Forms of types of requests: worked on, published, sent. Actions, as in `actions.py`."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from slovo.core.db import locked, transaction
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.core.rules import Rule
from slovo.customers import consents
from slovo.facts.requests import FormDrafted, FormDropped, FormPublished, FormSubmitted
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.requests import form_queries
from slovo.requests.form_answers import Answered
from slovo.requests.form_fields import Field, FieldKind, UnableToSetForm, checked
from slovo.requests.form_models import Answer, FormDraft, FormVersion, Submission
from slovo.requests.models import RequestType


@transaction()
def put_field(*, type_id: int, field: Field, was: str, by: Staff, at: datetime) -> None:
    """Of the draft: in the place of the field that is called `was`; "": a new one, behind the others."""

    def put(fields: list[Field]) -> list[Field]:
        if not was:
            return [*fields, field]
        if was not in {one.key for one in fields}:
            raise UnableToSetForm(
                _("This field is not there any more. Look at the form once more."), rule=Rule.FORM_IS_AS_IT_WAS_READ
            )
        return [field if one.key == was else one for one in fields]

    _work_on(type_id, put, by=by, at=at)


@transaction()
def move_field(*, type_id: int, key: str, down: bool, by: Staff, at: datetime) -> None:
    """Of the draft, by one place. The first cannot go up: nothing changes."""

    def move(fields: list[Field]) -> list[Field]:
        place = next((number for number, one in enumerate(fields) if one.key == key), None)
        if place is None:
            raise UnableToSetForm(
                _("This field is not there any more. Look at the form once more."), rule=Rule.FORM_IS_AS_IT_WAS_READ
            )
        other = min(max(place + (1 if down else -1), 0), len(fields) - 1)
        fields.insert(other, fields.pop(place))
        return fields

    _work_on(type_id, move, by=by, at=at)


@transaction()
def remove_field(*, type_id: int, key: str, by: Staff, at: datetime) -> None:
    _work_on(type_id, lambda fields: [one for one in fields if one.key != key], by=by, at=at)


@transaction()
def drop_draft(*, type_id: int, by: Staff, at: datetime) -> None:
    """What is published stays as it is."""
    request_type = _of_brand(type_id, by)
    gone, _rows = FormDraft.objects.filter(request_type=request_type).delete()
    if gone:
        record(FormDropped(brand_id=request_type.brand_id, request_type_id=type_id), actor=by.actor, at=at)


@transaction()
def publish(*, type_id: int, by: Staff, at: datetime) -> FormVersion:
    """From now on customers fill in the draft. Without any field the page asks in one field what they need."""
    request_type = _of_brand(type_id, by)
    draft = FormDraft.objects.filter(request_type=request_type).first()
    if draft is None:
        raise UnableToSetForm(
            _("Nothing has changed since this form was published. Change something first."),
            rule=Rule.FORM_IS_AS_IT_WAS_READ,
        )
    version = _publish(request_type, [Field.read(one) for one in draft.fields], by=by, at=at)
    draft.delete()
    return version


@transaction()
def set_form(*, type_id: int, fields: Sequence[Field], by: Staff, at: datetime) -> FormVersion:
    """A whole form, published at once. A draft stays as it is. The same fields once more change nothing."""
    return _publish(_of_brand(type_id, by), fields, by=by, at=at)


@transaction()
def submit_on_page(
    *,
    version: FormVersion,
    answers: Sequence[Answered],
    about: str,
    customer_id: int,
    language: str,
    at: datetime,
) -> Submission:
    """By whoever opened the page. `about`: the key of the conversation that it became, with this customer."""
    actor = Actor("customer", str(customer_id))
    submission = _submit(version, answers, about, language, customer_id=customer_id, actor=actor, at=at)
    _say_consents(submission, answers, customer_id, None, at=at)
    return submission


@transaction()
def submit_for_customer(
    *,
    version: FormVersion,
    answers: Sequence[Answered],
    about: str,
    customer_id: int,
    language: str,
    by: Staff,
    at: datetime,
) -> Submission:
    """What a customer answered elsewhere, brought by a program or a colleague; the rest as in `submit_on_page`."""
    by.must(Verb.FILE, version.request_type)
    submission = _submit(version, answers, about, language, customer_id=customer_id, actor=by.actor, at=at)
    _say_consents(submission, answers, customer_id, by.actor, at=at)
    return submission


@transaction()
def follow_move(*, about: str, brand_id: int) -> None:
    """What was sent is read where its conversation is."""
    Submission.objects.filter(about=about).update(brand_id=brand_id)


def _of_brand(type_id: int, by: Staff) -> RequestType:
    request_type = locked(RequestType, type_id)
    by.must(Verb.MANAGE_BRAND, request_type)
    if request_type.archived_at:
        raise UnableToSetForm(_("This type of request is archived already."), rule=Rule.REQUEST_IS_TAKEN)
    return request_type


def _work_on(type_id: int, change: Callable[[list[Field]], Sequence[Field]], *, by: Staff, at: datetime) -> None:
    request_type = _of_brand(type_id, by)
    fields = checked(change(list(form_queries.worked_on(request_type))))
    values = {"fields": [one.plain() for one in fields], "changed_at": at, "changed_by": by}
    FormDraft.objects.update_or_create(request_type=request_type, defaults=values)
    record(FormDrafted(brand_id=request_type.brand_id, request_type_id=type_id), actor=by.actor, at=at)


def _publish(request_type: RequestType, fields: Sequence[Field], *, by: Staff, at: datetime) -> FormVersion:
    plain = [one.plain() for one in checked(fields)]
    last = request_type.form_versions.last()
    if last and last.asked == tuple(Field.read(one) for one in plain):
        return last
    number = last.number + 1 if last else 1
    version = FormVersion.objects.create(request_type=request_type, number=number, fields=plain, made_at=at, made_by=by)
    fact = FormPublished(brand_id=request_type.brand_id, request_type_id=request_type.pk, number=number)
    record(fact, actor=by.actor, at=at)
    return version


def _submit(
    version: FormVersion,
    answers: Sequence[Answered],
    about: str,
    language: str,
    *,
    customer_id: int,
    actor: Actor,
    at: datetime,
) -> Submission:
    submission = Submission.objects.create(
        brand_id=version.request_type.brand_id,
        version=version,
        request_type_id=version.request_type_id,
        about=about,
        language=language,
        at=at,
    )
    Answer.objects.bulk_create(
        Answer(
            submission=submission,
            position=position,
            key=answer.field.key,
            kind=answer.field.kind,
            label=answer.label,
            value=answer.value,
            words=answer.words,
            folded=form_queries.folded(answer.value),
        )
        for position, answer in enumerate(answers)
    )
    fact = FormSubmitted(
        brand_id=submission.brand_id,
        submission_id=submission.pk,
        request_type_id=version.request_type_id,
        regarding=about,
        customer_id=customer_id,
        number=version.number,
    )
    record(fact, actor=actor, at=at)
    return submission


def _say_consents(
    submission: Submission, answers: Sequence[Answered], customer_id: int, brought_by: Actor | None, *, at: datetime
) -> None:
    for answer in answers:
        if answer.field.kind == FieldKind.CONSENT and answer.field.purpose:
            consents.say_on_form(
                customer_id=customer_id,
                purpose=answer.field.purpose,
                words=form_queries.consent_named(submission.version_id, answer.field.key),
                at=at,
                regarding=submission.about,
                brought_by=brought_by,
            )
