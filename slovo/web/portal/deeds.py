"""What a customer does on their page. Each deed is a noun below its address, gives the code of what is said
afterwards, and may be done twice: a phone on a slow line is tapped again.

Those of promises are here; of visits, calls and reservations: `deeds_beside.py`.
"""

from collections.abc import Callable, Mapping

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from slovo.core.db import transaction
from slovo.core.secrets import sealed
from slovo.promises import choosing, confirming, ledger, rating
from slovo.promises.ladder_models import Choice
from slovo.promises.models import WORDS_CHARACTERS_MAX, Promise
from slovo.promises.more_models import Consent, PromiseMove
from slovo.web.portal import deeds_beside as beside
from slovo.web.portal import own
from slovo.web.portal.opened import Opened
from slovo.web.portal.saying import UnableToDoSo, moment_of, say

Deed = Callable[[Opened, QueryDict], str]

SAID = {
    "asked": gettext_lazy("Thank you. Your message is with us, and we will answer it."),
    "agreed": gettext_lazy("Thank you. The new time is agreed."),
    "refused": gettext_lazy("We know that the new time does not suit you, and will get back to you."),
    "confirmed": gettext_lazy("Thank you for telling us. It is done."),
    "denied": gettext_lazy("Thank you for telling us. It is open again, and we will look into it."),
    "cancelled": gettext_lazy("It is cancelled. You need not do anything else."),
    "rated": gettext_lazy("Thank you. We know how it was for you."),
    **beside.SAID,
    **own.SAID,
}
MARKS = "12345"
CHOSEN = {Choice.WAIT.value: "agreed", Choice.ALTERNATIVE.value: "refused", Choice.CANCEL.value: "cancelled"}


def ask(page: Opened, given: QueryDict) -> str:
    promise = page.promise(given.get("promise", ""))
    say(page, given, promise.about if promise else page.link.about, given.get("text", ""))
    return "asked"


def choose(page: Opened, given: QueryDict) -> str:
    """`move`: the one that was on the page, so that nobody chooses about what they have not read. `until`: how long
    they wait at most; "": until the moment that was named. `text`: what else they want."""
    promise = _promise(page, given)
    move, choice = _move(page, promise, given.get("move", "")), given.get("choice", "")
    if choice not in CHOSEN:
        raise UnableToDoSo(_("Wait, say what you would like instead, or cancel."))
    if _has_chosen(promise, move, choice):
        return CHOSEN[choice]
    words = given.get("text", "")
    if choice == Choice.ALTERNATIVE:
        words = words.strip() or _("Another time or another way.")
    until = moment_of(given.get("until", ""))
    choosing.choose(promise_id=promise.pk, choice=choice, until=until, words=words, read_move_id=move.pk, at=page.at)
    return CHOSEN[choice]


def _has_chosen(promise: Promise, move: PromiseMove, choice: str) -> bool:
    if choice == Choice.CANCEL:
        return promise.released_at is not None
    return move.consent == (Consent.GIVEN if choice == Choice.WAIT else Consent.REFUSED)


def confirm(page: Opened, given: QueryDict) -> str:
    confirming.confirm_by_customer(promise_id=_promise(page, given).pk, at=page.at)
    return "confirmed"


def deny(page: Opened, given: QueryDict) -> str:
    """It is owed again, and the conversation says so in their words."""
    promise = _promise(page, given)
    words = [_("This is not done: «%(what)s».") % {"what": promise.what}, given.get("text", "").strip()]
    with transaction(durable=True):
        confirming.deny_by_customer(promise_id=promise.pk, at=page.at)
        say(page, given, promise.about, "\n".join(filter(None, words)))
    return "denied"


def cancel(page: Opened, given: QueryDict) -> str:
    promise, words = _promise(page, given), given.get("text", "").strip()
    if promise.released_at:
        return "cancelled"
    if not words:
        raise UnableToDoSo(_("Tell us in a word why you do not need it any more."))
    if len(words) > WORDS_CHARACTERS_MAX:
        raise UnableToDoSo(_("Say it in %(count)d characters at most.") % {"count": WORDS_CHARACTERS_MAX})
    ledger.release_by_customer(promise_id=promise.pk, words=words, at=page.at)
    return "cancelled"


def rate(page: Opened, given: QueryDict) -> str:
    """`score`: one tap. `text`: where a form asks for words, too."""
    score, text = given.get("score", ""), given.get("text")
    rating.rate_by_customer(
        promise_id=_promise(page, given).pk,
        score=int(score) if len(score) == 1 and score in MARKS else 0,
        words=None if text is None else text.strip(),
        at=page.at,
    )
    return "rated"


DEEDS: Mapping[str, Deed] = {
    "question": ask,
    "choice": choose,
    "confirmation": confirm,
    "denial": deny,
    "cancellation": cancel,
    "rating": rate,
    **beside.DEEDS,
    **own.DEEDS,
}


def deed_of(page: Opened, noun: str) -> Deed | None:
    """None for what there is not, or not behind this link: what customers decide about themselves is theirs alone."""
    if page.link.is_anybodys and noun in own.DEEDS:
        return None
    return DEEDS.get(noun)


def _promise(page: Opened, given: QueryDict) -> Promise:
    promise = page.promise(given.get("promise", ""))
    if promise is None or promise.pk in page.beside.promise_ids:
        raise UnableToDoSo(_("This is not on your page any more. Read what is there now."))
    return promise


def _move(page: Opened, promise: Promise, shown_id: str) -> PromiseMove:
    moves = page.moves.get(promise.pk, [])
    found = next((move for move in moves if str(sealed("move", move.pk)) == shown_id), None)
    if found is None:
        raise UnableToDoSo(_("Another time has been named since. Read what is there now."))
    return found
