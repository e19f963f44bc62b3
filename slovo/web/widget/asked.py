"""What every request of the widget passes: whose chat it is, from which site it comes, how often and how much."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from slovo.channels.actions import DoorClosed
from slovo.channels.chat import block_queries, queries
from slovo.channels.chat.actions import FILE_BYTES_MAX, FILES_MAX, Blocked, refuse_blocked
from slovo.channels.chat.identity import UnableToIdentify
from slovo.channels.chat.models import Chat, Visitor
from slovo.channels.proof_models import Face
from slovo.channels.proving import Brought, ProofNeeded, proved
from slovo.core import limits
from slovo.core.errors import UnableTo
from slovo.web.portal.frame import whence

KEY_HEADER = "X-Slovo-Visitor"
BODY_BYTES_MAX = 16 * 1024
MESSAGE_BYTES_MAX = FILES_MAX * FILE_BYTES_MAX + 64 * 1024
MINUTE, HOUR = 60, 3600
BUSY_SECONDS = 30
PROOF_NEEDED = 202  # understood, and not done yet: of a 4xx the console of the site would complain
AS_WRITTEN = {"ensure_ascii": False}  # an escaped letter is three times as long on its way
ALLOWED = {
    "Access-Control-Allow-Methods": "GET, POST",
    "Access-Control-Allow-Headers": f"Content-Type, {KEY_HEADER}",
    "Access-Control-Max-Age": "7200",
}


class NotKnown(UnableTo):
    """No key, or one that opens nothing: the widget begins anew."""


class TooOften(UnableTo):
    def __init__(self, seconds: int) -> None:
        super().__init__(_("That was a lot at once. Wait a moment, then go on."))
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Limit:
    """So often in so many seconds: by one visitor, and from one address, behind which there may be an office.

    `with_it`: the view has it counted within the transaction of what it does (`Asked.count`), so that it waits for
    other writers once. What is refused is counted all the same, by itself.
    """

    name: str
    seconds: int
    of_visitor: int
    of_address: int
    with_it: bool = False


@dataclass(frozen=True, slots=True)
class Proof:
    """What is brought by somebody whom nobody knows: its browser may have to work first. `once`: the value by which the
    same thing sent twice is known as one."""

    noun: str
    once: str = ""


# Of an hour, so that a busy page costs a row that is written for a hundred questions, not for each.
READING = Limit("read", HOUR, of_visitor=12_000, of_address=240_000)
LOOKING = Limit("look", HOUR, of_visitor=1_200, of_address=12_000)
# In kilobytes, of all that comes with messages: four messages as full as one may be, and an office of such people.
KILOBYTE = 1024
SENDING = Limit("send", HOUR, of_visitor=200 * 1024, of_address=600 * 1024)


@dataclass(frozen=True, slots=True)
class Asked:
    """`given`: what the body says, a JSON object; {} without one. `count`: raises TooOften."""

    request: HttpRequest
    chat: Chat
    visitor: Visitor | None
    given: dict[str, Any]
    language: str
    at: datetime
    count: Callable[[], None]

    @property
    def known(self) -> Visitor:
        if self.visitor is None:
            raise NotKnown(_("This chat is not known here any more. Begin a new one."))
        return self.visitor

    def text(self, name: str) -> str:
        value = self.given.get(name)
        return written(value) if isinstance(value, str) else ""

    def number(self, name: str) -> int:
        """0 for whatever is none."""
        value = self.given.get(name)
        return value if isinstance(value, int) and abs(value) < 2**31 else 0

    def versions(self, name: str) -> dict[str, int]:
        """Of what they agree to, by purpose; {} for what is none."""
        given = self.given.get(name)
        return (
            {str(one): value for one, value in given.items() if isinstance(value, int)}
            if isinstance(given, dict)
            else {}
        )

    def id(self, name: str) -> UUID | None:
        return id_in(self.text(name))


Answered = Callable[[Asked], dict[str, Any]]
AnswerT = TypeVar("AnswerT", bound=HttpResponseBase)


def answers(
    method: str,
    *,
    limit: Limit | None = None,
    brings: bool = False,
    large: bool = False,
    proof: Proof | None = None,
) -> Callable[[Answered], Any]:
    """A view that answers a widget on a site of the brand, and nobody else. `brings`: something that people read or
    act upon; from whoever is blocked it is not taken. `large`: files may come with it."""

    def decorated(view: Answered) -> Callable[[HttpRequest, UUID], HttpResponse]:
        def answered(request: HttpRequest, chat: UUID) -> HttpResponse:
            found = queries.chat_by_public_id(chat)
            if found is None:
                return problem(404, "")
            origin = request.headers.get("Origin", "")
            if not is_allowed(found, origin, request):
                return problem(403, "")
            if request.method == "OPTIONS":
                response = HttpResponse(status=204, headers=ALLOWED)
            elif request.method != method:
                response = HttpResponseNotAllowed([method])
            else:
                bytes_max = MESSAGE_BYTES_MAX if large else BODY_BYTES_MAX
                response = _answer(request, found, view, limit, bytes_max, proof, brings=brings)
            return shared(response, origin)

        return answered

    return decorated


def is_allowed(chat: Chat, origin: str, request: HttpRequest) -> bool:
    """A browser says from which page it asks. Our own pages may hold the widget, too: where they only read, it names no
    origin, but says that it is the same one, or which page it is."""
    ours = f"{request.scheme}://{request.get_host()}"
    if not origin:
        same = request.headers.get("Sec-Fetch-Site") == "same-origin"
        return same or request.headers.get("Referer", "").startswith(f"{ours}/")
    return origin in chat.origins or origin == ours


def shared(response: AnswerT, origin: str) -> AnswerT:
    if origin:
        response["Access-Control-Allow-Origin"] = origin
    response["Access-Control-Expose-Headers"] = "Retry-After"
    response["Vary"] = "Origin"
    return response


def problem(status: int, words: str, *, retry_after: int = 0) -> HttpResponse:
    response = JsonResponse({"problem": words}, status=status)
    if retry_after:
        response["Retry-After"] = str(retry_after)
    return response


def spoken(request: HttpRequest, chat: Chat) -> str:
    """What the page asks for, if the chat speaks it; else the brand's language, else the chat's first."""
    wanted = request.GET.get("lang", "")[:2]
    wishes = (wanted, chat.brand.language, *chat.languages)
    return next((one for one in wishes if one in chat.languages), "en")


def written(text: str) -> str:
    """A NUL is in no text that a person writes, and no database of ours holds one; nor half a pair of surrogates."""
    return text.replace("\0", "").encode(errors="ignore").decode()


def id_in(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _answer(
    request: HttpRequest,
    chat: Chat,
    view: Answered,
    limit: Limit | None,
    bytes_max: int,
    proof: Proof | None,
    *,
    brings: bool,
) -> HttpResponse:
    at, language = timezone.now(), spoken(request, chat)
    with translation.override(language), timezone.override(chat.brand.tz):
        try:
            length = request.headers.get("Content-Length") or "0"
            if not length.isdecimal() or int(length) > bytes_max:
                return problem(413, _("This is too large to be sent."))
            visitor = queries.visitor_by_key(chat, request.headers.get(KEY_HEADER, ""))
            if brings:
                # A message that comes again is the same one: what stands already is acknowledged (`actions.say`).
                _refuse_blocked(request, chat, visitor if bytes_max == BODY_BYTES_MAX else None, at)
            count = partial(_take, limit, request, chat, visitor, at)
            if visitor and bytes_max > BODY_BYTES_MAX:  # before any of it is read
                _take(SENDING, request, chat, visitor, at, amount=1 + int(length) // KILOBYTE)
            asked = Asked(request, chat, visitor, _body(request), language, at, count)
            with _proved(proof, asked):  # who is sent to work first is not counted for it
                told = _counted(view, asked, with_it=limit is not None and limit.with_it)
                return JsonResponse(told, json_dumps_params=AS_WRITTEN)
        except ProofNeeded as refused:
            return JsonResponse({"problem": str(refused), "challenge": refused.challenge}, status=PROOF_NEEDED)
        except TooOften as refused:
            return problem(429, str(refused), retry_after=refused.seconds)
        except DoorClosed as refused:
            return problem(503, str(refused), retry_after=BUSY_SECONDS)
        except NotKnown as refused:
            return problem(401, str(refused))
        except (Blocked, UnableToIdentify) as refused:
            return problem(403, str(refused))
        except UnableTo as refused:
            return problem(422, str(refused))


def _refuse_blocked(request: HttpRequest, chat: Chat, visitor: Visitor | None, at: datetime) -> None:
    if visitor:
        refuse_blocked(visitor)
    until = block_queries.blocked_until(chat, whence(request), at=at)
    if until:
        words = _("Messages from this address are not taken until %(moment)s. Write to us in another way.")
        raise Blocked(words % {"moment": date_format(localtime(until), "SHORT_DATETIME_FORMAT")})


def _counted(view: Answered, asked: Asked, *, with_it: bool) -> dict[str, Any]:
    if not with_it:
        asked.count()
        return view(asked)
    try:
        return view(asked)
    except TooOften:
        raise
    except UnableTo:
        asked.count()  # it was taken back with what was refused
        raise


def _proved(proof: Proof | None, asked: Asked) -> AbstractContextManager[None]:
    if proof is None:
        return nullcontext()
    once = asked.text(proof.once) if proof.once else ""
    brought = Brought(asked.chat.brand, Face.CHAT, proof.noun, asked.text("proof"), whence(asked.request), once)
    return proved(brought, at=asked.at)


def _body(request: HttpRequest) -> dict[str, Any]:
    if request.method != "POST" or request.content_type != "application/json":
        return {}
    try:
        given = json.loads(request.body)
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise UnableTo(_("This could not be read. Load the page again."))
    return given


def _take(
    limit: Limit | None, request: HttpRequest, chat: Chat, visitor: Visitor | None, at: datetime, *, amount: int = 1
) -> None:
    if limit is None:
        return
    names = {f"chat-{limit.name}:{chat.pk}:{whence(request)}": limit.of_address}
    if visitor:
        names[f"chat-{limit.name}:visitor:{visitor.pk}"] = limit.of_visitor
    taken = limits.take_each(names, seconds=limit.seconds, at=at, amount=amount)
    if not taken.allowed:
        raise TooOften(taken.reset_seconds)
