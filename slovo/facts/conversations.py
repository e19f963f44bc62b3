from dataclasses import dataclass

from slovo.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ConversationFact(Fact):
    conversation_id: int

    @property
    def about(self) -> str:
        return f"conversation:{self.conversation_id}"


@dataclass(frozen=True, kw_only=True)
class FamilyFact(ConversationFact):
    """`merged_ids`: the conversations that are read in this one. It holds for what is owed in them as well."""

    merged_ids: tuple[int, ...] = ()

    @property
    def merged(self) -> tuple[str, ...]:
        return tuple(f"conversation:{pk}" for pk in self.merged_ids)


@dataclass(frozen=True, kw_only=True)
class ConversationOpened(ConversationFact):
    customer_id: int
    channel: str


@dataclass(frozen=True, kw_only=True)
class _ForTheAnswer(FamilyFact):
    """What an answer promise needs to know. `first`: nobody has answered in this conversation yet."""

    message_id: int
    customer_id: int
    channel: str
    first: bool
    owner_id: int | None
    team_id: int | None


@dataclass(frozen=True, kw_only=True)
class MessageReceived(_ForTheAnswer):
    """A customer's message. `awaits_answer` is false for what a machine sent."""

    awaits_answer: bool


@dataclass(frozen=True, kw_only=True)
class ReplyWritten(ConversationFact):
    message_id: int
    channel: str


@dataclass(frozen=True, kw_only=True)
class ReplyTakenBack(ConversationFact):
    """Before it had left: the message is gone, and its words are a draft again."""

    message_id: int


@dataclass(frozen=True, kw_only=True)
class ReplyRescheduled(ConversationFact):
    """It leaves at another moment, `leaves_at` (ISO)."""

    message_id: int
    leaves_at: str


@dataclass(frozen=True, kw_only=True)
class ReplySent(_ForTheAnswer):
    """The reply has left the house at `sent_at` (ISO). `awaited_since` (ISO): the customer wrote again
    after it was written, and awaits another answer."""

    staff_id: int | None
    sent_at: str
    awaited_since: str | None


@dataclass(frozen=True, kw_only=True)
class ReplyFailed(FamilyFact):
    message_id: int
    outcome: str


@dataclass(frozen=True, kw_only=True)
class ConversationForwarded(ConversationFact):
    """The thread was passed on to somebody else. It answers nobody."""

    message_id: int


@dataclass(frozen=True, kw_only=True)
class NoteWritten(ConversationFact):
    message_id: int


@dataclass(frozen=True, kw_only=True)
class ConversationAssigned(FamilyFact):
    staff_id: int | None
    team_id: int | None
    was_staff_id: int | None


@dataclass(frozen=True, kw_only=True)
class ConversationCustomerChanged(ConversationFact):
    """The letter had been passed on: whom it came from in truth is the customer now."""

    customer_id: int
    was_customer_id: int


@dataclass(frozen=True, kw_only=True)
class ConversationTagged(ConversationFact):
    tag_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class ConversationWaits(FamilyFact):
    """It is the customer's turn, by a person's decision."""


@dataclass(frozen=True, kw_only=True)
class ConversationSnoozed(ConversationFact):
    """Out of sight until a moment (ISO). What is owed is owed as before."""

    until: str


@dataclass(frozen=True, kw_only=True)
class ConversationWoke(ConversationFact):
    """`reason`: "moment", "promise" (an answer is due soon) or "person"."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class AnswerNotNeeded(FamilyFact):
    """A person read the message and saw that it awaits no answer: «спасибо, всё пришло»."""


@dataclass(frozen=True, kw_only=True)
class ConversationClosed(ConversationFact):
    pass


@dataclass(frozen=True, kw_only=True)
class ConversationPutBack(ConversationFact):
    """A closing, reopening or waiting was undone. `state`: open, waiting or closed, as it was before."""

    state: str


@dataclass(frozen=True, kw_only=True)
class ConversationReopened(FamilyFact):
    pass


@dataclass(frozen=True, kw_only=True)
class ConversationsMerged(ConversationFact):
    """`merged_id` is read in this one from now on, and works for the same people."""

    merged_id: int
    owner_id: int | None
    team_id: int | None


@dataclass(frozen=True, kw_only=True)
class ConversationsUnmerged(ConversationFact):
    """`merged_id` is a conversation of its own again, with the people it had."""

    merged_id: int
    owner_id: int | None
    team_id: int | None


@dataclass(frozen=True, kw_only=True)
class ConversationSplit(ConversationFact):
    """Some of its messages are a conversation of their own, `new_id`, from now on.

    `promise_of_id`: the conversation whose promise goes along, because all that awaited an answer did. Else
    `awaited_since` (ISO): what went along awaits an answer of its own, and so does what stayed.
    """

    new_id: int
    message_ids: tuple[int, ...]
    customer_id: int
    channel: str
    first: bool
    owner_id: int | None
    team_id: int | None
    promise_of_id: int | None
    awaited_since: str | None


@dataclass(frozen=True, kw_only=True)
class ConversationRejoined(ConversationFact):
    """The messages are back; the promise of `new_id` goes back to `promise_of_id` unless that owes one already."""

    new_id: int
    promise_of_id: int | None


@dataclass(frozen=True, kw_only=True)
class _CannedFact(Fact):
    canned_id: int

    @property
    def about(self) -> str:
        return f"canned:{self.canned_id}"


@dataclass(frozen=True, kw_only=True)
class CannedReplyAdded(_CannedFact):
    pass


@dataclass(frozen=True, kw_only=True)
class CannedReplyChanged(_CannedFact):
    pass


@dataclass(frozen=True, kw_only=True)
class CannedReplyArchived(_CannedFact):
    """It is offered no longer."""


@dataclass(frozen=True, kw_only=True)
class ColleagueMentioned(ConversationFact):
    """A note calls them."""

    message_id: int
    staff_id: int


@dataclass(frozen=True, kw_only=True)
class ConversationFollowed(ConversationFact):
    staff_id: int


@dataclass(frozen=True, kw_only=True)
class ConversationUnfollowed(ConversationFact):
    staff_id: int


@dataclass(frozen=True, kw_only=True)
class ConversationsRelated(ConversationFact):
    """They belong together and stay two."""

    other_id: int


@dataclass(frozen=True, kw_only=True)
class ConversationsUnrelated(ConversationFact):
    other_id: int


@dataclass(frozen=True, kw_only=True)
class ConversationMoved(ConversationFact):
    """It belongs to another brand now, and to the customer whom that brand knows."""

    was_brand_id: int
    customer_id: int
    owner_id: int | None


@dataclass(frozen=True, kw_only=True)
class NoticeWritten(ConversationFact):
    """News that no person wrote stands at the door out. `regarding`: the key of what it tells of."""

    message_id: int
    outbound_id: int
    regarding: str


@dataclass(frozen=True, kw_only=True)
class DoneOnTheirPage(ConversationFact):
    """The customer did something on a page of their own with what this conversation is not about: it is shown where
    they talk with us. `did`: the name of the fact, or what it says of their letters. What it is of: a promise, or a
    thing, by its `title`; of a call, the moment that they chose; of letters, which. `score`: their mark. `move_id`: the
    new time of which they chose."""

    did: str
    customer_id: int
    promise_id: int | None
    title: str
    score: int | None
    move_id: int | None


@dataclass(frozen=True, kw_only=True)
class NoticeLeft(ConversationFact):
    """Such news has left the house at `sent_at` (ISO). It answers nobody."""

    outbound_id: int
    sent_at: str
