import logging
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from django.db import DataError
from django.db.models import Q, QuerySet
from django.db.transaction import atomic
from django.utils import timezone

from slovo.channels import queries as channels
from slovo.channels.adapter import Understood, not_understood
from slovo.channels.chat import queries as chats
from slovo.channels.chat.order_queries import earlier_line_waits
from slovo.channels.models import Inbound
from slovo.channels.registry import channel
from slovo.conversations import (
    choosing_in_words,
    delivery,
    follow_ups,
    handing,
    intake,
    leaving,
    queries,
    snoozing,
    telling,
    threading,
)
from slovo.conversations.chat_queries import CHAT
from slovo.conversations.intake import StoredPart
from slovo.conversations.list_models import SearchRebuild
from slovo.conversations.models import Message
from slovo.conversations.search import rebuild
from slovo.conversations.search.indexing import MESSAGES_AT_ONCE, documents, whole
from slovo.conversations.search.terms import Words
from slovo.core.files import storage
from slovo.core.search import index
from slovo.core.search.documents import Document
from slovo.core.tasks import enqueue_once, task
from slovo.core.tasks.definitions import URGENT
from slovo.core.tasks.queries import parked
from slovo.promises.notice_rows import at_the_door

logger = logging.getLogger(__name__)

TAKE_IN = "conversations.take_in@1"
GIVEN_UP_MAX = 100  # at a time
SHOWN_AGAIN = timedelta(seconds=1)  # after a look at what somebody was writing in
LOOKS_FOR_THE_FIRST_MAX = 10  # at what was read sooner than what came before it
NEXT_LOOK = timedelta(seconds=1)
NEXT_LOOK_IN_A_CHAT = timedelta(milliseconds=100)
LETTERS_TOGETHER_MAX = 5  # by rules, of one commit: each takes longer to write than most things take


@task(TAKE_IN, queue="in", attempts_max=6, grouped=True)
def take_in(inbound_id: int, looks: int = 0) -> Callable[[], None] | None:
    """Read and parse outside of any transaction; store the message and acknowledge in one.

    `looks`: how often it has been put off for the sake of a letter that it answers (`threading.is_ahead`), or of what
    the same visitor said before."""
    inbound = channels.inbound(inbound_id)
    if inbound.taken_in_at:
        return None
    understood = _understood(inbound, storage.read(inbound.raw))
    at = timezone.now()
    parts = [intake.stored(part, at=at) for part in understood.parts]
    return partial(_take_in, inbound, understood, parts, intake.words_spoken(understood), looks)


def _understood(inbound: Inbound, raw: bytes) -> Understood:
    try:
        return channel(inbound.channel).understand(inbound, raw)
    except Exception:
        logger.exception("Inbound %d cannot be understood; agents see it with its raw file.", inbound.pk)
        return not_understood(inbound)


def _take_in(inbound: Inbound, understood: Understood, parts: list[StoredPart], spoken: Words, looks: int) -> None:
    """What the database will not hold (a surrogate, a number too large) must not hide the message either."""
    at = timezone.now()
    if looks < LOOKS_FOR_THE_FIRST_MAX and (wait := _is_ahead(inbound, understood)):
        take_in.using(run_after=at + wait).enqueue(inbound_id=inbound.pk, looks=looks + 1)
        return
    try:
        with atomic():
            message = intake.take_in(inbound=inbound, understood=understood, parts=parts, at=at, spoken=spoken)
            if message:
                choosing_in_words.act_on(message, at=at)
    except (DataError, ValueError):
        logger.exception("Inbound %d cannot be stored as understood; agents see its raw file.", inbound.pk)
        intake.take_in(inbound=inbound, understood=not_understood(inbound), parts=[], at=at)


def _is_ahead(inbound: Inbound, understood: Understood) -> timedelta | None:
    """For how long it waits for what came before it."""
    if inbound.channel == CHAT:
        return NEXT_LOOK_IN_A_CHAT if earlier_line_waits(inbound) else None
    return NEXT_LOOK if threading.is_ahead(inbound, understood) else None


@task("conversations.show_given_up@1", queue="clock")
def show_given_up() -> Callable[[], None] | None:
    """Letters that taking in was given up for, because it killed its workers say: agents see them with the raw file.

    Without this the oldest thing that waits would grow older and older, and close the door in to all others."""
    given_up = parked().filter(name=TAKE_IN)
    inbound_ids = [one.arguments["kwargs"]["inbound_id"] for one in given_up]
    waiting = list(Inbound.objects.filter(pk__in=inbound_ids, taken_in_at=None)[:GIVEN_UP_MAX])
    return partial(_show_given_up, waiting) if waiting else None


def _show_given_up(waiting: list[Inbound]) -> None:
    at = timezone.now()
    for inbound in waiting:
        try:
            with atomic():
                intake.take_in(inbound=inbound, understood=not_understood(inbound), parts=[], at=at)
        except Exception:  # one that cannot even be shown must not hide the others
            logger.exception("Inbound %d cannot be shown; its parked task stays.", inbound.pk)


@task("conversations.pass_to_teams@1", queue="clock")
def pass_to_teams(staff_id: int) -> Callable[[], None]:
    """Somebody has left, is away, or works for a brand or in a team no more."""
    return partial(_pass_to_teams, staff_id)


def _pass_to_teams(staff_id: int) -> None:
    if handing.pass_to_teams(staff_id=staff_id, at=timezone.now()):
        pass_to_teams.enqueue(staff_id)


@task("conversations.pass_left_behind@1", queue="clock")
def pass_left_behind() -> Callable[[], None] | None:
    """Whoever comes to a team tells nobody: their shift begins, or they are back. So the clock looks."""
    return _pass_left_behind if leaving.left_behind(timezone.now()).exists() else None


def _pass_left_behind() -> None:
    if handing.pass_left_behind(at=timezone.now()):
        enqueue_once(pass_left_behind, "the next left behind")


@task("conversations.note_sent@1", queue="out", grouped=True, group_max=LETTERS_TOGETHER_MAX * 2)
def note_sent(outbound_id: int) -> Callable[[], None]:
    return partial(delivery.note_sent, outbound_id=outbound_id)


@task("conversations.note_arrived@1", queue="out")
def note_arrived(outbound_id: int) -> Callable[[], None]:
    return partial(_note_arrived, outbound_id)


def _note_arrived(outbound_id: int) -> None:
    for line in chats.lines_carried([outbound_id]).values():
        if line.delivered_at:
            delivery.note_arrived(outbound_id=outbound_id, at=line.delivered_at)


@task("conversations.note_delayed@1", queue="out")
def note_delayed(outbound_id: int) -> Callable[[], None]:
    return partial(_note_delayed, outbound_id)


def _note_delayed(outbound_id: int) -> None:
    delivery.note_delayed(outbound_id=outbound_id)


@task("conversations.note_not_sent@1", queue="out")
def note_not_sent(outbound_id: int) -> Callable[[], None]:
    return partial(_note_not_sent, outbound_id)


def _note_not_sent(outbound_id: int) -> None:
    delivery.note_not_sent(outbound_id=outbound_id, at=timezone.now())


@task("conversations.show_again@1", queue="out", grouped=True)
def show_again(regarding: str) -> Callable[[], None]:
    """A promise about a conversation changed by itself: point to what is due, and tell the open pages."""
    return partial(_show_again, regarding)


def _show_again(regarding: str) -> None:
    if not delivery.show_again(key=regarding):
        show_again.using(run_after=timezone.now() + SHOWN_AGAIN).enqueue(regarding)


@task("conversations.tell_customer@1", queue="out", priority=URGENT, grouped=True, group_max=LETTERS_TOGETHER_MAX)
def tell_customer(notice_id: int) -> Callable[[], None]:
    return partial(_tell_customer, notice_id)


def _tell_customer(notice_id: int) -> None:
    telling.tell(notice_id=notice_id, at=timezone.now())


@task("conversations.unsay_settled@1", queue="out", priority=URGENT)
def unsay_settled(promise_id: int) -> Callable[[], None] | None:
    """Most of what is done has nothing at the door."""
    return partial(_unsay_settled, promise_id) if at_the_door(promise_id).exists() else None


def _unsay_settled(promise_id: int) -> None:
    telling.unsay_settled(promise_id=promise_id, at=timezone.now())


@task("conversations.wake_due@1", queue="clock")
def wake_due() -> Callable[[], None] | None:
    return _wake_due if queries.to_wake(timezone.now()).exists() else None


def _wake_due() -> None:
    snoozing.wake_due(at=timezone.now())


@task("conversations.ask_follow_ups@1", queue="clock")
def ask_follow_ups() -> Callable[[], None] | None:
    return _ask_follow_ups if queries.follow_ups_due(timezone.now()).exists() else None


def _ask_follow_ups() -> None:
    follow_ups.ask_due(at=timezone.now())


@task("conversations.index_customer@1", queue="clock")
def index_customer(customer_id: int, before: int | None = None) -> Callable[[], None] | None:
    """Their name or numbers are others now."""
    messages = whole.filter(conversation__customer_id=customer_id)
    return _index_anew(messages, before, partial(index_customer.enqueue, customer_id))


@task("conversations.index_conversation@1", queue="clock")
def index_conversation(conversation_id: int, before: int | None = None) -> Callable[[], None] | None:
    """It, or what is read in it, belongs to another customer or another brand now, or to another conversation."""
    messages = whole.filter(Q(conversation_id=conversation_id) | Q(conversation__root_id=conversation_id))
    return _index_anew(messages, before, partial(index_conversation.enqueue, conversation_id))


@task("conversations.index_split@1", queue="clock")
def index_split(new_id: int) -> Callable[[], None] | None:
    """Some messages are a conversation of their own, with another reference and subject."""
    return index_conversation.func(new_id)


def _index_anew(
    messages: QuerySet[Message], before: int | None, go_on: Callable[[int], object]
) -> Callable[[], None] | None:
    if before is not None:
        messages = messages.filter(pk__lt=before)
    batch = documents(messages.order_by("-pk")[:MESSAGES_AT_ONCE])
    return partial(_index, batch, go_on) if batch else None


def _index(batch: list[Document], go_on: Callable[[int], object]) -> None:
    index.replace(batch)
    if len(batch) == MESSAGES_AT_ONCE:
        go_on(batch[-1].id)


@task("conversations.rebuild_search@1", queue="clock")
def rebuild_search() -> Callable[[], None]:
    """One batch, and then the next."""
    begun = rebuild.unfinished()
    return partial(_rebuild, begun, rebuild.prepare(begun) if begun else [])


def _rebuild(begun: SearchRebuild | None, batch: list[Document]) -> None:
    at = timezone.now()
    if begun is None:
        rebuild.begin(at=at)
    else:
        rebuild.apply(begun, batch, at=at)
    if begun is None or begun.finished_at is None:
        enqueue_once(rebuild_search, "the next batch")
