"""On which pages of the site a visitor was. Parts of other actions; the consent is asked for before."""

from datetime import datetime

from slovo.channels.chat.desk_models import PAGES_KEPT_MAX, PageSeen
from slovo.channels.chat.models import Visitor


def see(visitor: Visitor, *, page: str, title: str, at: datetime) -> None:
    """The same page again is no other page."""
    visitor.page, visitor.page_title, visitor.page_at = page, title, at
    visitor.save(update_fields=["page", "page_title", "page_at"])
    last = PageSeen.objects.filter(visitor=visitor).order_by("-pk").first()
    if last and last.page == page:
        return
    PageSeen.objects.create(visitor=visitor, page=page, title=title, at=at)
    kept = PageSeen.objects.filter(visitor=visitor).order_by("-pk").values_list("pk", flat=True)[:PAGES_KEPT_MAX]
    PageSeen.objects.filter(visitor=visitor, pk__lt=min(kept)).delete()


def forget(visitor: Visitor) -> None:
    """They do not agree any more: what we saw goes."""
    Visitor.objects.filter(pk=visitor.pk).update(page="", page_title="", page_at=None)
    PageSeen.objects.filter(visitor=visitor).delete()
