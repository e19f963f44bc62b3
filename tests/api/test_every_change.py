"""A program hears of every change: what is done, and which facts a webhook tells of it. A fact that is new and that no
row here makes fails the last test."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

import pytest
from django.test import override_settings
from django.utils import timezone
from pytest_django.fixtures import Settings

from slovo import facts
from slovo.api.webhooks import actions as webhooks
from slovo.api.webhooks.queries import GROUPS, KINDS
from slovo.assistant import setting
from slovo.assistant.flows import setting as flows
from slovo.assistant.flows.templates import TEMPLATES
from slovo.assistant.voice_setting import Terms, set_voice
from slovo.book import actions as book
from slovo.book import answering
from slovo.callbacks import actions as callbacks
from slovo.callbacks import calling, choosing
from slovo.callbacks import queries as calls
from slovo.callbacks.models import Callback
from slovo.conversations import actions as conversations
from slovo.conversations import follow_ups, lettering
from slovo.conversations import moving as moving_conversations
from slovo.conversations.follow_up_models import FollowUp
from slovo.customers.models import Customer
from slovo.facts import Fact
from slovo.orders import hooking, importing, reserving, returning, ruling
from slovo.orders.models import Reservation, Return
from slovo.promises import actions as clock
from slovo.promises import (
    checking,
    following,
    handing,
    kind_rules,
    ladders,
    ledger,
    links,
    moving,
    rating,
    sooner,
    work_links,
    working,
)
from slovo.promises import choosing as promise_choosing
from slovo.promises.models import Promise
from slovo.recovery import actions as recovery
from slovo.recovery import rules, taking_back, work
from slovo.recovery.models import RecoveryTask
from slovo.requests import actions as requests
from slovo.requests import choosing as choosing_options
from slovo.requests import extras, forms
from slovo.requests.extra_models import Extra
from slovo.requests.models import Choice, RequestOption, RequestType
from slovo.standards import expectations
from slovo.standards.actions import set_service_level
from slovo.visits import booking, coming, reminding, walk_in
from slovo.visits import page as visit_page
from slovo.visits.models import Visit
from tests.api.test_webhooks import tell
from tests.assistant.stories import a_running
from tests.callbacks.stories import PHONE, missed, ruled
from tests.cast import Cast, arrives, letter, the_conversation, work_at
from tests.cast import work as worker
from tests.channels.chat.visitors import Browser, a_chat
from tests.conversations.test_follow_ups import RULE as FOLLOW_UPS
from tests.conversations.test_follow_ups import clock_strikes as asks_at
from tests.knowledge.stories import published
from tests.orders.stories import A_FILE, a_hook, an_order, reserve_for
from tests.promises.ladders import clock_strikes, ladder, owner, rides
from tests.promises.ladders import tell as tells
from tests.promises.stories import promised
from tests.promises.test_ladders import a_ride
from tests.promises.test_replay import a_long_story
from tests.recovery.stories import code_rule, given, late, refund_rule
from tests.requests.form_stories import FILLED, repairs, sends
from tests.requests.stories import one_of_each
from tests.servers.hooks import Receiver, receiver
from tests.visits.stories import at as clocks
from tests.visits.stories import irina as a_visitor
from tests.visits.stories import tasting
from tests.visits.test_walk_in import five_were_called, repair

pytestmark = pytest.mark.slow

NOW = timezone.now()
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
FACTS = {one.name: import_module(f"slovo.facts.{one.name}") for one in iter_modules(facts.__path__)}
OF_THE_HOUSE = {"brands", "channels", "chat", "knowledge", "lists", "people", "privacy", "tags", "webhooks"}  # not told
MADE_ELSEWHERE = {"conversations", "customers"}  # told, too; few of their facts are made by the deeds here
DOMAINS = [module for name, module in FACTS.items() if name not in OF_THE_HOUSE | MADE_ELSEWHERE]


def what_customers_expect(cast: Cast) -> None:
    set_service_level(
        channel="email",
        calendar=cast.chainik.main_calendar,
        first_answer_minutes=60,
        next_answer_minutes=60,
        warning_minutes=30,
        actor=cast.orlov.actor,
        at=NOW,
    )
    on_the_map = expectations.set_expectation(
        brand=cast.chainik, portrait=None, what="Скорость", weight=5, reason="Спросили", kinds=[], by=cast.orlov, at=NOW
    )
    expectations.archive_expectation(expectation_id=on_the_map.pk, by=cast.orlov, at=NOW)
    noted = expectations.note_unpromised(
        brand=cast.chainik, words="Бесплатный Wi-Fi", source="conversation:7", by=cast.anna, at=NOW
    )
    expectations.say_up_front(unpromised_id=noted.pk, texts={"ru": "Wi-Fi у нас нет."}, by=cast.orlov, at=NOW)


def letters_split_merged_and_moved(cast: Cast) -> None:
    a_long_story(cast)
    owed = Promise.objects.filter(kind="answer", done_at=None, released_at=None)[0]
    somebody = Customer.objects.filter(brand=owed.brand).exclude(pk=owed.customer_id)[0]
    following.owe_to(about=owed.about, customer_id=somebody.pk, at=NOW)
    following.pass_on(about=owed.about, to="conversation:99", at=NOW)


def the_ledger(cast: Cast) -> None:
    one, other, late_one = (promised(cast, at=NOW, due_at=NOW + HOUR, what=str(number)) for number in range(3))
    ledger.say_news(promise_id=one.pk, now="Едет", next="Звоним", by=cast.anna, at=NOW)
    handing.hand_over(promise_ids=[one.pk], owner_id=cast.pavel.pk, team_id=None, by=cast.anna, at=NOW)
    unsaid = moving.move(promise_id=one.pk, due_at=NOW + 2 * HOUR, reason="Снег", by=cast.anna, at=NOW)
    moving.take_back(move_id=unsaid.pk, by=cast.anna, at=NOW)
    for promise, agrees in ((one, True), (other, False)):
        said = moving.move(
            promise_id=promise.pk, due_at=NOW + 2 * HOUR, reason="Снег", told="phone", by=cast.anna, at=NOW
        )
        moving.record_consent(move_id=said.pk, agrees=agrees, how="phone", by=cast.anna, at=NOW)
    ledger.release(promise_id=one.pk, words="Не надо", how="phone", by=cast.anna, at=NOW)
    ledger.owe_again(promise_id=one.pk, by=cast.anna, at=NOW)
    clock.break_overdue(at=NOW + 3 * HOUR)
    ledger.keep(promise_id=late_one.pk, by=cast.anna, at=NOW + 3 * HOUR)
    rating.rate_by_customer(promise_id=late_one.pk, score=4, words="Дождалась", at=NOW + 4 * HOUR)


def who_is_asked_what_is_true(cast: Cast) -> None:
    promise = promised(cast, at=NOW, due_at=NOW + 2 * HOUR, check_ins=[NOW + HOUR])
    clock_strikes(NOW + HOUR)
    checking.check_in(promise_id=promise.pk, now="", next="", by=cast.anna, at=NOW + HOUR)


def a_ladder_and_the_link_of_the_driver(cast: Cast) -> None:
    rides(cast, at=NOW)
    ride = a_ride(cast)
    assert ride.due_at
    clock_strikes(ride.due_at - 10 * MINUTE)
    clock_strikes(ride.due_at - 3 * MINUTE)
    promise_choosing.choose(promise_id=ride.pk, choice="wait", how="phone", by=cast.anna, at=timezone.now())
    link, _token = work_links.make_work_link(
        brand=cast.chainik, label="Олег", promise=ride, by=cast.anna, at=timezone.now()
    )
    working.report_delay(link_id=link.pk, promise_id=ride.pk, minutes=10, reason="Пробка", once="1", at=timezone.now())
    work_links.revoke_work_link(link_id=link.pk, by=cast.anna, at=timezone.now())
    page, _token = links.make_link(
        brand=cast.chainik, customer_id=ride.customer_id, about="", by=cast.anna, at=timezone.now()
    )
    links.revoke_link(link_id=page.pk, by=cast.anna, at=timezone.now())


def somebody_whom_no_letter_reaches(cast: Cast) -> None:
    ladders.set_notice_rules(brand=cast.chainik, begins=0, ends=0, texts={}, by=cast.orlov, at=NOW)  # at any hour
    ladder(cast, owner(30), tells(20), at=NOW)
    promised(cast, at=NOW, due_at=NOW + HOUR)
    clock_strikes(NOW + 40 * MINUTE)
    promised(cast, at=NOW, due_at=NOW + 9 * DAY)
    clock_strikes(NOW + 2 * DAY)


def the_rules_of_promises(cast: Cast) -> None:
    rides(cast, at=NOW)
    ladders.set_notice_rules(brand=cast.chainik, begins=0, ends=0, texts={}, by=cast.orlov, at=NOW)
    given: dict[str, Any] = {"brand": cast.chainik, "by": cast.orlov, "at": NOW}
    lettering.set_words(texts={("visit_soon", "ru"): "Ждём!"}, **given)
    made = sooner.offer_sooner(kind="ride", names={"ru": "Пешком"}, minutes=10, **given)
    sooner.change_sooner(offer_id=made.pk, names={"ru": "Бегом"}, minutes=5, **given)
    sooner.withdraw_sooner(offer_id=made.pk, **given)
    kind_rules.archive_kind(slug="ride", **given)


def orders_and_returns(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail)
    order = an_order(cast)
    ruling.set_rules(brand=cast.chainik, team_id=None, hold_hours=1, refund_days=5, by=cast.orlov, at=NOW)
    hook, _token, _secret = a_hook(cast)
    hooking.revoke_hook(hook_id=hook.pk, by=cast.orlov, at=NOW)
    for _number in range(3):
        returning.agree(
            order_id=order.pk, quantities={}, amount_minor=100, reason="Царапина", by=cast.anna, at=timezone.now()
        )
    first, second, _third = Return.objects.order_by("pk")
    returning.note_received(return_id=first.pk, by=cast.anna, at=timezone.now())
    returning.refund(return_id=first.pk, reference="п. 7", by=cast.anna, at=timezone.now())
    returning.withdraw(return_id=second.pk, words="Передумала", by=cast.anna, at=timezone.now())
    clock.break_overdue(at=timezone.now() + 3 * DAY)
    worker()
    an_order(cast)  # the shop tells of it anew
    brought = importing.look_through(
        brand=cast.chainik, source="file", name="orders.csv", content=A_FILE, as_of=NOW, by=cast.orlov, at=NOW
    )
    importing.begin(import_id=brought.pk, by=cast.orlov, at=NOW)


def a_reservation(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail)
    reserve_for(cast)
    reserving.stock_came(brand=cast.chainik, sku="K-2", quantity=1, by=cast.orlov, at=timezone.now())
    reserving.take(reservation_id=Reservation.objects.get().pk, by=cast.anna, at=timezone.now())
    nobody = Customer.objects.create(brand=cast.chainik, name="Ольга", created_at=timezone.now())  # no address at all
    reserving.reserve(customer=nobody, sku="K-2", title="Чайник", quantity=1, by=cast.anna, at=timezone.now())
    reserving.stock_came(brand=cast.chainik, sku="K-2", quantity=1, by=cast.orlov, at=timezone.now())
    worker()


def a_visit_moved_and_moved_back_at_night(cast: Cast) -> None:
    type_ = tasting(cast)
    booked = booking.book(
        type_id=type_.pk, starts_at=clocks(12), customer=a_visitor(cast), by=cast.anna, at=clocks(9, day=1)
    )
    work_at(clocks(9, day=1))
    for hour in (15, 12):
        booking.move(visit_id=booked.pk, starts_at=clocks(hour), reason="Замена", by=cast.anna, at=clocks(0, day=2))
        work_at(clocks(0, day=2))


def visits(cast: Cast) -> None:
    type_ = tasting(cast)
    visit_page.set_page(brand=cast.chainik, is_open=True, by=cast.orlov, at=clocks(9, day=1))
    for hour in (12, 13, 14):
        booking.book(
            type_id=type_.pk, starts_at=clocks(hour), customer=a_visitor(cast), by=cast.anna, at=clocks(9, day=1)
        )
    first, second, third = Visit.objects.order_by("pk")
    booking.confirm(visit_id=first.pk, by=cast.anna, at=clocks(9))
    reminding.remind_due(at=clocks(10))
    coming.came(visit_id=first.pk, by=cast.anna, at=clocks(12))
    coming.did_not_come(visit_id=second.pk, by=cast.anna, at=clocks(13, 30))
    booking.move_by_customer(visit_id=third.pk, starts_at=clocks(16), at=clocks(9))
    booking.cancel_by_customer(visit_id=third.pk, at=clocks(9))


def a_queue(cast: Cast) -> None:
    queue = repair(cast)
    five_were_called(cast, queue)
    moment = clocks(12)
    come, missed_one, gone = (walk_in.take_by_visitor(queue_id=queue.pk, name="", at=moment) for _number in range(3))
    walk_in.leave(ticket_id=gone.pk, at=moment)
    walk_in.note_overruns(at=moment + HOUR)
    walk_in.call_next(queue_id=queue.pk, by=cast.anna, at=moment + HOUR)
    walk_in.begin_step(ticket_id=come.pk, name="Договор", by=cast.anna, at=moment + HOUR)
    walk_in.call_next(queue_id=queue.pk, by=cast.anna, at=moment + HOUR)
    walk_in.miss(ticket_id=missed_one.pk, by=cast.anna, at=moment + HOUR)


def calls_back(cast: Cast) -> None:
    ruled(cast, at=NOW, slot_capacity=2)
    arrives(letter(), cast.chainik_mail)
    callback = missed(cast, at=NOW)
    missed(cast, at=NOW, call_id="call-2")
    calling.take(callback_id=callback.pk, by=cast.anna, at=NOW)
    calling.leave(callback_id=callback.pk, by=cast.anna, at=NOW)
    for outcome in ("no_answer", "reached"):
        calling.log_attempt(callback_id=callback.pk, outcome=outcome, by=cast.anna, at=NOW)
    conversation = the_conversation()
    asked, _new = callbacks.ask(
        brand=cast.chainik, customer=conversation.customer, phone=PHONE, about=conversation.key, by=cast.anna, at=NOW
    )
    slot = calls.slots(cast.chainik, calls.rule_of(cast.chainik), at=NOW)[0]
    choosing.choose_time(callback_id=asked.pk, slot_starts_at=slot.starts_at, at=NOW)
    moving_conversations.move(conversation_id=conversation.pk, brand=cast.honey, by=cast.orlov, at=NOW)
    choosing.cancel_by_customer(callback_id=Callback.objects.latest("pk").pk, words="", at=NOW)


def requests_choices_and_gifts(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail)
    one_of_each(cast)
    told = Extra.objects.get()
    extras.say_announced(extra_id=told.pk, how="phone", by=cast.anna, at=NOW)
    gift = extras.Gift(what="Мёд", reason="Долго ждала", phrase="В подарок.")
    dropped = extras.give(
        brand=cast.chainik,
        customer_id=told.customer_id,
        about=told.about,
        gift=gift,
        by=cast.anna,
        at=NOW,
        drafted=True,
    )
    extras.take_back(extra_ids=[dropped.pk], by=cast.anna, at=NOW)
    choosing_options.give_back(choice_id=Choice.objects.get().pk, words="Не надо", how="phone", by=cast.anna, at=NOW)
    requests.archive_option(option_id=RequestOption.objects.get().pk, by=cast.orlov, at=NOW)
    requests.archive_type(type_id=RequestType.objects.get().pk, by=cast.orlov, at=NOW)


def a_form(cast: Cast) -> None:
    made = repairs(cast)
    sends(FILLED)
    forms.remove_field(type_id=made.pk, key="news", by=cast.orlov, at=NOW)
    forms.drop_draft(type_id=made.pk, by=cast.orlov, at=NOW)


def what_delays_give(cast: Cast) -> None:
    began = NOW - 9 * DAY
    rule = code_rule(cast, at=began)
    refund_rule(cast, at=began, approval_above_minor=10_000, opens_task=True)
    rules.set_words(brand=cast.chainik, language="ru", text="{what} {gifts}", by=cast.orlov, at=began)
    rules.import_codes(brand=cast.chainik, pool="Зима", codes=["A-1"], by=cast.orlov, at=began)
    promise = late(cast, at=NOW - HOUR, minutes=40)
    recovery.name_value(promise_id=promise.pk, amount_minor=100, currency="RUB", by=cast.anna, at=NOW)
    code, refund = given(promise)
    recovery.say_told(compensation_id=code.pk, how="phone", by=cast.anna, at=NOW)
    recovery.use_code(brand_id=cast.chainik.pk, code=code.code, reference="№ 8", by=cast.orlov, at=NOW)
    recovery.approve(compensation_id=refund.pk, by=cast.maria, at=NOW)
    for task in RecoveryTask.objects.filter(what="refund"):
        paid: dict[str, Any] = {"amount_minor": 50_000, "currency": "", "reference": "п. 7", "paid_at": None}
        work.pay_refund(task_id=task.pk, by=cast.anna, at=NOW, **paid)
    (_code, second) = given(late(cast, at=NOW - HOUR, minutes=40, what="Другой чайник"))
    recovery.refuse(compensation_id=second.pk, reason="Нет", by=cast.maria, at=NOW)
    refund_rule(cast, at=NOW - 60 * DAY, kind="repair")
    [favour] = given(late(cast, at=NOW - HOUR, minutes=40, kind="repair"))
    taking_back.take_back(compensation_id=favour.pk, reason="Ошибка", how="phone", by=cast.maria, at=NOW)
    rules.archive_rule(rule_id=rule.rule_id, by=cast.orlov, at=NOW)


def questions_afterwards(cast: Cast) -> None:
    follow_ups.set_rule(brand=cast.chainik, by=cast.orlov, at=NOW, **{**FOLLOW_UPS, "from_hour": 0, "until_hour": 24})
    for number in (1, 2):
        arrives(letter(sender=f"u{number}@example.com", message_id=f"<{number}@x.example>"), cast.chainik_mail)
    for conversation in Customer.objects.order_by("pk").values_list("conversations", flat=True):
        conversations.close_conversation(conversation_id=conversation, by=cast.anna, at=NOW, answer_not_needed=True)
    follow_ups.call_off_by_hand(follow_up_id=FollowUp.objects.order_by("pk")[0].pk, by=cast.anna, at=NOW)
    asks_at(NOW + DAY)


def a_bot(cast: Cast) -> None:
    setting.set_rule(brand=cast.chainik, on=True, by=cast.orlov, at=NOW)
    for what, years in (("чайник", "два года"), ("термос", "пять лет")):
        published(cast, f"Гарантия на {what}", f"Гарантия на {what} {years} со дня покупки, с чеком.")
    irina = Browser(a_chat(cast)).comes()
    for text in ("Какая гарантия со дня покупки с чеком?", "на термос", "Спасибо, помогло", "Позовите человека"):
        irina.says(text)
        worker()


def a_voice_of_the_bot(cast: Cast) -> None:
    """An endpoint that is gone."""
    with override_settings(OUTGOING_ALLOWED=["127.0.0.1"]):
        terms = Terms(address="http://127.0.0.1:9/v1", model="tea-8b", key="sk-1")
        set_voice(brand=cast.chainik, terms=terms, on=True, by=cast.orlov, at=NOW)
        a_bot(cast)


def a_flow(cast: Cast) -> None:
    setting.set_rule(brand=cast.chainik, on=True, by=cast.orlov, at=NOW)
    flow = a_running(cast, "callback")
    irina = Browser(a_chat(cast)).comes()
    irina.says("Перезвоните мне")
    worker()
    flows.draft(flow_id=flow.pk, document=TEMPLATES["order"], by=cast.orlov, at=NOW)
    flows.remove(flow_id=flow.pk, by=cast.orlov, at=NOW)


def the_book(cast: Cast) -> None:
    book.set_book(brand=cast.chainik, is_open=True, shown_after_hours=24, by=cast.orlov, at=NOW)
    written = book.Written("complaint", "Курьер опоздал на два часа и нагрубил моей сестре", "", None, "ru", "1")
    entry, _token = book.write(brand=cast.chainik, written=written, subject="Жалоба", at=NOW)
    book.look_over(entry_id=entry.pk, by=cast.anna, at=NOW)
    book.withhold(entry_id=entry.pk, words="нагрубил", reason="abuse", why="Грубость", by=cast.anna, at=NOW)
    book.show_again(withheld_id=entry.withheld.get().pk, by=cast.anna, at=NOW)
    answering.answer(entry_id=entry.pk, text="Простите", private="", published=True, sent=False, by=cast.anna, at=NOW)


DEEDS: list[tuple[Callable[[Cast], None], str]] = [
    (
        letters_split_merged_and_moved,
        "PromiseMade PromiseKept PromisePaused PromiseResumed PromisePutBack PromisePassedOn PromiseBrandChanged "
        "PromiseCustomerChanged PromiseBroken PromiseMoved PromiseNoticeSent",
    ),
    (who_is_asked_what_is_true, "PromiseCheckInAsked PromiseCheckInAnswered"),
    (
        the_ledger,
        "PromiseNewsSaid PromiseHandedOver PromiseMoveTakenBack PromiseConsentGiven PromiseConsentRefused "
        "PromiseReleased PromiseOwedAgain PromiseBroken PromiseDoneLate PromiseRated",
    ),
    (
        a_ladder_and_the_link_of_the_driver,
        "PromiseKindChanged LadderChanged PromiseStepTaken CustomerNoticeDue CustomerNoticeSaid CustomerNoticeSent "
        "PromiseChoiceMade WorkLinkMade PromiseDelayReported WorkLinkRevoked StatusLinkMade StatusLinkRevoked",
    ),
    (a_visit_moved_and_moved_back_at_night, "NoticeWithdrawn"),
    (somebody_whom_no_letter_reaches, "CustomerNoticeDropped PromiseSilent"),
    (
        the_rules_of_promises,
        "NoticeRulesChanged LetterWordsChanged SoonerOffered SoonerOfferChanged SoonerOfferWithdrawn "
        "PromiseKindArchived",
    ),
    (
        orders_and_returns,
        "OrderTaken OrderChanged OrderRulesSet ReturnAgreed ReturnReceived ReturnRefunded ReturnWithdrawn RefundOwed "
        "OrdersImportBegun OrderHookMade OrderHookRevoked",
    ),
    (a_reservation, "ReservationMade StockCame ReservationOffered ReservationSettled NewsUntold"),
    (
        visits,
        "ResourceChanged VisitTypeChanged VisitBooked VisitConfirmed VisitReminderDue VisitorCame VisitorDidNotCome "
        "VisitMoved VisitCancelled VisitPageSet",
    ),
    (
        a_queue,
        "QueueChanged TicketTaken TicketCalled TicketServed TicketLeft TicketOverrun TicketStepBegun TicketMissed",
    ),
    (
        calls_back,
        "CallbackRuleSet CallbackAsked CallbackAskedAgain CallbackTaken CallbackLeft CustomerNotReached "
        "CustomerReached CallbackTimeChosen CallbackBrandChanged CallbackCancelled",
    ),
    (
        requests_choices_and_gifts,
        "RequestTypeChanged RequestOptionChanged ChoiceMade ExtraRecorded ExtraAnnounced ExtraTakenBack "
        "ChoiceGivenBack RequestOptionArchived RequestTypeArchived",
    ),
    (
        what_customers_expect,
        "ServiceLevelSet ExpectationSet ExpectationArchived UnpromisedNoted UnpromisedDecided",
    ),
    (a_form, "FormPublished FormSubmitted FormDrafted FormDropped"),
    (
        what_delays_give,
        "OverrunRuleChanged OverrunWordsChanged CodesImported PromiseValued CompensationGiven CompensationWaits "
        "CompensationTold CompensationUsed CompensationTakenBack CompensationPaid CompensationRefused "
        "RecoveryTaskOpened RecoveryTaskDone "
        "OverrunRuleArchived",
    ),
    (
        the_book,
        "BookSet BookEntryWritten BookEntryLookedAt BookWordsWithheld BookWordsShownAgain BookEntryAnswered",
    ),
    (a_flow, "AssistantLed FlowAdopted FlowDrafted FlowPublished FlowRemoved FlowSwitched"),
    (a_bot, "AssistantSet AssistantAskedBack AssistantQuoted AssistantHelped AssistantHandedOver"),
    (a_voice_of_the_bot, "AssistantVoiceSet AssistantVoiceAsked"),
    (questions_afterwards, "FollowUpRuleSet FollowUpPlanned FollowUpCalledOff FollowUpAsked"),
]


@pytest.fixture
def program(settings: Settings, cast: Cast) -> Iterator[Receiver]:
    """It wants to hear everything, of both brands, from long before on: the stories have clocks of their own."""
    settings.OUTGOING_ALLOWED = ["127.0.0.1"]
    with receiver() as one:
        for brand in (cast.chainik, cast.honey):
            webhooks.add_webhook(brand=brand, url=one.url, kinds=KINDS, by=cast.orlov, at=NOW - 999 * DAY)
        yield one


@pytest.mark.parametrize(("deed", "facts"), DEEDS, ids=lambda one: getattr(one, "__name__", ""))
def test_a_program_hears_of_it(cast: Cast, program: Receiver, deed: Callable[[Cast], None], facts: str) -> None:
    deed(cast)

    tell()

    heard = {json.loads(body)["kind"] for _headers, body in program.told}
    assert set(facts.split()) - heard == set()


def changes_of(module: ModuleType) -> set[str]:
    """The facts that are recorded: those that others are made of are not."""
    ours = [one for one in vars(module).values() if isinstance(one, type) and issubclass(one, Fact)]
    return {one.__name__ for one in ours if one.__module__ == module.__name__ and not one.__subclasses__()}


def test_no_change_is_left_out() -> None:
    heard = {fact for _deed, facts in DEEDS for fact in facts.split()}

    assert {fact for module in DOMAINS for fact in changes_of(module)} - heard == set()


def test_what_concerns_customers_is_told() -> None:
    told = {name for name, module in FACTS.items() if any(module in modules for _title, modules in GROUPS)}

    assert FACTS.keys() - told == OF_THE_HOUSE
