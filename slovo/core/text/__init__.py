"""What a text is made of: its language, its words and their dictionary forms."""

from slovo.core.text.language import language_of
from slovo.core.text.lemmas import carries_little, grammemes, lemmas, lemmas_in_a_text, lemmas_in_any_language
from slovo.core.text.words import WORD, Word, distinct_forms, fold, forms, line, words

__all__ = [
    "WORD",
    "Word",
    "carries_little",
    "distinct_forms",
    "fold",
    "forms",
    "grammemes",
    "language_of",
    "lemmas",
    "lemmas_in_a_text",
    "lemmas_in_any_language",
    "line",
    "words",
]
