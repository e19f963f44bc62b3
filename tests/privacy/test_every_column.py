"""Whatever can hold words is filled with a word of its own, in each row that is about Irina; after the erasure it
stands nowhere. A column that keeps its words is named here, with its reason."""

from pathlib import Path

import pytest
from django.db import DatabaseError, models, transaction
from pytest_django.fixtures import Settings

from slovo.core.personal import Holding
from slovo.privacy import queries, registry
from tests.cast import Cast
from tests.privacy.rare import has_rare_rows
from tests.privacy.stories import erased, has_done_everything, irina, settles_all, what_is_left

FILLED = "незабудковый"
CODES = {  # of a fixed list, an id, a key of a row, or a name of the company's own: nobody's words
    "about": "the key of a matter",
    "asked_how": "a code",
    "by_id": "the id of an actor",
    "by_kind": "a code",
    "channel": "a code",
    "choice": "a code",
    "consent": "a code",
    "consent_how": "a code",
    "currency": "a code",
    "delivery": "a code",
    "direction": "a code",
    "gives": "a code",
    "how": "a code",
    "html_look": "a code",
    "kind": "a code",
    "made_by_id": "the id of an actor",
    "made_by_kind": "a code",
    "announced_how": "a code",
    "told_how": "a code",
    "cancelled_for": "a code",
    "move": "a code",
    "outcome": "a code",
    "payment": "a code",
    "purpose": "a code",
    "release_how": "a code",
    "release_reason": "a code",
    "state": "a code",
    "status": "a code",
    "step": "the key of a step",
    "waits_for": "a code",
    "why": "a code",
    "zone": "of the promise: by which clock it was said",
    "check_ins": "moments",
    "pauses": "moments",
    "origin": "the number of a letter in its mailbox, so that it is fetched once",
    "fingerprint": "a digest, so that a letter is taken in once",
    "token_sha256": "a digest",
    "code_sign": "a digest",
    "once": "a browser's number of a tap",
    "key": "a program's own name for its request",
    "request_sha256": "a digest",
    "headers": "of an answer: its type and length",
    "dedupe_key": "keys of rows",
    "leased_by": "a worker",
    "arguments": "ids of rows",
    "case": "the key of a matter",
    "reference": "a number of ours, made anew",
}
STAYS = {  # for the books, or as proof; nobody is named
    "orders.Order": {"number", "source", "external_id"},
    "orders.OrderLine": {"sku", "title"},
    "orders.Reservation": {"sku", "title"},
    "requests.Choice": {"wording", "language"},
    "requests.Submission": {"language"},
    "customers.Consent": {"words"},
    "assistant.Turn": {"reason", "language"},
    "assistant.VoiceCall": {"address"},
    "recovery.Compensation": {"code"},
    "recovery.RecoveryTask": {"what"},
    "book.Withheld": {"reason"},
    "conversations.Message": {"language"},
    "conversations.BulkItem": {"before", "after"},
    "tasks.Task": {"name"},
}
FOUND_BY_THEIR_WORDS = {"conversations.SavedView", "conversations.SavedSearch", "orders.OrderImportItem", "tasks.Task"}
FOUND_BY_THEIR_WORDS |= {"api.KeptAnswer", "knowledge.Feedback", "knowledge.NotFound"}


def filled(holding: Holding, ids: list[int]) -> list[str]:
    """The columns that could be filled. What a rule of the database forbids is of a fixed list."""
    label, done = holding.model._meta.label, []
    for field in holding.model._meta.concrete_fields:
        words = isinstance(field, models.CharField | models.TextField | models.JSONField)
        if not words or field.name in CODES or field.name in STAYS.get(label, set()):
            continue
        value: object = [FILLED] if isinstance(field, models.JSONField) else FILLED[: field.max_length or None]
        try:
            with transaction.atomic():
                holding.model._base_manager.filter(pk__in=ids).update(**{field.name: value})
            done.append(f"{label}.{field.name}")
        except DatabaseError:
            continue
    return done


@pytest.fixture(autouse=True)
def a_folder_of_its_own(settings: Settings, tmp_path: Path) -> None:
    settings.DATA = tmp_path


def test_no_column_keeps_what_stood_there(cast: Cast) -> None:
    has_done_everything(cast)
    has_rare_rows(cast, irina())
    settles_all(cast)
    person = queries.person_of(irina())
    columns: list[str] = []
    for holding in registry.holdings():
        label = holding.model._meta.label
        if label in FOUND_BY_THEIR_WORDS or label.startswith(("customers.", "channels.Visitor")):
            continue  # by these the rest is found, or they by what stands in them; the other test has them
        ids = list(holding.rows(person).values_list("pk", flat=True))
        if ids:
            columns += filled(holding, ids)
        else:
            print("NONE", label, holding.name)
    assert len(columns) > 60

    erased(cast)

    assert what_is_left(FILLED[:10]) == []
