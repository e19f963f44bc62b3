"""What is quoted, by where it is to be read and by the day of which it is."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from slovo.assistant import shelf
from slovo.brands.models import Brand
from slovo.knowledge import queries as knowledge
from slovo.knowledge.models import Version


@dataclass(frozen=True, slots=True)
class Source:
    """`updated`: the day since which it says this. `facts`, `checked`: where its facts come from, and when they were
    looked up. `is_stale`: it should have been looked over by now, and nobody says it for certain."""

    address: str
    updated: date | None = None
    facts: str = ""
    checked: date | None = None
    is_stale: bool = False

    def beginning(self, title: str) -> str:
        if self.is_stale:
            words = _("I am a bot. Our article «%(title)s» is due for a check and may be out of date. It says:")
        else:
            words = _("I am a bot. Our article «%(title)s» says:")
        return words % {"title": title}

    def standing_under(self) -> str:
        """Below the words, the address last."""
        lines = []
        if self.facts and self.checked:
            words = _("Where this comes from: %(source)s, checked on %(day)s.")
            lines.append(words % {"source": self.facts, "day": _day(self.checked)})
        elif self.facts:
            lines.append(_("Where this comes from: %(source)s.") % {"source": self.facts})
        if self.updated:
            words = _("The article was updated on %(day)s: %(address)s")
            lines.append(words % {"day": _day(self.updated), "address": self.address})
        else:
            lines.append(self.address)
        return "\n".join(lines)

    def end(self) -> str:
        if self.is_stale:
            return _("To be sure, write “a person please”: they check it for you.")
        return _("Did this help? If not, write “a person please”.")


def source_of(version: Version, brand: Brand, *, at: datetime) -> Source:
    updated = version.published_at
    return Source(
        address=shelf.address(version, brand),
        updated=updated.astimezone(brand.tz).date() if updated else None,
        facts=version.source,
        checked=version.checked_on,
        is_stale=knowledge.is_stale(version.text.article, version, at),
    )


def _day(day: date) -> str:
    return date_format(day, "j E Y")
