"""What became of what we wrote: it leaves whatever the clock says, comes back once, and asks whoever must decide."""

from datetime import timedelta

import pytest
from django.utils import timezone

from slovo.channels import outcomes
from slovo.channels.models import Mailbox, Outbound, State
from slovo.conversations import actions
from slovo.conversations.models import Message
from slovo.conversations.outgoing import UNDO_SECONDS
from slovo.promises.models import Promise
from slovo.promises.models import State as PromiseState
from tests.cast import Cast, arrives, letter, the_conversation, work, work_at

REPORT = """\
From: MAILER-DAEMON@mx.example.com
To: help@chainik.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <report@mx.example.com>
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b

It did not arrive.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com

Final-Recipient: rfc822; irina@example.com
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 No such user

--b
Content-Type: message/rfc822

Message-ID: {message_id}
Subject: Re

--b--
"""


def reply(cast: Cast, text: str = "Он уже в пути.") -> Outbound:
    answer = cast.browser_of(cast.anna).post(f"/conversations/{the_conversation().public_id}/replies", {"text": text})
    assert answer.status_code == 302
    return Outbound.objects.order_by("-pk")[0]


def states_of(*outbound: Outbound) -> list[str]:
    return [Outbound.objects.get(pk=one.pk).state for one in outbound]


def decide(cast: Cast, outbound: Outbound, decision: str) -> None:
    message = Message.objects.get(outbound=outbound)
    cast.browser_of(cast.anna).post(f"/messages/{message.public_id}/delivery", {"decision": decision})


def second_letter(cast: Cast, text: str = "Ну что там?") -> None:
    headers = [("References", "<1@irina.example.com>")]
    arrives(letter(text, message_id="<2@irina.example.com>", headers=headers), cast.chainik_mail)


def uncertain(outbound: Outbound) -> None:
    """The worker died between the last byte and the answer."""
    outcomes.mark_going(outbound_id=outbound.pk, attempts=0, at=timezone.now())
    work()
    outbound.refresh_from_db()
    assert outbound.state == State.UNCERTAIN


def test_a_reply_leaves_though_the_clock_was_set_back(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail)
    ahead = timezone.now() + timedelta(seconds=40)

    actions.reply(conversation_id=the_conversation().pk, by=cast.anna, text="Он уже в пути.", at=ahead)
    work()
    work_at(ahead + timedelta(seconds=UNDO_SECONDS))

    assert Outbound.objects.get().state == State.SENT


def test_a_report_fetched_anew_does_not_bring_back_what_was_sent_again(cast: Cast) -> None:
    """A server that counts anew gives the letters of some days once more."""
    arrives(letter(), cast.chainik_mail)
    outbound = reply(cast)
    work()
    report = REPORT.format(message_id=outbound.external_id).encode()
    arrives(report, cast.chainik_mail)
    outbound.refresh_from_db()
    assert outbound.state == State.BOUNCED
    decide(cast, outbound, "again")
    work()

    inbound = arrives(report, cast.chainik_mail)

    outbound.refresh_from_db()
    assert outbound.state == State.SENT
    inbound.refresh_from_db()
    assert inbound.duplicate_of == outbound.bounce
    assert the_conversation().state == "waiting"


def test_an_earlier_answer_that_leaves_late_makes_no_promise_anew(cast: Cast) -> None:
    """The first was asked to come again later, the second passed: both letters of hers are answered."""
    arrives(letter(), cast.chainik_mail)
    Mailbox.objects.update(outgoing_folder="/proc/away")
    first = reply(cast)
    work()
    second_letter(cast)
    Mailbox.objects.update(outgoing_folder=cast.outgoing)
    second = reply(cast, "И второй раз: едет.")
    work()
    assert states_of(first, second) == [State.QUEUED, State.SENT]

    work_at(timezone.now() + timedelta(minutes=5))

    assert states_of(first, second) == [State.SENT, State.SENT]
    assert [promise.state for promise in Promise.objects.all()] == [PromiseState.KEPT]
    assert the_conversation().next_promise is None


@pytest.mark.parametrize("decision", ["again", "arrived"])
def test_deciding_about_an_old_letter_hides_no_newer_one_of_hers(cast: Cast, decision: str) -> None:
    arrives(letter(), cast.chainik_mail)
    outbound = reply(cast)
    uncertain(outbound)
    second_letter(cast)

    decide(cast, outbound, decision)
    work()

    outbound.refresh_from_db()
    assert outbound.state == State.SENT
    assert the_conversation().state == "open"
    assert the_conversation().next_promise is not None
