from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from slovo.conversations.models import Conversation
from slovo.conversations.search.finding import Found, find
from slovo.core.search import vocabulary
from slovo.people.models import Staff
from tests.cast import Cast, arrives, letter

NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)
Write = Callable[..., Conversation]


@pytest.fixture(autouse=True)
def a_fresh_vocabulary() -> None:
    vocabulary.forget_what_is_known()


@pytest.fixture
def wrote(cast: Cast) -> Write:
    """A customer's letter, a day younger than the one before. It has its own conversation, which is returned."""
    count = 0

    def write(text: str, *, subject: str = "Вопрос", mailbox: str = "chainik", **more: object) -> Conversation:
        nonlocal count
        count += 1
        box = cast.chainik_mail if mailbox == "chainik" else cast.honey_mail
        at = more.pop("at", None) or NOW - timedelta(days=100 - count)
        raw = letter(text, subject=subject, message_id=f"<{count}@irina.example.com>", to=box.address, at=at, **more)  # type: ignore[arg-type]
        arrives(raw, box, at=at)  # type: ignore[arg-type]
        return Conversation.objects.order_by("-pk")[0]

    return write


def subjects(staff: Staff, query: str, **more: object) -> list[str]:
    return [result.subject for result in found(staff, query, **more).results]


def found(staff: Staff, query: str, **more: object) -> Found:
    return find(staff, query, at=NOW, **more)  # type: ignore[arg-type]
