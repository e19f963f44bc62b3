"""A chat is passed on, a lead whispers: notes that somebody reads before anything else. Actions."""

from datetime import datetime

from django.utils.translation import gettext as _

from slovo.channels.chat import queries as chats
from slovo.channels.chat.models import DutyState
from slovo.conversations import chat_people
from slovo.conversations.actions import assign, note
from slovo.conversations.chat_desk_models import Aside, PinnedNote
from slovo.conversations.chat_queries import CHAT, pinned_for
from slovo.conversations.models import Conversation
from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.live.actions import nudge
from slovo.people.models import Staff, Team
from slovo.people.rights import Verb


class UnableToHandOn(UnableTo):
    pass


class UnableToWhisper(UnableTo):
    pass


@transaction()
def hand_on(
    *, conversation_id: int, staff_id: int | None, team_id: int | None, text: str, by: Staff, at: datetime
) -> None:
    """Another person, or a team, goes on with this chat, and reads first what `text` tells them of it."""
    conversation = locked(Conversation, conversation_id)
    by.must(Verb.ASSIGN, conversation)
    if conversation.channel != CHAT or conversation.closed_at:
        raise UnableToHandOn(_("This chat has ended: there is nothing to pass on."))
    if (staff_id is None) == (team_id is None):
        raise UnableToHandOn(_("Choose one person or one team who goes on with the chat."))
    if not text.strip():
        raise UnableToHandOn(_("Write a few words for whoever goes on: what it is about, what is agreed."))
    if staff_id:
        _check_person(conversation, staff_id, at=at)
    elif team_id:
        _check_team(conversation, team_id, at=at)
    written = note(conversation_id=conversation.pk, by=by, text=text, at=at)
    # What was said to whoever has it now is not said to the next.
    PinnedNote.objects.filter(conversation=conversation, seen_at=None).update(seen_at=at, seen_by=by)
    PinnedNote.objects.create(
        note=written, conversation=conversation, why=Aside.HANDED, staff_id=staff_id, team_id=team_id, at=at
    )
    assign(conversation_id=conversation.pk, staff_id=staff_id, team_id=team_id, by=by, at=at)


@transaction()
def whisper(*, conversation_id: int, text: str, by: Staff, at: datetime) -> None:
    """A lead says something to whoever has this chat; the visitor never sees it, the agent at once."""
    conversation = locked(Conversation, conversation_id)
    by.must(Verb.SEE_ROOM, conversation)
    if conversation.channel != CHAT or conversation.closed_at or not conversation.assignee_id:
        raise UnableToWhisper(_("Nobody has this chat just now: there is nobody to whisper to."))
    if conversation.assignee_id == by.pk:
        raise UnableToWhisper(_("You have this chat yourself. Write a note instead."))
    written = note(conversation_id=conversation.pk, by=by, text=text, at=at)
    PinnedNote.objects.create(
        note=written, conversation=conversation, why=Aside.WHISPER, staff_id=conversation.assignee_id, at=at
    )


@transaction()
def read_pinned(*, conversation_id: int, by: Staff, at: datetime) -> None:
    """They have read what was said to them here."""
    conversation = locked(Conversation, conversation_id)
    by.must(Verb.READ, conversation)
    unread = PinnedNote.objects.filter(pk__in=[one.pk for one in pinned_for(by, [conversation.pk])])
    if unread.update(seen_at=at, seen_by=by):
        nudge(conversation.key, brand_id=conversation.brand_id)


def _check_person(conversation: Conversation, staff_id: int, *, at: datetime) -> None:
    to = Staff.objects.filter(pk=staff_id, left_at=None, memberships__brand_id=conversation.brand_id).first()
    if to is None or to.pk == conversation.assignee_id:
        raise UnableToHandOn(_("Choose a colleague of this brand who does not have the chat already."))
    chats.hold(to)
    standing = chat_people.standing(to, conversation.brand_id, at=at)
    if standing.state == DutyState.AWAY:
        words = _("%(name)s is away just now. Choose somebody who is there, or the team.")
    elif standing.full:
        words = _("%(name)s has as many chats as one can hold. Choose somebody else, or the team.")
    elif standing.state == DutyState.BUSY:
        words = _("%(name)s cannot take chats just now. Choose somebody else, or the team.")
    else:
        return
    raise UnableToHandOn(words % {"name": to.name})


def _check_team(conversation: Conversation, team_id: int, *, at: datetime) -> None:
    team = Team.objects.filter(pk=team_id, brand_id=conversation.brand_id).first()
    if team is None:
        raise UnableToHandOn(_("This team belongs to another brand. Choose one of this brand."))
    members = set(team.members.values_list("pk", flat=True))
    there = chat_people.standings(conversation.brand_id, at=at)
    if not any(one.staff.pk in members and one.state != DutyState.AWAY for one in there):
        words = _("Nobody of the team «%(name)s» is there just now. Choose a person or another team.")
        raise UnableToHandOn(words % {"name": team.name})
