"""The index is made anew in batches; meanwhile what is there is found, and what arrives is found at once."""

import pytest

from slovo.conversations.models import Message
from slovo.conversations.search import rebuild
from slovo.core.db import transaction
from slovo.core.search import index
from tests.cast import Cast
from tests.conversations.search.conftest import NOW, Write, subjects


def test_searches_are_answered_while_the_index_is_made_anew(
    cast: Cast, wrote: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuild, "MESSAGES_AT_ONCE", 1)
    for subject in ("Первое", "Второе", "Третье"):
        wrote("Хочу оформить возврат.", subject=subject)
    with transaction():
        index.forget(list(Message.objects.filter(conversation__subject="Первое").values_list("pk", flat=True)))

    begun = rebuild.begin(at=NOW)
    found = []
    while begun.finished_at is None:
        rebuild.apply(begun, rebuild.prepare(begun), at=NOW)
        if not found:
            wrote("И ещё один возврат.", subject="Тем временем")
        found.append(subjects(cast.anna, "возвраты"))

    there = ["Тем временем", "Третье", "Второе"]
    assert found == [there, there, [*there, "Первое"], [*there, "Первое"]]
