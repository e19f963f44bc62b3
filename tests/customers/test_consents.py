"""What rules may write is the customer's to say: notices until they object, advertising once they agree."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.db.transaction import atomic
from django.utils import timezone

from slovo.channels import actions as channels
from slovo.channels.adapter import Person, Posting
from slovo.channels.models import Outbound
from slovo.conversations.informing import inform
from slovo.conversations.models import Message
from slovo.core.journal.actor import SYSTEM, Actor
from slovo.core.journal.models import JournalEntry
from slovo.customers.consent_models import Consent
from slovo.customers.models import Customer
from slovo.people.rights import Verb
from slovo.promises.ladder_models import CustomerNotice
from tests.api.programs import program_of
from tests.cast import IRINA, Cast, arrives, letter, the_conversation, work
from tests.promises.ladders import at_any_hour, clock_strikes, ladder, reminded, tell
from tests.web.portal.pages import Phone, opens, promised_to_irina
from tests.web.portal.test_links_in_letters import book

NEWS = "Ваш заказ будет завтра."


@pytest.fixture(autouse=True)
def asked(cast: Cast) -> None:
    at_any_hour(cast)
    arrives(letter(), cast.chainik_mail)


def on_her_page(cast: Cast) -> None:
    promised_to_irina(cast)
    phone = opens(cast)
    _address, fields = phone.fills("question")
    assert "Не присылайте автоматических писем" in phone.client.get(f"/s/{phone.token}/letters").content.decode()
    assert phone.client.post(f"/s/{phone.token}/notices", fields | {"wanted": "no"}).status_code == 303


def at_the_desk(cast: Cast) -> None:
    customer = Customer.objects.get()
    page = cast.browser_of(cast.anna)
    assert page.post(f"/customers/{customer.public_id}/consents", {"given": "no"}).status_code == 302
    assert "gets no automatic letters" in page.get(f"/customers/{customer.public_id}/").content.decode()


def by_a_program(cast: Cast) -> None:
    path = f"customers/{Customer.objects.get().public_id}/consents"
    answer = program_of(cast.anna).post(path, {"purpose": "service", "given": False, "channel": "email"})
    assert (answer.status_code, answer.json()["given"]) == (201, False)


def sent(cast: Cast) -> list[str]:
    """To whom letters have left."""
    return list(Outbound.objects.filter(state="sent").values_list("posting__to__0__value", flat=True))


def tells(cast: Cast, text: str = NEWS) -> Message | None:
    conversation = the_conversation()
    message = inform(
        customer_id=conversation.customer_id,
        about=conversation.key,
        text=text,
        actor=Actor("rule", "delivery"),
        at=timezone.now(),
    )
    work()
    return message


def test_without_a_word_a_notice_about_her_own_matter_leaves(cast: Cast) -> None:
    assert tells(cast)
    assert len(sent(cast)) == 1
    [door] = Outbound.objects.all()
    assert (door.purpose, door.customer_id) == ("service", the_conversation().customer_id)


@pytest.mark.parametrize("objects", [on_her_page, at_the_desk, by_a_program])
def test_who_objects_is_told_by_a_person_instead(cast: Cast, objects: Callable[[Cast], None]) -> None:
    conversation = the_conversation()
    cast.browser_of(cast.anna).post(f"/conversations/{conversation.public_id}/closure")
    objects(cast)

    tells(cast)

    assert sent(cast) == []
    conversation.refresh_from_db()
    assert conversation.closed_at is None
    page = cast.browser_of(cast.pavel).get(f"/conversations/{conversation.public_id}/").content.decode()
    assert NEWS in page
    assert "Клиент не хочет автоматических писем. Сообщите ему сами." in page
    assert JournalEntry.objects.get(kind="OutboundFailed").data["outcome"] == "failed"


def by_a_ladder(cast: Cast) -> None:
    ladder(cast, tell(20), at=timezone.now())


def test_a_notice_of_delay_becomes_a_reminder_to_tell_her(cast: Cast) -> None:
    at_the_desk(cast)
    by_a_ladder(cast)
    promise = promised_to_irina(cast, hours=1)
    assert promise.due_at

    clock_strikes(promise.due_at - timedelta(minutes=20))

    assert sent(cast) == []
    assert CustomerNotice.objects.get().dropped_at
    assert JournalEntry.objects.get(kind="CustomerNoticeDropped").data["reason"] == "not_sent"
    assert {why for _name, why in reminded()} == {"untold"}


def test_who_wants_no_advertising_hears_of_her_own_delay_all_the_same(cast: Cast) -> None:
    """The two purposes are apart: what she said of one is no word of the other."""
    assert agrees(cast, given=False) == 201
    by_a_ladder(cast)
    promise = promised_to_irina(cast, hours=1)
    assert promise.due_at

    clock_strikes(promise.due_at - timedelta(minutes=20))

    assert (len(sent(cast)), reminded()) == (1, [])
    assert CustomerNotice.objects.get().sent_at
    assert advertises(cast) == "failed"


def test_said_while_the_letter_stands_at_the_door_it_is_heard(cast: Cast) -> None:
    conversation = the_conversation()
    inform(customer_id=conversation.customer_id, about=conversation.key, text=NEWS, actor=SYSTEM, at=timezone.now())
    at_the_desk(cast)

    work()

    assert sent(cast) == []
    assert Outbound.objects.get().state == "failed"
    page = cast.browser_of(cast.anna).get(f"/conversations/{conversation.public_id}/").content.decode()
    assert "Клиент не хочет автоматических писем. Сообщите ему сами." in page


def test_what_a_colleague_writes_is_theirs_to_answer_for(cast: Cast) -> None:
    at_the_desk(cast)

    cast.browser_of(cast.anna).post(f"/conversations/{the_conversation().public_id}/replies", {"text": "Едет!"})
    work()

    assert sent(cast) == [IRINA]


def test_the_last_word_holds_and_every_word_stays(cast: Cast) -> None:
    at_the_desk(cast)
    customer = Customer.objects.get()
    cast.browser_of(cast.anna).post(f"/customers/{customer.public_id}/consents", {"given": "yes"})

    assert tells(cast)
    said = program_of(cast.anna).get(f"customers/{customer.public_id}/consents").json()["data"]
    assert [(one["given"], one["how"]) for one in said] == [(True, "desk"), (False, "desk")]
    with pytest.raises(DatabaseError, match="what a customer has said is never changed"), atomic():
        Consent.objects.update(given=True)


def test_the_link_in_a_letter_leads_to_where_she_can_object_and_opening_it_does_nothing(cast: Cast) -> None:
    text = book(cast)
    address = text.partition("Больше не присылать автоматических писем: ")[2].split()[0]
    token = address.removesuffix("/letters").rpartition("/")[2]
    phone = Phone(token)
    assert phone.client.get(f"/s/{token}/letters").status_code == 200
    assert Consent.objects.count() == 0

    _address, fields = phone.fills("question")
    for _twice in range(2):
        phone.client.post(f"/s/{token}/notices", fields | {"wanted": "no"})

    [said] = Consent.objects.all()
    assert (said.purpose, said.channel, said.given, said.how, said.words) == ("service", "", False, "page", "page-1")
    assert (said.by_kind, said.by_id) == ("customer", str(the_conversation().customer_id))


def advertises(cast: Cast) -> str:
    """Nothing in the house does so yet; the door knows what it would say. How it ends there."""
    door = channels.send(
        brand_id=cast.chainik.pk,
        kind="email",
        mailbox=cast.chainik_mail,
        posting=Posting(to=(Person("email", IRINA),), subject="Скидки", text="Чайники дешевле!", html=""),
        actor=Actor("rule", "campaign"),
        at=timezone.now(),
        purpose="marketing",
        customer_id=Customer.objects.get().pk,
    )
    work()
    return str(Outbound.objects.get(pk=door.pk).state)


def agrees(cast: Cast, *, given: bool = True, **more: str) -> int:
    path = f"customers/{Customer.objects.get().public_id}/consents"
    answer = program_of(cast.anna).post(path, {"purpose": "marketing", "given": given, **more})
    status: int = answer.status_code
    return status


def test_advertising_leaves_only_with_consent_to_named_words_and_no_longer_than_it_holds(cast: Cast) -> None:
    assert advertises(cast) == "failed"
    assert agrees(cast) == 409  # to which words?
    assert agrees(cast, words="news-2026-01", channel="email") == 201
    assert advertises(cast) == "sent"
    assert agrees(cast, given=False) == 201
    assert advertises(cast) == "failed"
    tells(cast)  # her own matters are another thing
    assert len(sent(cast)) == 2


def test_a_program_without_the_right_says_nothing_for_anybody(cast: Cast) -> None:
    program = program_of(cast.anna, scopes={Verb.REPLY})
    answer = program.post(
        f"customers/{Customer.objects.get().public_id}/consents", {"purpose": "service", "given": False}
    )
    assert (answer.status_code, Consent.objects.count()) == (403, 0)
