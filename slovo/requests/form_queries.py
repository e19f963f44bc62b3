from collections.abc import Collection

from django.db import models

from slovo.customers.consent_models import FORM_WORDS
from slovo.people.models import Staff
from slovo.requests.form_fields import Field, FieldKind
from slovo.requests.form_models import FOLDED_CHARACTERS_MAX, Answer, FormDraft, FormVersion, Submission
from slovo.requests.models import RequestType

SHOWN_MAX = 5  # in the corner of a site


def form_of(request_type: RequestType) -> FormVersion | None:
    """What customers fill in now. None: one field, in which they write what they need."""
    version = request_type.form_versions.order_by("-number").first()
    return version if version and version.fields else None


def types_with_a_form(brand_id: int) -> list[RequestType]:
    """What customers fill in a form for, the first ones by their address."""
    last = FormVersion.objects.filter(request_type=models.OuterRef("pk")).order_by("-number").values("fields")[:1]
    rows = RequestType.objects.filter(brand_id=brand_id, archived_at=None).annotate(asked=models.Subquery(last))
    found: list[RequestType] = [row for row in rows if row.asked]
    return found[:SHOWN_MAX]


def draft_of(request_type: RequestType) -> FormDraft | None:
    return FormDraft.objects.select_related("changed_by").filter(request_type=request_type).first()


def worked_on(request_type: RequestType) -> tuple[Field, ...]:
    """The fields of the draft; without one those that are published."""
    if draft := draft_of(request_type):
        return tuple(Field.read(one) for one in draft.fields)
    version = form_of(request_type)
    return version.asked if version else ()


def submissions_visible_to(staff: Staff) -> models.QuerySet[Submission]:
    return Submission.objects.filter(brand_id__in=staff.brand_ids)


def submissions_about(*about: str) -> list[Submission]:
    """All that were sent there, the first one first, with their answers."""
    rows = Submission.objects.filter(about__in=about).select_related("request_type__brand", "version")
    return list(rows.prefetch_related("answers").order_by("pk"))


def consents_about(about: Collection[str]) -> list[Answer]:
    """All that was ticked in what was sent there, the last first."""
    rows = Answer.objects.filter(kind=FieldKind.CONSENT, submission__about__in=about)
    return list(rows.select_related("submission__version").order_by("-submission_id", "position"))


def with_answer(rows: models.QuerySet[Submission], key: str, value: str) -> models.QuerySet[Submission]:
    """Those in which the field `key` has this value: as data, whatever its case. Of several it is
    all of them, in the order in which they are offered, with spaces between."""
    return rows.filter(answers__key=key, answers__folded=folded(value)).distinct()


def folded(value: str | Collection[str]) -> str:
    text = value if isinstance(value, str) else " ".join(value)
    return " ".join(text.casefold().split())[:FOLDED_CHARACTERS_MAX]


def consent_named(version_id: int, key: str) -> str:
    """By which the words are found to which somebody agreed: those of a version never change."""
    return f"{FORM_WORDS}{version_id}/{key}"


def consent_said(name: str, *languages: str) -> str:
    """The words themselves; "" where these are not of a form."""
    pk, _slash, key = name.removeprefix(FORM_WORDS).partition("/")
    version = FormVersion.objects.filter(pk=int(pk)).first() if pk.isascii() and pk.isdigit() else None
    return next((one.label(*languages) for one in version.asked if one.key == key), "") if version else ""
