"""On which pages of the site a visitor was. Parts of other actions; the consent is asked for before."""

import unicodedata
from datetime import datetime

from slovo.channels.chat.desk_models import PAGES_KEPT_MAX, PageSeen
from slovo.channels.chat.models import Visitor

SAID_MAX, SAID_NAME_CHARACTERS_MAX, SAID_CHARACTERS_MAX = 10, 40, 200
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co"})  # what is not seen, or turns around what is


def see(visitor: Visitor, *, page: str, title: str, said: object, at: datetime) -> None:
    """The same page again is no other page. `said`: what the site says beside it, as it came."""
    visitor.page, visitor.page_title, visitor.page_at = page, title, at
    visitor.page_said = pairs(said) or None
    visitor.save(update_fields=["page", "page_title", "page_at", "page_said"])
    last = PageSeen.objects.filter(visitor=visitor).order_by("-pk").first()
    if last and last.page == page:
        return
    PageSeen.objects.create(visitor=visitor, page=page, title=title, at=at)
    kept = PageSeen.objects.filter(visitor=visitor).order_by("-pk").values_list("pk", flat=True)[:PAGES_KEPT_MAX]
    PageSeen.objects.filter(visitor=visitor, pk__lt=min(kept)).delete()


def forget(visitor: Visitor) -> None:
    """They do not agree any more: what we saw goes."""
    Visitor.objects.filter(pk=visitor.pk).update(page="", page_title="", page_at=None, page_said=None)
    PageSeen.objects.filter(visitor=visitor).delete()


def pairs(given: object) -> list[tuple[str, str | bool]]:
    """The first SAID_MAX short ones, of texts, numbers, yes and no. Whatever else a site says is left out."""
    found: dict[str, str | bool] = {}
    for name, value in given.items() if isinstance(given, dict) else ():
        if len(found) == SAID_MAX or not isinstance(value, str | int | float):
            continue
        plain = _plain(str(name), SAID_NAME_CHARACTERS_MAX)
        text = value if isinstance(value, bool) else _plain(str(value), SAID_CHARACTERS_MAX)
        if plain and text != "":
            found[plain] = text
    return list(found.items())  # in their order, which PostgreSQL does not keep of an object


def _plain(text: str, most: int) -> str:
    seen = "".join(
        " " if one.isspace() else one for one in text if one.isspace() or unicodedata.category(one) not in UNSEEN
    )
    return " ".join(seen.split())[:most].strip()
