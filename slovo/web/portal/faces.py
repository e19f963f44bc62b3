"""How whoever is responsible looks, for who has the link, where the person and the brand want it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from slovo.core.files import pictures, storage
from slovo.people.queries import may_customers_see
from slovo.web.portal.opened import Opened
from slovo.web.portal.reading import behind_a_link


@behind_a_link
def show(_request: HttpRequest, page: Opened, shown_id: UUID) -> HttpResponse:
    """Of whoever owes what is on this page, and of nobody else."""
    promise = page.promise(str(shown_id))
    owner = promise.owner if promise else None
    if owner is None or owner.photo is None or not may_customers_see(owner, page.brand):
        raise Http404
    face = storage.read(owner.photo)
    return HttpResponse(face, content_type=pictures.TYPE, headers={"X-Content-Type-Options": "nosniff"})
