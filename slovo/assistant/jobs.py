from collections.abc import Callable
from functools import partial

from django.utils import timezone

from slovo.assistant import answering
from slovo.assistant.answering import Thought
from slovo.core.tasks import task
from slovo.core.tasks.definitions import URGENT


@task("assistant.answer@1", queue="in", priority=URGENT)
def answer(message_id: int) -> Callable[[], None] | None:
    """A visitor of a brand where it speaks has written."""
    thought = answering.think(message_id=message_id)
    return partial(_speak, thought) if thought else None


def _speak(thought: Thought) -> None:
    answering.speak(thought=thought, at=timezone.now())
