from datetime import datetime

from django.utils.translation import gettext as _

from slovo.core.live.actions import nudge
from slovo.core.rules import Rule
from slovo.facts.conversations import ConversationMoved, NoticeLeft, NoticeWritten
from slovo.promises.kinds import Kind
from slovo.promises.settling import Settled, UnableToSettlePromise, said_done_inside, said_unwanted
from slovo.visits import moving, queries
from slovo.visits.models import Visit, VisitLetter
from slovo.visits.walk_in_models import Ticket, TicketState


def conversation_moved(fact: ConversationMoved, *, at: datetime) -> None:
    moving.check_move(about=fact.about)


def notice_written(fact: NoticeWritten, *, at: datetime) -> None:
    kind, _colon, pk = fact.regarding.partition(":")
    if kind == "visit":
        assert fact.brand_id is not None
        VisitLetter.objects.create(visit_id=int(pk), outbound_id=fact.outbound_id)
        nudge(fact.regarding, brand_id=fact.brand_id)  # its page says that nothing was written


def notice_left(fact: NoticeLeft, *, at: datetime) -> None:
    """Of which move they know by it, it remembered itself (`telling_visits.say`)."""
    letter = queries.letter_at_the_door(fact.outbound_id)
    if letter is None:
        return
    letter.left_at = datetime.fromisoformat(fact.sent_at)
    letter.save(update_fields=["left_at"])


def promise_settled(fact: Settled, *, at: datetime) -> None:
    if fact.kind == Kind.VISIT:
        visit = Visit.objects.filter(promise_id=fact.promise_id).first()
        if visit:
            _check_visit(visit, fact)
    elif fact.kind == Kind.WALK_IN:
        ticket = Ticket.objects.filter(promise_id=fact.promise_id).first()
        if ticket and ticket.state == TicketState.WAITS:
            _check_waiting(fact)


def _check_visit(visit: Visit, fact: Settled) -> None:
    if said_done_inside(fact) and visit.came_at is None:
        raise UnableToSettlePromise(
            _("This visit is booked. Say on its own page that they came.")
            if visit.is_coming
            else _("They did not come to this visit. Move it, or write who released us from it."),
            rule=Rule.SETTLED_WHERE_IT_STANDS,
        )
    if said_unwanted(fact) and visit.is_coming:
        raise UnableToSettlePromise(
            _("This visit is booked. Cancel or move it on its own page."), rule=Rule.SETTLED_WHERE_IT_STANDS
        )


def _check_waiting(fact: Settled) -> None:
    if said_done_inside(fact):
        raise UnableToSettlePromise(
            _("This visitor still waits. Call them in the queue."), rule=Rule.SETTLED_WHERE_IT_STANDS
        )
    if said_unwanted(fact):
        raise UnableToSettlePromise(
            _("This visitor still waits. Say in the queue that they have left."), rule=Rule.SETTLED_WHERE_IT_STANDS
        )
