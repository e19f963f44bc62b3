"""A reader says whether an article helped."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from slovo.core import limits
from slovo.core.errors import UnableTo
from slovo.knowledge import asking, queries
from slovo.web.portal.articles.room import Missing, Room, in_room
from slovo.web.portal.frame import whence

FEEDBACK_AN_HOUR_MAX = 20  # from one address
HOUR_SECONDS = 3600
TRAP = "website"  # a field that no person sees, and that robots fill in


@require_POST
@in_room
def say(request: HttpRequest, room: Room, slug: str) -> HttpResponse:
    """`helped`: yes or no; `words`. Nobody is signed in: another site gains nothing by sending it."""
    version, visitor, at = queries.public_version(room.brand.pk, room.language, slug), whence(request), timezone.now()
    helped = request.POST.get("helped", "")
    if version is None or helped not in {"yes", "no"}:
        raise Missing
    back, thanks = room.to("help_article", slug), "yes"
    taken = limits.take(f"helped:{visitor}", limit=FEEDBACK_AN_HOUR_MAX, seconds=HOUR_SECONDS, at=at)
    if not taken.allowed:
        thanks = "later"
    elif not request.POST.get(TRAP):
        try:
            words = request.POST.get("words", "")
            asking.say_helped(version_id=version.pk, visitor=visitor, helped=helped == "yes", words=words, at=at)
        except UnableTo:  # it changed while they read
            thanks = "anew"
    return HttpResponseRedirect(f"{back}?thanks={thanks}#helped")
