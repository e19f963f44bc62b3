from collections.abc import Callable
from functools import partial

from django.utils import timezone

from slovo.assistant import answering, voicing
from slovo.assistant.answering import Thought
from slovo.core.tasks import task


@task("assistant.answer@1", queue="in")
def answer(message_id: int) -> Callable[[], None] | None:
    """A visitor of a brand where it speaks has written. What they wrote just after it is taken in before."""
    thought = answering.think(message_id=message_id, at=timezone.now())
    return partial(_speak, voicing.in_other_words(thought=thought)) if thought else None


def _speak(thought: Thought) -> None:
    answering.speak(thought=thought, at=timezone.now())
