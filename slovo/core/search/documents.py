"""What goes into the index, and what is asked of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

TERMS_CHARS_MAX = 200_000  # of one document; PostgreSQL holds a megabyte, a Cyrillic letter has two bytes


@dataclass(frozen=True, slots=True)
class Document:
    """`terms`: what it is found by. `forms`: how its words were written, each with its lemmas, for prefixes."""

    id: int
    brand_id: int
    terms: Iterable[str]
    forms: Mapping[str, Iterable[str]] = field(default_factory=dict)

    def all_terms(self) -> list[str]:
        """Each once, the brand's first, no more than the index may hold."""
        chosen, chars = [], 0
        for term in dict.fromkeys([brand_term(self.brand_id), *self.terms]):
            chars += len(term) + 1
            if chars > TERMS_CHARS_MAX:
                break
            chosen.append(term)
        return chosen


@dataclass(frozen=True, slots=True)
class Wanted:
    """Documents of these brands that have, of each set of `all_of`, at least one term, and none of `none_of`."""

    brand_ids: frozenset[int]
    all_of: tuple[frozenset[str], ...] = ()
    none_of: frozenset[str] = frozenset()

    @property
    def is_hopeless(self) -> bool:
        return not self.brand_ids or not all(self.all_of)

    @property
    def sets(self) -> list[list[str]]:
        """All that must be met, the rights among them, in an order that does not change."""
        brands = sorted(map(brand_term, self.brand_ids))
        return [brands, *map(sorted, dict.fromkeys(self.all_of))]


def brand_term(brand_id: int) -> str:
    return filter_term("b", str(brand_id))


def filter_term(name: str, value: str) -> str:
    """A term that no word of a text can be: no word has "=" in it."""
    return f"{name}={value}"
