"""What the API keeps for itself: files on their way into a message, and answers to give again."""

from datetime import datetime, timedelta

from slovo.api.models import KeptAnswer, Upload
from slovo.core.db import transaction
from slovo.core.files import kinds, storage
from slovo.people.models import Token

ANSWER_LIFE = timedelta(hours=24)
UPLOAD_LIFE = timedelta(hours=24)
SWEEP_ROWS_MAX = 5_000


@transaction()
def keep_upload(*, token: Token, name: str, type_: str, content: bytes, at: datetime) -> Upload:
    file = storage.put(content, at=at)
    type_ = kinds.type_of(content, declared=type_)
    return Upload.objects.create(token=token, file=file, name=name[:255], type=type_[:120], created_at=at)


@transaction()
def keep_answer(
    *, token: Token, key: str, request_sha256: str, status: int, headers: dict[str, str], body: str, at: datetime
) -> None:
    """An older one under this key has outlived its day: the newer takes its place."""
    row = KeptAnswer(
        token=token,
        key=key,
        request_sha256=request_sha256,
        status=status,
        headers=headers,
        body=body,
        created_at=at,
    )
    KeptAnswer.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["token", "key"],
        update_fields=["request_sha256", "status", "headers", "body", "created_at"],
    )


@transaction()
def sweep(*, at: datetime) -> None:
    for rows in (
        KeptAnswer.objects.filter(created_at__lt=at - ANSWER_LIFE),
        Upload.objects.filter(created_at__lt=at - UPLOAD_LIFE),
    ):
        rows.model._default_manager.filter(pk__in=list(rows.values_list("pk", flat=True)[:SWEEP_ROWS_MAX])).delete()
