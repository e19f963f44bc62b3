"""Visits, calls, choices, gifts, orders and reservations on Irina's page: she reads them, and does what may be done."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from django.utils.formats import date_format

from slovo.callbacks.models import Callback
from slovo.callbacks.models import State as Call
from slovo.conversations.models import Conversation, Message
from slovo.core import limits
from slovo.core.journal.models import JournalEntry
from slovo.orders import reserving
from slovo.orders.models import Held, Reservation
from slovo.people import actions as people
from slovo.promises import links, moving
from slovo.promises.ladder_models import CustomerChoice
from slovo.promises.models import Promise, State
from slovo.requests import choosing, extras
from slovo.requests.extras import Gift
from slovo.requests.models import Choice
from slovo.visits import booking
from slovo.visits.models import Visit
from slovo.web.desk.words.moments import on_day
from tests.api.programs import program_of, shop
from tests.callbacks.stories import ruled
from tests.cast import BOHDAN, Cast, arrives, at_one_instant, letter, the_conversation, work
from tests.recovery.stories import code_rule, passes
from tests.requests.stories import by_hand, by_machine, engraving
from tests.visits.stories import MOSCOW, tasting
from tests.web.portal.pages import DAY, FORM, HIDDEN, Phone, opens, promised_to_irina, text_of

TIMES = re.compile(r'name="(?:starts_at|slot)" value="([^"]+)"')
QUERIES_WITH_ALL = 13  # two more than without: the lines of orders, and their returns


@pytest.fixture(autouse=True)
def asked(cast: Cast) -> None:
    limits.forget()
    arrives(letter(), cast.chainik_mail)


def noon(days: int = 2) -> datetime:
    return (timezone.now().astimezone(MOSCOW) + timedelta(days=days)).replace(
        hour=12, minute=0, second=0, microsecond=0
    )


def booked(cast: Cast, *, conversation: Conversation | None = None, **lengths: int) -> Visit:
    found = conversation or the_conversation()
    return booking.book(
        type_id=tasting(cast, **lengths).pk,
        starts_at=noon(),
        customer=found.customer,
        about=found.key,
        by=cast.anna,
        at=timezone.now(),
    )


def times_of(phone: Phone, path: str) -> tuple[list[str], str, dict[str, str]]:
    """What may be chosen on a page behind hers, and the form in which it is."""
    page = phone.client.get(f"/s/{phone.token}/{path}?lang=ru")
    assert page.status_code == 200
    [(address, form)] = FORM.findall(page.content.decode())
    return TIMES.findall(form), address.replace("&amp;", "&"), dict(HIDDEN.findall(form))


def thread(cast: Cast) -> str:
    page = cast.browser_of(cast.anna).get(f"/conversations/{the_conversation().public_id}/?part=thread")
    return text_of(page.content.decode())


def sends(of: Phone, address: str, **fields: Any) -> str:
    answer = of.client.post(address, fields)
    work()
    if answer.status_code == 303:
        answer = of.client.get(answer["Location"])
    return text_of(answer.content.decode())


def test_she_says_that_she_comes_to_her_visit(cast: Cast) -> None:
    visit, phone = booked(cast), opens(cast)
    page = phone.reads()
    assert "Чайная проба" in page
    assert "12:00 Арбат, 1 Ждём вас. Придёте?" in page

    assert "Спасибо. Ждём вас." in phone.taps("visit-confirmation")

    visit.refresh_from_db()
    assert visit.confirmed_at
    assert JournalEntry.objects.get(kind="VisitConfirmed").actor_kind == "customer"
    assert "The customer says that they come: «Визит: Чайная проба»" in thread(cast)
    assert "Вы сказали, что придёте." in phone.reads()


def test_coming_at_the_time_that_we_moved_it_to_is_agreeing_to_it(cast: Cast) -> None:
    visit, phone = booked(cast), opens(cast)
    later = noon(3)
    with at_one_instant(noon(1)):  # by day: in the night she is not told
        booking.move(visit_id=visit.pk, starts_at=later, reason="Мастер болен", by=cast.anna, at=timezone.now())
        work()

        phone.sends("visit-confirmation")

    fact = JournalEntry.objects.get(kind="PromiseConsentGiven")
    assert fact.actor_kind == "customer"
    assert Promise.objects.get(pk=visit.promise_id).due_at == later + timedelta(hours=1)


def test_she_moves_it_to_a_free_time_with_one_tap(cast: Cast) -> None:
    visit, phone = booked(cast), opens(cast)
    free, address, fields = times_of(phone, f"visits/{visit.public_id}/times")
    assert visit.starts_at.isoformat() not in free

    for _tap in range(2):
        said = sends(phone, address, **fields, starts_at=free[5])
        assert "Время визита изменено" in said

    visit.refresh_from_db()
    assert visit.starts_at == datetime.fromisoformat(free[5])
    assert JournalEntry.objects.filter(kind="VisitMoved").count() == 1
    assert Promise.objects.get(pk=visit.promise_id).state == State.MOVED
    assert "другое время" in Message.objects.latest("pk").text


def test_a_time_that_is_shown_is_still_given_nine_minutes_later(cast: Cast) -> None:
    """An hour before it at the latest: one o'clock is on its edge at noon."""
    visit, phone = booked(cast), opens(cast)
    edge = noon(1) - timedelta(minutes=2)
    with at_one_instant(edge):
        free, address, fields = times_of(phone, f"visits/{visit.public_id}/times")

    with at_one_instant(edge + timedelta(minutes=9)):
        assert "Время визита изменено" in sends(phone, address, **fields, starts_at=free[0])


def test_a_time_that_somebody_else_has_taken_is_refused_in_words(cast: Cast) -> None:
    visit, phone = booked(cast), opens(cast)
    free, address, fields = times_of(phone, f"visits/{visit.public_id}/times")
    at, taken = timezone.now(), datetime.fromisoformat(free[3])
    booking.book(type_id=visit.type_id, starts_at=taken, customer=visit.customer, by=cast.anna, at=at)

    assert "Выберите другое" in sends(phone, address, **fields, starts_at=free[3])
    visit.refresh_from_db()
    assert visit.starts_at == noon()


def test_she_cancels_it_once_and_the_place_is_free_again(cast: Cast) -> None:
    visit, phone = booked(cast), opens(cast)
    address, fields = phone.fills("visit-cancellation")
    for _tap in range(2):
        assert "Визит отменён" in sends(phone, address, **fields)

    visit.refresh_from_db()
    assert (visit.cancelled_for, visit.taken.count()) == ("customer", 0)
    assert Promise.objects.get(pk=visit.promise_id).state == State.RELEASED
    assert "Чайная проба Отменено" in phone.reads()


def test_the_promise_of_a_visit_is_not_cancelled_without_its_place(cast: Cast) -> None:
    visit, phone = booked(cast), opens(cast)
    _address, fields = phone.fills("visit-cancellation")
    crafted = {"once": fields["once"], "promise": fields["promise"], "text": "Нет"}

    assert phone.client.post(f"/s/{phone.token}/cancellation?lang=ru", crafted).status_code == 409
    visit.refresh_from_db()
    assert visit.is_coming


def test_too_late_to_change_it_is_said_and_nothing_is_offered(cast: Cast) -> None:
    visit, phone = booked(cast, change_until_minutes=30 * 24 * 60), opens(cast)

    assert "Изменить этот визит здесь уже нельзя" in phone.reads()
    assert phone.client.get(f"/s/{phone.token}/visits/{visit.public_id}/times").status_code == 404


def test_she_puts_it_into_her_calendar_as_the_letter_does(cast: Cast) -> None:
    visit, phone = booked(cast), opens(cast)
    answer = phone.client.get(f"/s/{phone.token}/visits/{visit.public_id}.ics")
    entry = answer.content.decode().replace("\r\n ", "")

    assert answer["Content-Type"].startswith("text/calendar")
    assert "METHOD:PUBLISH" in entry
    assert f"UID:{visit.public_id}@chainik.example" in entry
    assert f"DTSTART;TZID=Europe/Moscow:{noon():%Y%m%dT%H%M%S}" in entry
    assert "ATTENDEE" not in entry


def test_she_asks_for_a_call_at_a_time_of_hers_and_changes_her_mind(cast: Cast) -> None:
    ruled(cast, at=timezone.now())
    phone = opens(cast)
    free, address, fields = times_of(phone, "call")
    said = sends(phone, address, **fields, phone="+7 900 000-00-12", text="О крышке", slot=free[1])
    assert "ждёте нашего звонка" in said
    assert "Перезвоним на номер, который кончается на 12" in said
    assert "900 000" not in said

    call = Callback.objects.get()
    assert (call.customer, call.about, call.words) == (the_conversation().customer, the_conversation().key, "О крышке")
    assert call.slot_starts_at == datetime.fromisoformat(free[1])

    free, address, fields = times_of(phone, f"calls/{call.public_id}/times")
    assert "Позвоним в то время" in sends(phone, address, **fields, slot=free[2])
    call.refresh_from_db()
    assert call.slot_starts_at == datetime.fromisoformat(free[2])

    address, fields = phone.fills("callback-cancellation")
    for _tap in range(2):
        assert "Звонить не будем" in sends(phone, address, **fields)
    call.refresh_from_db()
    assert call.state == Call.CANCELLED


def test_what_is_no_number_is_refused(cast: Cast) -> None:
    ruled(cast, at=timezone.now())
    phone = opens(cast)
    _free, address, fields = times_of(phone, "call")

    assert "Это не номер телефона" in sends(phone, address, **fields, phone="восемь", slot="")
    assert not Callback.objects.exists()


def moved(cast: Cast, *, told: str = "message") -> tuple[Promise, datetime]:
    promise = promised_to_irina(cast)
    assert promise.due_at
    later = promise.due_at + DAY
    moving.move(promise_id=promise.pk, due_at=later, reason="Снегопад", told=told, by=cast.anna, at=timezone.now())
    return promise, later


def test_she_waits_longer_than_was_asked_and_that_is_what_holds(cast: Cast) -> None:
    promise, later = moved(cast)
    phone = opens(cast)
    address, fields = phone.fills("choice")

    assert "Договорились" in sends(phone, address, **fields, choice="wait", until=(later + DAY).isoformat())

    promise.refresh_from_db()
    assert promise.due_at == later + DAY
    assert JournalEntry.objects.filter(kind="PromiseChoiceMade").get().actor_kind == "customer"


def test_she_cancels_what_will_be_late_with_one_tap(cast: Cast) -> None:
    promise, _later = moved(cast)
    phone = opens(cast)
    address, fields = phone.fills("choice", choice="cancel")
    for _tap in range(2):
        assert "Отменено" in sends(phone, address, **fields)

    promise.refresh_from_db()
    assert promise.state == State.RELEASED


def test_what_she_wants_instead_reaches_its_owner(cast: Cast) -> None:
    moved(cast, told="")
    phone = opens(cast)
    address, fields = phone.fills("choice", choice="alternative", text="Заберу сама")

    sends(phone, address, **fields)

    assert CustomerChoice.objects.get().words == "Заберу сама"
    reads = "They would like something else: «Заберу сама»"
    anna, promise = cast.browser_of(cast.anna), Promise.objects.get(kind="delivery")
    thread = f"/conversations/{the_conversation().public_id}/?part=thread"
    pages = (thread, f"/promises/{promise.shown_id}/", "/promises/reminders/")
    assert {page: reads in anna.get(page).content.decode() for page in pages} == dict.fromkeys(pages, True)
    [move] = program_of(cast.anna).get(f"promises/{promise.shown_id}").json()["moves"]
    assert [(one["choice"], one["words"]) for one in move["choices"]] == [("alternative", "Заберу сама")]


def everything(cast: Cast, conversation: Conversation, number: int = 1) -> None:
    """A choice, a gift, a reservation: so many of each."""
    at = timezone.now()
    for one in range(number):
        option = by_machine(engraving(cast, slug=f"engraving-{one}"), cast.orlov)
        choosing.choose(
            type_id=option.option.request_type_id,
            customer_id=conversation.customer_id,
            about=conversation.key,
            version_id=option.pk,
            language="ru",
            how="phone",
            by=cast.anna,
            at=at,
        )
        gift = Gift(what=f"Ситечко {one}", reason="Вы ждали", phrase="Дарим вам ситечко.")
        extras.give(
            brand=cast.chainik,
            customer_id=conversation.customer_id,
            about=conversation.key,
            gift=gift,
            by=cast.anna,
            at=at,
        )
        reserving.reserve(
            customer=conversation.customer,
            about=conversation.key,
            sku=f"K-{one}",
            title=f"Чайник «Лето» {one}",
            quantity=1,
            expected_at=None,
            by=cast.orlov,
            at=at,
        )


def bought(cast: Cast, number: int = 1, *, email: str = "irina@example.com", days: int = 3) -> None:
    """Orders, each with a line that is promised in so many days."""
    at = timezone.now()
    people.join_team(staff=cast.pavel, brand=cast.chainik, name="Доставка")
    program = shop(cast)
    for one in range(number):
        order = {
            "customer": {"name": "Ирина Соколова", "email": email},
            "number": f"15{one}",
            "placed_at": at.isoformat(),
            "as_of": at.isoformat(),
            "currency": "RUB",
            "total_minor": 450_000,
            "payment": "paid",
            "lines": [
                {
                    "sku": "K-9",
                    "title": "Чайник «Зима»",
                    "quantity": 1,
                    "price_minor": 450_000,
                    "promised_at": (at + days * DAY).isoformat(),
                }
            ],
        }
        answer = program.ask("PUT", f"orders/shop/A-{one}", order)
        assert answer.status_code in {200, 201}, answer.content.decode()


def test_of_what_she_ordered_she_reads_the_date_that_was_promised_until_she_hears_of_another(cast: Cast) -> None:
    bought(cast)
    bought(cast, days=6)

    page = opens(cast, about="").reads()

    promise = Promise.objects.get(kind="delivery")
    assert promise.due_at
    assert promise.expected_at
    with timezone.override(MOSCOW), translation.override("ru"):
        promised_by = on_day(promise.due_at, timezone.now())
    assert re.findall("Чайник «Зима»: обещано — (.*?:..)", page) == [promised_by]


def test_she_reads_what_she_chose_what_is_given_and_what_she_ordered(cast: Cast) -> None:
    everything(cast, the_conversation())
    bought(cast)

    page = opens(cast, about="").reads()

    told = [
        "Что вы выбрали Станком",
        "Надпись до двадцати букв",
        "День не обещан",
        "Сверх обещанного Ситечко 0 Подарок: вам это ничего не стоит",
        "Чайник «Лето» 0 Напишем вам, когда появится.",
        "Заказ 150",
        "Чайник «Зима»: обещано",
    ]
    assert [words for words in told if words not in page] == []


def chose(cast: Cast, number: int) -> list[Choice]:
    """So many times, each for another request."""
    found, at = the_conversation(), timezone.now()
    given = {"customer_id": found.customer_id, "about": found.key, "language": "ru", "how": "phone", "by": cast.anna}
    made = []
    for one in range(number):
        version = by_machine(engraving(cast, slug=f"engraving-{one}"), cast.orlov)
        made.append(choosing.choose(type_id=version.option.request_type_id, version_id=version.pk, at=at, **given))
    return [one for one in made if one]


def test_every_choice_stands_there_for_ever_the_older_ones_behind_a_fold(cast: Cast) -> None:
    chose(cast, 12)

    page = opens(cast, about="").get().content.decode()

    open_, _fold, folded = page.partition("Выбрано раньше или отменено")
    assert (open_.count("День не обещан"), folded.count("День не обещан")) == (10, 2)
    assert folded.startswith(" (2)</summary>")


def test_what_was_given_back_is_still_read_with_its_wording_and_its_version(cast: Cast) -> None:
    [choice] = chose(cast, 1)
    by_hand(choice.request_type, cast.orlov, option_id=choice.version.option_id)  # other words since then
    choosing.give_back(choice_id=choice.pk, words="Передумала", how="phone", by=cast.anna, at=timezone.now())
    with translation.override("ru"):
        day = date_format(timezone.now().astimezone(MOSCOW), "j E Y")

    for about in (None, ""):
        open_, _fold, folded = opens(cast, about=about).reads().partition("Выбрано раньше или отменено (1)")
        assert "Станком" not in open_
        assert folded.startswith(" Станком")
        assert "Надпись до двадцати букв" in folded
        assert f"Выбрано {day}, версия 1 этих слов Выбор отменён {day}" in folded


def test_what_is_given_for_a_delay_stands_there_with_its_code(cast: Cast) -> None:
    at = timezone.now()
    code_rule(cast, at=at - DAY)
    promise = promised_to_irina(cast, hours=0.01)
    passes(promise.due_at + timedelta(minutes=11))  # type: ignore[operator]
    code = promise.compensations.get().code

    page = opens(cast).reads()

    assert "За опоздание" in page
    assert code in page


def test_of_what_came_she_says_that_she_takes_it_or_lets_it_go(cast: Cast) -> None:
    everything(cast, the_conversation())
    assert shop(cast).post("stock", {"sku": "K-0", "quantity": 1}).status_code == 200
    phone = opens(cast)
    assert "Уже здесь, бережём для вас" in phone.reads()

    phone.sends("reservation-wish")
    assert Message.objects.filter(direction="in").latest("pk").text == "Заберу: «Чайник «Лето» 0»."
    assert "Предложим следующему" in phone.taps("reservation-release")
    assert "The customer does not want it any more: «" in thread(cast)

    assert Reservation.objects.get().state == Held.LET_GO
    assert JournalEntry.objects.get(kind="ReservationSettled").actor_kind == "customer"


def test_nothing_of_another_matter_customer_or_brand_stands_there(cast: Cast) -> None:
    first = the_conversation()
    arrives(letter("И мне", sender=f"Богдан <{BOHDAN}>", subject="Мёд", message_id="<b@x.example>"), cast.chainik_mail)
    bohdan = Conversation.objects.latest("pk")
    visit = booked(cast, conversation=bohdan)
    everything(cast, bohdan)
    bought(cast, email=BOHDAN)
    phones = [opens_of(cast, first, about) for about in (first.key, "")]

    words = ("Чайная проба", "Ситечко", "Станком", "«Лето»", "«Зима»", "Заказ")
    assert [word for phone in phones for word in words if word in phone.reads()] == []
    for phone in phones:
        for path in (f"visits/{visit.public_id}/times", f"visits/{visit.public_id}.ics"):
            assert phone.client.get(f"/s/{phone.token}/{path}").status_code == 404
        once = phone.fills("question")[1]["once"]
        for noun in ("visit-confirmation", "visit-cancellation", "visit-time", "reservation-release"):
            fields = {
                "once": once,
                "visit": visit.public_id,
                "reservation": Reservation.objects.get().public_id,
                "starts_at": noon(4).isoformat(),
            }
            assert phone.client.post(f"/s/{phone.token}/{noun}?lang=ru", fields).status_code == 409, noun
    assert "Чайная проба" in opens_of(cast, bohdan, "").reads()


def test_a_link_of_one_matter_shows_no_visit_of_another(cast: Cast) -> None:
    first = the_conversation()
    arrives(letter("О крышке", subject="Крышка", message_id="<2@irina.example.com>"), cast.chainik_mail)
    other = Conversation.objects.latest("pk")
    booked(cast, conversation=other)
    everything(cast, other)

    matter = opens_of(cast, first, first.key).reads()
    assert [word for word in ("Чайная проба", "Ситечко", "Станком", "«Лето»") if word in matter] == []
    assert "Чайная проба" in opens_of(cast, first, "").reads()


def opens_of(cast: Cast, conversation: Conversation, about: str) -> Phone:
    _link, token = links.make_link(
        brand=cast.chainik, customer_id=conversation.customer_id, about=about, by=cast.anna, at=timezone.now()
    )
    return Phone(token)


@pytest.mark.parametrize("number", [1, 3])
def test_it_asks_as_little_for_three_of_each_as_for_one(cast: Cast, number: int) -> None:
    everything(cast, the_conversation(), number)
    bought(cast, number)
    type_id = booked(cast).type_id
    for one in range(1, number):
        at = noon() + timedelta(hours=one)
        booking.book(
            type_id=type_id, starts_at=at, customer=the_conversation().customer, by=cast.anna, at=timezone.now()
        )
    phone = opens(cast, about="")
    phone.get()  # compiles its questions
    with CaptureQueriesContext(connection) as asked:
        page = phone.get(headers={"accept-encoding": "gzip"})

    assert len(asked) == QUERIES_WITH_ALL
    assert len(page.content) < 20 * 1024
