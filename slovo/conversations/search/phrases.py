"""Phrases: the index holds no positions, so they are looked for in the text itself, word by word as written."""

from collections.abc import Iterable

from slovo.core.text import line


def fulfils(text: str, phrases: Iterable[tuple[tuple[str, ...], bool]]) -> bool:
    """`phrases`: (words, unwanted) each."""
    written = line(text)
    return all((f" {' '.join(phrase)} " in written) != unwanted for phrase, unwanted in phrases)
