"""The book of complaints and suggestions at the desk: an entry's page, and how the book is kept."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from slovo.book import actions, answering, overlooked, queries
from slovo.book.models import SHOWN_AFTER_HOURS_MAX, Entry, Withheld
from slovo.book.words import parts_of
from slovo.conversations.models import Conversation
from slovo.core.errors import UnableTo
from slovo.people.rights import Verb
from slovo.web.desk import listing
from slovo.web.desk.requests import StaffRequest, refusals, whole_number
from slovo.web.desk.views.brands import brand_of
from slovo.web.desk.views.conversations import visible
from slovo.web.desk.words.book import KINDS, REASONS

REPLIES_MAX = 5  # offered to be published


@login_required
@require_GET
def of_conversation(request: StaffRequest, public_id: UUID) -> HttpResponse:
    return _page(request, *_found(request, public_id))


@login_required
@require_POST
def look_over(request: StaffRequest, public_id: UUID) -> HttpResponse:
    conversation, entry = _found(request, public_id)
    actions.look_over(entry_id=entry.pk, by=request.user, at=timezone.now())
    return redirect("conversation_book", conversation.public_id)


@login_required
@require_POST
def withhold(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """`words`, `reason`, `why`; the button "whole": all of it, for abuse."""
    conversation, entry = _found(request, public_id)
    given, at = request.POST, timezone.now()
    with refusals() as heard:
        if "whole" in given:
            actions.withhold_whole(entry_id=entry.pk, why=given.get("why", ""), by=request.user, at=at)
        else:
            actions.withhold(
                entry_id=entry.pk,
                words=given.get("words", ""),
                reason=given.get("reason", ""),
                why=given.get("why", ""),
                by=request.user,
                at=at,
            )
    if heard.refusal:
        return _page(request, conversation, entry, problem=heard.refusal)
    return redirect("conversation_book", conversation.public_id)


@login_required
@require_POST
def show_again(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """`withheld`: the public id of a line of the register."""
    conversation, entry = _found(request, public_id)
    row: Withheld = get_object_or_404(entry.withheld.filter(public_id=_id(request.POST.get("withheld", ""))))
    actions.show_again(withheld_id=row.pk, by=request.user, at=timezone.now())
    return redirect("conversation_book", conversation.public_id)


@login_required
@require_POST
def answer(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """`text`; `published`, `sent`: where it goes; `private`: behind it in the letter."""
    conversation, entry = _found(request, public_id)
    given = request.POST
    with refusals() as heard:
        answering.answer(
            entry_id=entry.pk,
            text=given.get("text", ""),
            private=given.get("private", ""),
            published="published" in given,
            sent="sent" in given,
            by=request.user,
            at=timezone.now(),
        )
    if heard.refusal:
        return _page(request, conversation, entry, problem=heard.refusal)
    return redirect("conversation_book", conversation.public_id)


@login_required
@require_POST
def publish(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """`message`: the public id of a reply, which then stands beside the entry as it is."""
    conversation, entry = _found(request, public_id)
    reply = get_object_or_404(queries.replies_to(entry), public_id=_id(request.POST.get("message", "")))
    with refusals() as heard:
        answering.publish_reply(entry_id=entry.pk, message_id=reply.pk, by=request.user, at=timezone.now())
    if heard.refusal:
        return _page(request, conversation, entry, problem=heard.refusal, suggested=reply.text)
    return redirect("conversation_book", conversation.public_id)


@login_required
@require_http_methods(["GET", "POST"])
def settings(request: StaffRequest, pk: int) -> HttpResponse:
    """`open`, `hours`."""
    brand = brand_of(request, pk)
    problem = None
    if request.method == "POST":
        with refusals() as heard:
            actions.set_book(
                brand=brand,
                is_open="open" in request.POST,
                shown_after_hours=whole_number(request.POST.get("hours", "")) or 0,
                by=request.user,
                at=timezone.now(),
            )
            messages.success(request, _("Saved."))
            return redirect("brand_book", brand.pk)
        problem = heard.refusal
    context = {
        "brand": brand,
        "book": queries.book_of(brand),
        "hours_max": SHOWN_AFTER_HOURS_MAX,
        "problem": problem,
    }
    return render(request, "desk/brand_book.html", context, status=422 if problem else 200)


@login_required
@require_GET
def look_again(request: StaffRequest, pk: int) -> HttpResponse:
    """Entries of which the program would take more out today. `before`: a number, and only older ones."""
    brand = brand_of(request, pk)
    again = overlooked.look_again(brand.pk, before=whole_number(request.GET.get("before", "")))
    return render(request, "desk/book_again.html", {"brand": brand, "again": again})


def _found(request: StaffRequest, public_id: UUID) -> tuple[Conversation, Entry]:
    conversation = visible(request, public_id)
    entry = queries.entry_in(conversation, request.user)
    if entry is None:
        raise Http404
    return conversation, entry


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def _page(
    request: StaffRequest,
    conversation: Conversation,
    entry: Entry,
    *,
    problem: UnableTo | None = None,
    suggested: str = "",
) -> HttpResponse:
    """`suggested`: of a reply, to be put right before everybody reads it."""
    given = {"text": suggested, "published": "yes"} if suggested else request.POST
    answers, answered = list(entry.answers.all()), "text" in given
    context = {
        "conversation": conversation,
        "query": listing.query(request),
        "entry": entry,
        "kind": KINDS[entry.kind],
        "parts": [(part, REASONS.get(part.reason, "")) for part in parts_of(entry)],
        "shown": entry.is_shown(timezone.now()),
        "register": [(row, REASONS[row.reason], _words(entry, row)) for row in entry.withheld.all()],
        "overlooked": overlooked.proposals(entry),
        "why_overlooked": _why_overlooked(entry),
        "reasons": REASONS.items(),
        "answers": answers,
        "replies": [
            (one, not queries.names_somebody(entry, one.text)) for one in queries.replies_to(entry)[:REPLIES_MAX]
        ],
        "reachable": queries.can_be_written_to(entry.message.conversation),
        "may_withhold": request.user.may(Verb.WITHHOLD_ENTRIES, entry),
        "may_answer": request.user.may(Verb.REPLY, entry),
        "given": given,
        "published": "published" in given or not answered,
        "sent": "sent" in given or not answered,
        "problem": problem,
        "at": timezone.now(),
        "public": reverse("book", args=[entry.brand.slug]),
    }
    return render(request, "desk/book_entry.html", context, status=422 if problem else 200)


def _words(entry: Entry, row: Withheld) -> str:
    """What is withheld, for those who may read it."""
    return "" if row.start is None else entry.message.text[row.start : row.end]


def _why_overlooked(entry: Entry) -> str:
    """As the open register says it, in the book's language."""
    with translation.override(entry.brand.language):
        return _("Overlooked when it was written")
