"""A public page on which a customer asks for something, and chooses knowingly. It needs no script and no cookie."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from slovo.channels.actions import DoorClosed
from slovo.conversations.models import Conversation
from slovo.core import limits
from slovo.core.errors import UnableTo
from slovo.customers.consent_models import Purpose
from slovo.promises import queries as promises
from slovo.requests import form_queries, queries
from slovo.requests.form_answers import as_text
from slovo.requests.form_fields import FieldKind
from slovo.requests.form_models import FormVersion
from slovo.requests.models import RequestType
from slovo.web import requesting
from slovo.web.portal.asking import asked
from slovo.web.portal.asking.form import Page, Told, check_not_in_a_hurry, chosen, filed, new_form, page_of
from slovo.web.portal.asking.page import NOUN, Shown, page, price_of, top
from slovo.web.portal.frame import spoken, whence
from slovo.web.portal.proving import proved
from slovo.web.portal.taking import NotTaken

REQUESTS_AN_HOUR_MAX, OF_A_BRAND_MAX = 20, 600  # from one address; to one brand from all
HOUR_SECONDS = 3600
BUSY_SECONDS = 60


@dataclass(frozen=True, slots=True)
class _Opened:
    request: HttpRequest
    request_type: RequestType
    form: FormVersion | None
    language: str


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, brand: str, slug: str) -> HttpResponse:
    """`lang`: ru, uk, en; else the browser's. Nobody is signed in: another site gains nothing by sending it."""
    request_type = queries.open_type(brand, slug)
    if request_type is None:
        raise Http404
    with spoken(request, request_type.brand.language), timezone.override(request_type.brand.tz):
        language = translation.get_language()
        opened = _Opened(request, request_type, form_queries.form_of(request_type), language)
        response = _sent(opened) if request.method == "POST" else _page(opened)
    response["Content-Language"] = language
    return response


def _sent(opened: _Opened) -> HttpResponse:
    at, told = timezone.now(), Told.of(opened.request.POST)
    if wait := _too_many(opened, at=at):
        problem = UnableTo(_("So many requests have come from here that we take the next one in an hour."))
        return _page(opened, told=told, problem=problem, status=429, wait_seconds=wait)
    try:
        read = page_of(told, opened.request_type)
        with proved(opened.request, opened.request_type.brand, NOUN, once=read.number, at=at):
            sent = _filled_in(opened, told, read, at=at)
            conversation = _asked(opened, told, sent, at=at)
    except DoorClosed as problem:
        return _page(opened, told=told, problem=problem, status=503, wait_seconds=BUSY_SECONDS)
    except UnableTo as problem:
        return _page(opened, told=told, problem=problem, status=422)
    return _taken(opened, conversation, sent)


def _asked(opened: _Opened, told: Told, sent: requesting.Sent | None, *, at: datetime) -> Conversation:
    version_id, starts_on = chosen(told)
    answers = as_text(sent.answers) if sent else None
    return requesting.ask(
        requesting.Wanted(opened.request_type, version_id, starts_on, opened.language),
        filed(told, opened.request_type, opened.language, answers=answers),
        at=at,
        sent=sent,
    )


def _filled_in(opened: _Opened, told: Told, read: Page, *, at: datetime) -> requesting.Sent | None:
    """None: the brand asks in one field what they need."""
    check_not_in_a_hurry(read, at=at)
    if read.version_id != (opened.form.pk if opened.form else 0):
        raise NotTaken("", _("What this form asks has changed since. Look it over and send it once more."))
    if opened.form is None:
        return None
    reading = asked.reader(opened.request_type.brand, opened.language, at)
    return requesting.Sent(opened.form, asked.answers(opened.request, opened.form.asked, reading))


def _too_many(opened: _Opened, *, at: datetime) -> int:
    """Seconds to wait; 0: it may come."""
    counts = (
        (f"ask:{whence(opened.request)}", REQUESTS_AN_HOUR_MAX),
        (f"ask-of:{opened.request_type.brand_id}", OF_A_BRAND_MAX),
    )
    for name, most in counts:
        taken = limits.take(name, limit=most, seconds=HOUR_SECONDS, at=at)
        if not taken.allowed:
            return taken.reset_seconds
    return 0


def _taken(opened: _Opened, conversation: Conversation, sent: requesting.Sent | None) -> HttpResponse:
    made = queries.choices_about(conversation.key)
    promise = promises.next_owed(conversation.key)
    to = opened.request.POST.get("contact", "").strip()
    context = top(opened.request_type, opened.language) | {
        "reference": conversation.reference,
        "choice": made[0] if made else None,
        "price": price_of(made[0].wording) if made else "",
        "answers": sent.answers if sent else [],
        "due_at": promise.due_at if promise and sent else None,
        "to": to if sent and "@" in to else "",
        "news": _wants_news(sent),
    }
    return HttpResponse(render_to_string("portal/asking/taken.html", context))


def _wants_news(sent: requesting.Sent | None) -> bool:
    """They ticked advertising. Nothing here depends on what is known of the address: it may be anybody's."""
    answers = sent.answers if sent else ()
    return any(one.field.kind == FieldKind.CONSENT and one.field.purpose == Purpose.MARKETING for one in answers)


def _page(
    opened: _Opened,
    *,
    told: Told | None = None,
    problem: UnableTo | None = None,
    status: int = 200,
    wait_seconds: int = 0,
) -> HttpResponse:
    fields = opened.form.asked if opened.form else ()
    keep = not (isinstance(problem, NotTaken) and not problem.field)  # of the page itself nothing is wrong
    shown = Shown(
        opened.request_type,
        opened.language,
        fields,
        form=told.form if told and keep else new_form(opened.request_type, opened.form),
        told=told,
        problem=problem,
    )
    response = HttpResponse(page(opened.request, shown), status=status)
    if wait_seconds:
        response["Retry-After"] = str(wait_seconds)
    return response
