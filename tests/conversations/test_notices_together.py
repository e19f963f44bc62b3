"""What one customer is to be told within minutes is one letter, whatever it is about; and each promise is told once."""

import re
from collections import Counter
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.db import transaction as database
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from slovo.conversations.models import Conversation, Message
from slovo.customers import actions as customers
from slovo.customers.models import Customer, Identity
from slovo.promises import ledger, notifying, stepping
from slovo.promises.ladder_models import CustomerNotice, NoticeLine
from slovo.promises.ladders import Step
from slovo.promises.models import Promise, State
from tests.cast import IRINA, Cast, arrives, letter, work_at
from tests.journeys.test_a_letter_is_answered import outgoing
from tests.promises.ladders import REASONS, at_any_hour, clock_strikes, reminded, rides
from tests.promises.ladders import ladder as by_ladder
from tests.promises.stories import irina, now_of

MINUTE = timedelta(minutes=1)
TELLING = Step(3, "tell_customer", 10, REASONS, offers_choice=True)
LINK = re.compile(r"https?://\S+/s/\S+")


def writes(
    cast: Cast, number: int, *, sender: str = f"Ирина Соколова <{IRINA}>", text: str = "Где заказ?"
) -> Conversation:
    raw = letter(text, sender=sender, subject=f"Заказ {number}", message_id=f"<{number}@irina.example.com>")
    arrives(raw, cast.chainik_mail)
    return Conversation.objects.order_by("-pk")[0]


def owes(cast: Cast, what: str, about: str, *, customer: Customer, minutes: float, at: datetime) -> Promise:
    return ledger.make(
        brand=cast.chainik,
        customer_id=customer.pk,
        about=about,
        kind="ride",
        what=what,
        due_at=at + minutes * MINUTE,
        by=cast.anna,
        at=at,
    )


def three_matters(cast: Cast) -> list[Promise]:
    """Irina has written twice and ordered once; each is promised a few minutes after the other."""
    at = timezone.now()
    rides(cast, at=at)
    by_ladder(cast, TELLING, at=at, kind="ride")
    kettle, cup = writes(cast, 1), writes(cast, 2)
    abouts = {"Кувшин": kettle.key, "Чашка": cup.key, "Сахарница": "order:5"}
    return [
        owes(cast, what, about, customer=kettle.customer, minutes=30 + 2 * number, at=at)
        for number, (what, about) in enumerate(abouts.items())
    ]


def strikes_for(first: Promise) -> None:
    assert first.due_at
    clock_strikes(first.due_at - 3 * MINUTE)


def text_of(number: int, cast: Cast) -> str:
    return str(outgoing(cast)[number].get_body(("plain",)).get_content())


def test_three_matters_are_one_letter_with_a_part_a_choice_and_a_link_for_each(cast: Cast) -> None:
    promises = three_matters(cast)
    due = [one.due_at for one in promises]

    strikes_for(promises[0])

    [notice] = outgoing(cast)
    text = text_of(0, cast)
    assert notice["Subject"].startswith("Re: Заказ 1")
    assert re.findall(r"^(\S+): мы обещали", text, re.MULTILINE) == ["Кувшин", "Чашка", "Сахарница"]
    assert len(set(_links(cast))) == 3
    assert "В ответе назовите, о каком из них речь" in text
    assert [(now_of(one).state, now_of(one).due_at) for one in promises] == [
        (State.MOVED, was + 10 * MINUTE) for was in due if was
    ]
    assert len({now_of(one).moved_at for one in promises}) == 1  # the moment at which the letter left


def test_each_link_opens_its_own_matter(cast: Cast) -> None:
    strikes_for(three_matters(cast)[0])

    pages = [cast.browser_of(cast.anna).get(f"/s/{link.rpartition('/s/')[2]}", follow=True) for link in _links(cast)]

    shown = [[what for what in ("Кувшин", "Чашка", "Сахарница") if what in page.content.decode()] for page in pages]
    assert shown == [["Кувшин"], ["Чашка"], ["Сахарница"]]


def _links(cast: Cast) -> list[str]:
    """To a matter's page each; at the end stands where to say that no rule may write any more."""
    *matters, objection = LINK.findall(text_of(0, cast))
    assert objection == f"{matters[-1]}/letters"
    return matters


def test_one_matter_alone_is_not_asked_which_one_is_meant(cast: Cast) -> None:
    at = timezone.now()
    rides(cast, at=at)
    by_ladder(cast, TELLING, at=at, kind="ride")
    talk = writes(cast, 1)
    promise = owes(cast, "Кувшин", talk.key, customer=talk.customer, minutes=30, at=at)

    strikes_for(promise)

    assert "назовите" not in text_of(0, cast)
    assert len(_links(cast)) == 1


def test_an_answer_in_words_to_a_letter_about_three_is_offered_for_each_of_them(cast: Cast) -> None:
    """Where she answers; nobody is asked about them in the thread of which the letter speaks only."""
    promises = three_matters(cast)
    strikes_for(promises[0])
    first, second = Conversation.objects.order_by("pk")
    at = timezone.now() + timedelta(hours=2)
    message_id = Message.objects.get(direction="out").outbound.external_id  # type: ignore[union-attr]  # it has left
    raw = letter("Подожду", message_id="<9@irina.example.com>", headers=[("In-Reply-To", message_id)], at=at)
    arrives(raw, cast.chainik_mail, at=at)

    assert first.messages.order_by("-pk")[0].text == "Подожду"
    assert _offered(cast, first) == ["Кувшин", "Чашка", "Сахарница"]
    assert _offered(cast, second) == []

    page = _page(cast, first)
    address = re.findall(r'action="([^"]+/choices?)"', page)
    cast.browser_of(cast.pavel).post(unescape(address[-1]), {"choice": "wait", "how": "message"})
    assert [now_of(one).moves.get().consent for one in promises] == ["asked", "asked", "given"]
    assert _offered(cast, first) == ["Кувшин", "Чашка"]


def _page(cast: Cast, conversation: Conversation) -> str:
    answer = cast.browser_of(cast.pavel).get(f"/conversations/{conversation.public_id}/")
    return str(answer.content.decode())


def _offered(cast: Cast, conversation: Conversation) -> list[str]:
    return re.findall(
        r'<span class="small">(\S+):</span>\s*<button type="submit" class="button" name="choice"',
        _page(cast, conversation),
    )


def test_what_is_written_to_another_address_is_a_letter_of_its_own(cast: Cast) -> None:
    at = timezone.now()
    rides(cast, at=at)
    by_ladder(cast, TELLING, at=at, kind="ride")
    home, office = writes(cast, 1), writes(cast, 2, sender="Ирина <irina@office.example.com>")
    Conversation.objects.filter(pk=office.pk).update(customer=home.customer)
    Message.objects.filter(conversation=office).update(customer=home.customer)
    Identity.objects.filter(value="irina@office.example.com").update(customer=home.customer)
    kettle = owes(cast, "Кувшин", home.key, customer=home.customer, minutes=30, at=at)
    cup = owes(cast, "Чашка", office.key, customer=home.customer, minutes=31, at=at)

    strikes_for(kettle)

    sent = {str(one["To"]): one.get_body(("plain",)).get_content() for one in outgoing(cast)}
    assert {address: "Кувшин" in text for address, text in sent.items()} == {
        next(one for one in sent if IRINA in one): True,
        next(one for one in sent if "office" in one): False,
    }
    assert [now_of(one).state for one in (kettle, cup)] == [State.MOVED, State.MOVED]


def test_a_letter_that_did_not_leave_asks_people_to_tell_each_of_them(cast: Cast) -> None:
    promises = three_matters(cast)
    first = promises[0]
    assert first.due_at
    stepping.take_steps(at=first.due_at - 3 * MINUTE)
    notice = CustomerNotice.objects.get()
    notifying.say(notice_id=notice.pk, message_id=1, at=first.due_at)

    notifying.note_not_sent(message_id=1, at=first.due_at)

    assert Counter(reminded()) == {("Дмитрий Орлов", "untold"): 3, ("Мария Ветрова", "untold"): 3}
    assert {now_of(one).moved_at for one in promises} == {None}


def test_who_would_have_been_nudged_in_these_minutes_still_is(cast: Cast) -> None:
    at = timezone.now()
    rides(cast, at=at)
    by_ladder(cast, Step(5, "nudge_owner"), TELLING, at=at, kind="ride")
    talk = writes(cast, 1)
    first = owes(cast, "Кувшин", talk.key, customer=talk.customer, minutes=30, at=at)
    owes(cast, "Чашка", "order:5", customer=talk.customer, minutes=39, at=at)

    assert first.due_at
    clock_strikes(first.due_at - 5 * MINUTE)
    strikes_for(first)

    assert Counter(reminded()) == {("Анна Белкина", "owner"): 2}
    assert len(outgoing(cast)) == 1


@pytest.mark.slow
@settings(
    deadline=None,
    max_examples=15,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # each example undoes what it did
)
@given(
    promises=st.lists(st.tuples(st.integers(10, 90), st.integers(0, 5), st.booleans()), min_size=1, max_size=9),
    strikes=st.lists(st.integers(1, 25), min_size=1, max_size=8),
)
def test_each_promise_is_told_exactly_once(
    cast: Cast, promises: list[tuple[int, int, bool]], strikes: list[int]
) -> None:
    """Whenever the clock looks: those that are due, about whatever, of this customer or of another."""
    with database.atomic():
        at = timezone.now().replace(microsecond=0)
        rides(cast, at=at)
        by_ladder(cast, TELLING, at=at, kind="ride")
        bohdan = Customer.objects.create(brand=cast.chainik, name="Богдан", created_at=at)
        made = [
            owes(cast, "Кувшин", f"order:{matter}", customer=irina(cast) if hers else bohdan, minutes=minutes, at=at)
            for minutes, matter, hers in promises
        ]
        now = at
        for minutes in [*strikes, *[1] * 100]:
            now += minutes * MINUTE
            stepping.take_steps(at=now)
            for notice in CustomerNotice.objects.filter(sent_at=None).order_by("pk"):
                notifying.say(notice_id=notice.pk, message_id=notice.pk, at=now)
                notifying.note_sent(message_id=notice.pk, sent_at=now)
                one_letter(notice, now)

        told = Counter(NoticeLine.objects.values_list("move__promise_id", flat=True))
        assert told == Counter(one.pk for one in made)
        assert not Promise.objects.filter(moves__notice_sent_at=None).exists()
        database.set_rollback(True)


def one_letter(notice: CustomerNotice, now: datetime) -> None:
    """To one customer, of few things, none of which was to be told more than minutes later."""
    lines = list(notice.lines.select_related("move__promise"))
    assert 1 <= len(lines) <= stepping.LINES_MAX
    assert {(line.move.promise.customer_id, line.move.promise.brand_id) for line in lines} == {
        (notice.customer_id, notice.brand_id)
    }
    until = now + stepping.CLUSTER_MINUTES * MINUTE
    assert all(line.move.due_was - TELLING.minutes_before * MINUTE <= until for line in lines)


def two_names(cast: Cast) -> tuple[Promise, Promise]:
    """Irina has written from her work as well, and both are known to be her. Something is promised to either."""
    at = timezone.now()
    rides(cast, at=at)
    by_ladder(cast, TELLING, at=at, kind="ride")
    home, work = writes(cast, 1), writes(cast, 2, sender="Ирина Соколова <sokolova@work.example.com>")
    kettle = owes(cast, "Кувшин", "order:4", customer=home.customer, minutes=30, at=at)
    cup = owes(cast, "Чашка", "order:5", customer=work.customer, minutes=32, at=at)
    customers.merge(kept_id=home.customer_id, merged_id=work.customer_id, by=cast.maria, at=at)
    return kettle, cup


def test_who_was_known_by_two_names_gets_one_letter(cast: Cast) -> None:
    kettle, cup = two_names(cast)

    strikes_for(kettle)
    strikes_for(cup)

    assert len(outgoing(cast)) == 1
    assert re.findall(r"^(\S+): мы обещали", text_of(0, cast), re.MULTILINE) == ["Кувшин", "Чашка"]
    assert now_of(cup).state is State.MOVED


def test_news_for_either_of_their_names_is_one_letter(cast: Cast) -> None:
    at_any_hour(cast)
    kettle, cup = two_names(cast)
    for promise, words in ((kettle, "Собираем"), (cup, "Красим")):
        ledger.say_news(promise_id=promise.pk, now=words, next="", by=cast.anna, at=timezone.now())

    work_at(timezone.now() + 3 * MINUTE)
    work_at(timezone.now() + 4 * MINUTE)

    assert len(outgoing(cast)) == 1
    assert ("Кувшин: Собираем." in text_of(0, cast), "Чашка: Красим." in text_of(0, cast)) == (True, True)
