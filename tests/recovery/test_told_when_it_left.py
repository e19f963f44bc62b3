"""What was given counts as told when the letter with it has left, as every notice does."""

from datetime import UTC, datetime, timedelta

import pytest

from slovo.channels import actions as channels
from slovo.channels import outcomes
from slovo.channels.models import State
from slovo.core.journal.models import JournalEntry
from slovo.customers import actions as customers
from slovo.customers import consents
from slovo.customers.consent_models import Purpose
from slovo.customers.models import Customer
from slovo.promises import ledger
from slovo.recovery import queries
from slovo.recovery.models import Compensation
from tests.cast import Cast, arrives, letter, the_conversation, work_at
from tests.recovery.stories import HOUR, MINUTE, code_rule, kettle_is_late, letters, passes

NIGHT = datetime(2026, 12, 1, 20, 0, tzinfo=UTC)  # eleven in Moscow
MORNING = datetime(2026, 12, 2, 5, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def kettle(cast: Cast) -> None:
    """It is late since half past ten, and ten minutes are worth a code."""
    code_rule(cast, at=NIGHT - timedelta(days=30))
    kettle_is_late(cast, minutes=30, at=NIGHT)


def told() -> tuple[datetime | None, str]:
    row = Compensation.objects.get()
    return row.told_at, row.told_how


def test_a_letter_that_waits_for_the_morning_has_told_nothing_yet(cast: Cast) -> None:
    passes(NIGHT)
    assert (letters(cast), told(), Compensation.objects.get().message is None) == ([], (None, ""), False)

    work_at(MORNING)

    assert (len(letters(cast)), told()) == (1, (MORNING, "message"))
    assert JournalEntry.objects.get(kind="CompensationTold").at == MORNING
    passes(MORNING + HOUR)
    assert len(letters(cast)) == 1


def test_a_letter_that_does_not_leave_is_left_to_people(cast: Cast) -> None:
    passes(NIGHT)
    customer_id = the_conversation().customer_id
    consents.say_by_customer(customer_id=customer_id, purpose=Purpose.SERVICE, given=False, at=NIGHT)

    work_at(MORNING)
    work_at(MORNING + MINUTE)

    row = Compensation.objects.get()
    assert (letters(cast), told()) == ([], (None, ""))
    assert list(queries.untold([cast.chainik.pk])) == [row]


def test_one_that_is_sent_again_after_all_has_told_them(cast: Cast) -> None:
    passes(NIGHT)
    message = Compensation.objects.get().message
    assert message
    outbound = message.outbound
    assert outbound
    outcomes.record_failed(outbound_id=outbound.pk, state=State.FAILED, explanation="550", at=NIGHT)
    work_at(NIGHT)
    assert queries.untold([cast.chainik.pk]).exists()

    channels.send_again(outbound_id=outbound.pk, actor=cast.anna.actor, at=MORNING)
    work_at(MORNING)

    assert (len(letters(cast)), told()) == (1, (MORNING, "message"))
    assert not queries.untold([cast.chainik.pk]).exists()


def test_who_was_known_by_two_names_reads_of_both_in_one_letter(cast: Cast) -> None:
    irina = the_conversation().customer
    arrives(letter(sender="Ирина <i@work.example.com>", message_id="<2@work.example.com>"), cast.chainik_mail, at=NIGHT)
    other = Customer.objects.get(identities__value="i@work.example.com")
    ledger.make(
        brand=cast.chainik,
        customer_id=other.pk,
        about="order:5",
        kind="delivery",
        what="Чашка у вас дома",
        due_at=NIGHT - 30 * MINUTE,
        by=cast.anna,
        at=NIGHT - 2 * HOUR,
    )
    customers.merge(kept_id=irina.pk, merged_id=other.pk, by=cast.maria, at=NIGHT)

    passes(NIGHT)
    work_at(MORNING)

    [sent] = letters(cast)
    text = sent.get_body(("plain",)).get_content()
    assert ("Чайник у вас дома" in text, "Чашка у вас дома" in text) == (True, True)
