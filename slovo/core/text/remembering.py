"""What is asked of the same words again and again is worked out once."""

from collections.abc import Callable
from functools import lru_cache, update_wrapper
from typing import Any, TypeVar, cast

WORDS_KEPT_MAX = 8_000  # of each question, half a kilobyte each: nearly all that ordinary letters consist of
Question = TypeVar("Question", bound=Callable[..., Any])


def remembered(question: Question) -> Question:
    """Of a word, and perhaps its language. Numbers, codes and parts of addresses come once and would put words out:
    what holds a figure is worked out each time."""
    kept = lru_cache(maxsize=WORDS_KEPT_MAX)(question)

    def asked(word: str, *language: str) -> Any:
        if word.isalpha() or not any(map(str.isdigit, word)):
            return kept(word, *language)
        return question(word, *language)

    return cast(Question, update_wrapper(asked, question))
