"""What stands beside a conversation that goes to another brand: it follows, or the move is refused in words."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from slovo.callbacks import actions as callbacks
from slovo.callbacks import calling, queries
from slovo.callbacks.following import UnableToFollow
from slovo.callbacks.models import Callback, State
from slovo.conversations import moving
from slovo.conversations.models import Conversation
from slovo.orders import reserving
from slovo.orders.models import Reservation
from slovo.orders.moving import UnableToMoveReservation
from slovo.promises import ledger
from slovo.requests import choosing
from slovo.requests.models import Choice, RequestType
from slovo.requests.moving import UnableToMoveChoice
from slovo.visits import booking
from slovo.visits.models import Visit
from slovo.visits.moving import UnableToMoveVisit
from tests.callbacks.stories import PHONE, ruled
from tests.cast import Cast, arrives, letter, the_conversation
from tests.requests.stories import by_hand, engraving
from tests.visits.stories import tasting

NOW = timezone.now()


@pytest.fixture
def conversation(cast: Cast) -> Conversation:
    arrives(letter(), cast.chainik_mail)
    return the_conversation()


def moves(cast: Cast, conversation: Conversation) -> None:
    moving.move(conversation_id=conversation.pk, brand=cast.honey, by=cast.orlov, at=NOW)


def asks(cast: Cast, conversation: Conversation, *, slot: datetime | None = None) -> Callback:
    callback, _new = callbacks.ask(
        brand=conversation.brand,
        customer=conversation.customer,
        phone=PHONE,
        about=conversation.key,
        slot_starts_at=slot,
        by=cast.anna if conversation.brand == cast.chainik else cast.taras,
        at=NOW,
    )
    return callback


def test_who_takes_the_matter_over_calls_at_the_time_that_was_chosen(cast: Cast, conversation: Conversation) -> None:
    ruled(cast, at=NOW)
    slot = queries.slots(cast.chainik, queries.rule_of(cast.chainik), at=NOW)[0]
    asked = asks(cast, conversation, slot=slot.starts_at)
    calling.take(callback_id=asked.pk, by=cast.anna, at=NOW)

    moves(cast, conversation)

    moved, conversation = Callback.objects.get(), the_conversation()
    assert (moved.brand, moved.promise.brand, moved.slot_starts_at) == (cast.honey, cast.honey, slot.starts_at)
    assert (moved.customer, moved.state, moved.taken_by) == (conversation.customer, State.WAITS, None)
    assert [row.pk for row in queries.queue(cast.taras)] == [moved.pk]
    assert list(queries.queue(cast.anna)) == []


def test_of_a_number_there_is_one_call_at_a_brand(cast: Cast, conversation: Conversation) -> None:
    asks(cast, conversation)
    there = letter("Передзвоніть", to="dopomoga@honey.example", message_id="<2@irina.example.com>")
    arrives(there, cast.honey_mail)
    asks(cast, Conversation.objects.get(brand=cast.honey))

    with pytest.raises(UnableToFollow):
        moves(cast, conversation)

    conversation.refresh_from_db()
    assert conversation.brand == cast.chainik
    answer = cast.browser_of(cast.orlov).post(
        f"/conversations/{conversation.public_id}/brand", {"brand": str(cast.honey.pk)}, follow=True
    )
    assert "Сначала сделайте один из двух звонков" in answer.content.decode()


def test_what_was_chosen_binds_the_brand_until_it_is_done_or_given_back(cast: Cast, conversation: Conversation) -> None:
    kind: RequestType = engraving(cast)
    chosen = choosing.choose(
        type_id=kind.pk,
        version_id=by_hand(kind, cast.orlov).pk,
        about=conversation.key,
        customer_id=conversation.customer_id,
        language="ru",
        how="phone",
        by=cast.anna,
        at=NOW,
    )
    assert chosen and chosen.promise
    with pytest.raises(UnableToMoveChoice) as refusal:
        moves(cast, conversation)
    assert "Чайник и Ко" in str(refusal.value)

    ledger.keep(promise_id=chosen.promise.pk, by=cast.pavel, at=NOW)
    moves(cast, conversation)

    assert Choice.objects.get().brand == cast.chainik  # whose words they were is history


def test_who_is_booked_comes_to_the_brand_that_booked_them(cast: Cast, conversation: Conversation) -> None:
    type_ = tasting(cast)
    starts_at = (
        (NOW + timedelta(days=2)).astimezone(cast.chainik.tz).replace(hour=12, minute=0, second=0, microsecond=0)
    )
    booking.book(
        type_id=type_.pk,
        starts_at=starts_at,
        customer=conversation.customer,
        about=conversation.key,
        by=cast.anna,
        at=NOW,
    )
    with pytest.raises(UnableToMoveVisit):
        moves(cast, conversation)

    booking.cancel_by_customer(visit_id=Visit.objects.get().pk, at=NOW)
    moves(cast, conversation)
    assert the_conversation().brand == cast.honey


@pytest.mark.parametrize("came", [False, True])
def test_what_is_reserved_is_kept_by_the_brand_that_has_it(cast: Cast, conversation: Conversation, came: bool) -> None:
    """Whether she waits for it, or it is kept for her already; with a promise to tell her, and without one."""
    reserving.reserve(
        customer=conversation.customer,
        sku="K-2",
        title="Чайник «Зима»",
        quantity=1,
        by=cast.anna,
        at=NOW,
        about=conversation.key,
        expected_at=None if came else NOW + timedelta(days=20),
    )
    if came:
        reserving.stock_came(brand=cast.chainik, sku="K-2", quantity=1, by=cast.maria, at=NOW)
    with pytest.raises(UnableToMoveReservation):
        moves(cast, conversation)
    answer = cast.browser_of(cast.orlov).post(
        f"/conversations/{conversation.public_id}/brand", {"brand": str(cast.honey.pk)}, follow=True
    )
    assert "Сначала решите с клиентом, что делать с бронью" in answer.content.decode()
    assert the_conversation().brand == cast.chainik

    reserving.let_go_by_customer(reservation_id=Reservation.objects.get().pk, at=NOW)
    moves(cast, conversation)
    assert the_conversation().brand == cast.honey


def test_what_was_reserved_elsewhere_hinders_nobody(cast: Cast, conversation: Conversation) -> None:
    """Reserved at the counter, in no conversation: the letter is about something else."""
    reserving.reserve(customer=conversation.customer, sku="K-2", title="Чайник", quantity=1, by=cast.anna, at=NOW)
    moves(cast, conversation)
    assert the_conversation().brand == cast.honey
