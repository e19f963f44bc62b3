"""What the forms for writing begin with: one's own drafts, ready moments."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any
from uuid import UUID

from django.http import QueryDict

from slovo.channels.adapter import Option
from slovo.conversations import canned_words
from slovo.conversations.desk_models import Draft, DraftFile, Writing
from slovo.conversations.models import Conversation
from slovo.conversations.recipients import Recipients, UnableToFindAddress, as_words, named, usual
from slovo.conversations.timeline import Item
from slovo.core.ids import new_id
from slovo.people.models import Staff
from slovo.web.desk import giving, promising


@dataclass(frozen=True, slots=True)
class Form:
    """`version`: of the draft that is shown, 0 without one."""

    text: str = ""
    draft_id: UUID = field(default_factory=new_id)
    version: int = 0
    files: tuple[DraftFile, ...] = ()


def context(
    staff: Staff,
    conversation: Conversation,
    page: Mapping[str, Any],
    *,
    given: QueryDict | None = None,
    writing: str = "",
) -> dict[str, Any]:
    """`page`: what the thread beside it shows. `given`: what could not be sent as it was, of the form
    `writing`; it comes before a draft."""
    drafts: Sequence[Draft] = page["drafts"]
    own = {draft.kind: draft for draft in drafts if draft.author_id == staff.pk}
    words = {writing or Writing.REPLY: given.get("text", "") if given else ""}
    return {
        "reply": _form(own.get(Writing.REPLY), words.get(Writing.REPLY, "")),
        "note": _form(own.get(Writing.NOTE), words.get(Writing.NOTE, "")),
        "writing": writing or (Writing.NOTE if set(own) == {Writing.NOTE} else Writing.REPLY),
        "promised": promising.for_draft(
            staff, conversation, own.get(Writing.REPLY), None if writing == "note" else given
        ),
        "gifts": giving.with_answer(staff, page["extras"], _text(own, words), page["timeline"]),
        "options": chosen_options(given) if given and writing != Writing.NOTE else [],
        "seen": _seen(page["timeline"]),
        "canned_titles": canned_words.titles(conversation, staff),
        **_recipients(conversation, page, given),
        "moments": page["put_off_moments"][1:],  # without the one that is still today
    }


def _text(own: Mapping[str, Draft], words: Mapping[str, str]) -> str:
    kept = own.get(Writing.REPLY)
    return words.get(Writing.REPLY, "") or (kept.text if kept else "")


def _form(draft: Draft | None, text: str) -> Form:
    if draft is None:
        return Form(text)
    return Form(text or draft.text, draft.public_id, draft.version, tuple(draft.files.all()))


def _seen(timeline: Iterable[Item]) -> int:
    """The last message that the page shows: under it the answer is written."""
    return max((item.message.pk for item in timeline if item.message), default=0)


def chosen_recipients(given: QueryDict) -> Recipients | None:
    """None for the usual ones, when the form does not name any."""
    if not given.get("to", "").strip():
        return None
    return Recipients(named(given.get("to", "")), named(given.get("cc", "")))


def chosen_options(given: QueryDict) -> list[Option]:
    """Answers to choose from, as far as any were written."""
    pairs = zip_longest(given.getlist("option"), given.getlist("option_words"), fillvalue="")
    return [Option(text, words) for text, words in pairs if text.strip() or words.strip()]


def _recipients(conversation: Conversation, page: Mapping[str, Any], given: QueryDict | None) -> dict[str, Any]:
    if given is not None and "to" in given:
        return {"to": given["to"], "cc": given.get("cc", ""), "recipients_open": True}
    said = [item.message for item in reversed(page["timeline"]) if item.message]
    try:
        found = usual(conversation, said, page["identities"])
    except UnableToFindAddress:
        return {"to": "", "cc": ""}
    if found.in_chat:
        return {"in_chat": True}
    return {"to": as_words(found.to), "cc": as_words(found.cc)}
