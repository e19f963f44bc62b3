"""Which conversation a letter continues, and whom we believe."""

from datetime import timedelta

from django.utils import timezone

from slovo.channels.email.addresses import reply_address
from slovo.conversations.models import Conversation
from slovo.core.tasks.hand import Hand
from tests.cast import IRINA, Cast, accepted, arrives, letter, the_conversation, the_last_message, work, work_at
from tests.journeys.test_a_letter_is_answered import outgoing

STRANGER = "Чужой <stranger@example.net>"


def answered(cast: Cast) -> Conversation:
    arrives(letter(), cast.chainik_mail)
    conversation = the_conversation()
    cast.browser_of(cast.anna).post(f"/conversations/{conversation.public_id}/replies", {"text": "Он уже в пути."})
    work()
    return conversation


def second(text: str = "И ещё.", **options: object) -> bytes:
    return letter(text, message_id="<2@irina.example.com>", **options)  # type: ignore[arg-type]


def test_our_signed_address_continues_the_conversation_whoever_writes(cast: Cast) -> None:
    conversation = answered(cast)
    address = outgoing(cast)[0]["Reply-To"].addresses[0].addr_spec

    arrives(second(sender=STRANGER, to=address, subject="совсем другое"), cast.chainik_mail)

    assert conversation.messages.count() == 3


def test_a_made_up_signature_continues_nothing(cast: Cast) -> None:
    conversation = answered(cast)
    forged = reply_address("help@chainik.example", conversation.reference).replace("-", "-aaaa", 1)

    arrives(second(sender=STRANGER, to=forged), cast.chainik_mail)

    assert Conversation.objects.count() == 2


def test_the_envelope_is_enough_when_the_header_hides_the_address(cast: Cast) -> None:
    conversation = answered(cast)
    address = reply_address("help@chainik.example", conversation.reference)

    arrives(second(to="undisclosed@example.com"), cast.chainik_mail, recipients=[address])

    assert conversation.messages.count() == 3


def test_a_reference_to_our_letter_continues_it(cast: Cast) -> None:
    conversation = answered(cast)
    headers = [("In-Reply-To", outgoing(cast)[0]["Message-ID"])]

    arrives(second(sender=STRANGER, headers=headers), cast.chainik_mail)

    assert conversation.messages.count() == 3


def test_a_reference_to_her_own_letter_is_believed_from_her(cast: Cast) -> None:
    conversation = answered(cast)

    arrives(second(headers=[("References", "<1@irina.example.com>")]), cast.chainik_mail)

    assert conversation.messages.count() == 3


def test_a_reference_to_her_letter_is_not_believed_from_a_stranger(cast: Cast) -> None:
    conversation = answered(cast)

    arrives(second(sender=STRANGER, headers=[("References", "<1@irina.example.com>")]), cast.chainik_mail)

    assert conversation.messages.count() == 2
    assert Conversation.objects.count() == 2


def test_our_reference_in_the_subject_is_believed_from_her(cast: Cast) -> None:
    conversation = answered(cast)

    arrives(second(subject=f"Re: чайник [#{conversation.reference}]"), cast.chainik_mail)

    assert conversation.messages.count() == 3


def test_our_reference_in_the_subject_is_not_believed_from_a_stranger_who_guessed_it(cast: Cast) -> None:
    conversation = answered(cast)

    arrives(second(sender=STRANGER, subject=f"Re: чайник [#{conversation.reference}]"), cast.chainik_mail)

    assert conversation.messages.count() == 2


def test_the_same_subject_alone_joins_nothing(cast: Cast) -> None:
    answered(cast)

    arrives(second(subject="Re: Чайник не пришёл"), cast.chainik_mail)

    assert Conversation.objects.count() == 2


def test_a_forged_sender_does_not_continue_by_the_subject(cast: Cast) -> None:
    cast.chainik_mail.authserv_id = "mx.chainik.example"
    cast.chainik_mail.save()
    conversation = answered(cast)
    headers = [("Authentication-Results", f"mx.chainik.example; dmarc=fail header.from={IRINA}")]

    arrives(second(subject=f"[#{conversation.reference}]", headers=headers), cast.chainik_mail)

    assert conversation.messages.count() == 2


def test_the_reference_of_another_brand_continues_nothing(cast: Cast) -> None:
    conversation = answered(cast)
    address = reply_address("help@chainik.example", conversation.reference)

    arrives(second(to="dopomoga@honey.example"), cast.honey_mail, recipients=[address])

    assert conversation.messages.count() == 2
    assert Conversation.objects.filter(brand=cast.honey).count() == 1


def test_a_forged_sender_does_not_continue_by_a_reference_to_her_own_letter(cast: Cast) -> None:
    cast.chainik_mail.authserv_id = "mx.chainik.example"
    cast.chainik_mail.save()
    conversation = answered(cast)
    headers = [
        ("Authentication-Results", f"mx.chainik.example; dmarc=fail header.from={IRINA}"),
        ("References", "<1@irina.example.com>"),
    ]

    arrives(second(headers=headers), cast.chainik_mail)

    assert conversation.messages.count() == 2


def test_a_stranger_who_passes_for_a_form_is_not_taken_for_her(cast: Cast) -> None:
    """From a domain of his own, which vouches for itself, with her address where the answer goes."""
    cast.chainik_mail.authserv_id = "mx.chainik.example"
    cast.chainik_mail.save()
    conversation = answered(cast)
    headers = [("Reply-To", IRINA), ("Authentication-Results", "mx.chainik.example; dmarc=pass")]

    arrives(
        second(sender="noreply@evil.example", subject=f"[#{conversation.reference}]", headers=headers),
        cast.chainik_mail,
    )

    assert conversation.messages.count() == 2
    assert the_last_message().verified is False


def test_a_sender_cannot_write_the_servers_verdict_into_his_own_address(cast: Cast) -> None:
    cast.chainik_mail.authserv_id = "mx.chainik.example"
    cast.chainik_mail.save()
    headers = [("Authentication-Results", "mx.chainik.example; spf=pass smtp.mailfrom=dmarc=pass@evil.example")]

    arrives(letter(headers=headers), cast.chainik_mail)

    assert the_last_message().verified is None


def test_of_two_letters_at_once_the_second_waits_for_the_first_that_another_worker_has(cast: Cast) -> None:
    both = [letter("Где чайник?"), second("Нашёлся.", headers=[("In-Reply-To", "<1@irina.example.com>")])]
    for raw in both:
        accepted(raw, cast.chainik_mail)
    other = Hand(["in"], few=1, lease_seconds=60, look_seconds=1)
    other.claim(at=timezone.now())

    work()
    assert not Conversation.objects.exists()

    other.give_back(begun=True)
    work_at(timezone.now() + timedelta(minutes=1))
    assert [one.text for one in the_conversation().messages.all()] == ["Где чайник?", "Нашёлся."]


def test_a_letter_that_answers_something_unknown_waits_for_nothing_else_for_long(cast: Cast) -> None:
    elsewhere = [("In-Reply-To", "<never-sent-here@irina.example.com>")]
    for raw in (letter("Её держит сломанный работник"), second(headers=elsewhere)):
        accepted(raw, cast.chainik_mail)
    Hand(["in"], few=1, lease_seconds=600, look_seconds=1).claim(at=timezone.now())

    for seconds in range(15):
        work_at(timezone.now() + timedelta(seconds=seconds))

    assert the_last_message().text == "И ещё."
