"""The page of whoever does the work: what is promised, "done", "it takes longer". No login, no cookie, no script."""

from hashlib import sha256
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect, QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from slovo.core import limits
from slovo.core.errors import UnableTo
from slovo.core.ids import new_id
from slovo.core.secrets import is_signature, sealed, signature, unsealed
from slovo.promises import worked, working
from slovo.promises.models import Promise
from slovo.promises.work_models import WorkLink, WorkReport
from slovo.promises.work_reasons import LONGER
from slovo.web.portal.frame import frame, gone, spoken, whence
from slovo.web.portal.work_words import followed, reasons, work

TOKEN_LETTERS_MAX = 64
HOUR_SECONDS = 3_600
REPORTS_AN_HOUR_MAX = 120  # by one link: a courier has many doors
REPORTS_AN_HOUR_OF_ADDRESS_MAX = 300
NEXT_DAY, MINUTES = "tomorrow", [str(count) for count in working.DELAY_MINUTES]


def show(request: HttpRequest, token: str) -> HttpResponse:
    """`lang`: another language; `report`: the one that was just made."""
    if request.method not in {"GET", "HEAD"}:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    link = _link(token)
    if link is None:
        return gone(request)
    with spoken(request, link.brand.language), timezone.override(link.brand.zone):
        return _page(request, token, link)


def act(request: HttpRequest, token: str, noun: str) -> HttpResponse:
    """`promise`, `once`; a delay: `minutes` (or "tomorrow"), `reason` (a code), `text` (their own words instead)."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    link = _link(token)
    if link is None or noun not in {"done", "delay"}:
        return gone(request)
    with spoken(request, link.brand.language), timezone.override(link.brand.zone):
        if not _may_do_more(request, link):
            return _page(
                request, token, link, problem=_("That was a lot at once. Wait an hour, or call us."), status=429
            )
        try:
            report = _reported(link, noun, request.POST)
        except UnableTo as problem:
            return _page(request, token, link, problem=str(problem), status=409)
        query = f"?lang={translation.get_language()}&report={sealed('work_report', report.pk)}"
        return HttpResponseRedirect(reverse("work_page", args=[token]) + query, status=303)


def _link(token: str) -> WorkLink | None:
    return worked.link_of(token, at=timezone.now()) if len(token) <= TOKEN_LETTERS_MAX else None


def _reported(link: WorkLink, noun: str, given: QueryDict) -> WorkReport:
    promise = _promise(link, given.get("promise", ""))
    once = sha256(f"{_name(link, given.get('once', ''))} {noun} {promise.pk}".encode()).hexdigest()
    at = timezone.now()
    if noun == "done":
        return working.report_done(link_id=link.pk, promise_id=promise.pk, once=once, at=at)
    minutes = given.get("minutes", "")
    return working.report_delay(
        link_id=link.pk,
        promise_id=promise.pk,
        minutes=None if minutes == NEXT_DAY else int(minutes) if minutes in MINUTES else 0,
        reason=given.get("text", "").strip() or given.get("reason", ""),
        once=once,
        at=at,
    )


def _promise(link: WorkLink, shown_id: str) -> Promise:
    """Of those behind the link, done ones too: the second tap of a slow phone finds what the first has done."""
    promise = worked.promise_shown(link, _uuid(shown_id))
    if promise is None:
        raise working.UnableToReport(_("This is not on your page any more. Read what is there now."))
    return promise


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _page(request: HttpRequest, token: str, link: WorkLink, *, problem: str = "", status: int = 200) -> HttpResponse:
    at, rows = timezone.now(), worked.behind(link)
    moves, report = worked.last_moves(rows), _report(request, link)
    context = frame(link.brand.colour) | {
        "brand": link.brand,
        "title": link.label,
        "address": reverse("work_page", args=[token]),
        "rows": [work(row, moves.get(row.pk), link, at=at) for row in rows],
        "problem": problem,
        "said": followed(report, link, at=at) if report else "",
        "minutes": working.DELAY_MINUTES,
        "next_day": NEXT_DAY,
        "reasons": reasons(),
        "usual": LONGER,
        "once": _once(link),
        "zone": link.brand.zone,
    }
    response = HttpResponse(render_to_string("portal/work.html", context), status=status)
    if status == 429:
        response["Retry-After"] = str(HOUR_SECONDS)
    return response


def _report(request: HttpRequest, link: WorkLink) -> WorkReport | None:
    shown_id = _uuid(request.GET.get("report", "")) if request.method != "POST" else None
    return worked.report_by(link, unsealed("work_report", shown_id) or 0) if shown_id else None


def _may_do_more(request: HttpRequest, link: WorkLink) -> bool:
    names = {
        f"work:{link.pk}": REPORTS_AN_HOUR_MAX,
        f"work-from:{whence(request)}": REPORTS_AN_HOUR_OF_ADDRESS_MAX,
    }
    at = timezone.now()
    taken = (limits.take(name, limit=most, seconds=HOUR_SECONDS, at=at) for name, most in names.items())
    return all(one.allowed for one in taken)


def _once(link: WorkLink) -> str:
    """A name for what is sent from this page, under a signature: no other site can have made it."""
    name = new_id().hex
    return f"{name}.{signature(f'work {link.pk}', name)}"


def _name(link: WorkLink, once: str) -> str:
    name, _dot, claimed = once.partition(".")
    if not is_signature(f"work {link.pk}", name, claimed):
        raise working.UnableToReport(_("This page was open for very long. Read it once more and try again."))
    return name
