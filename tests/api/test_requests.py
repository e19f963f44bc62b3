"""Requests with a choice, extras and expectations through the API."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from slovo.conversations.models import Conversation
from slovo.core.db import transaction
from slovo.requests.extra_models import Extra
from slovo.requests.models import Choice
from slovo.visits import booking
from slovo.visits.models import Visit
from slovo.web import gifts
from tests.api.programs import Program, files, program_of, request_of_irina, shop
from tests.cast import Cast, arrives, letter, work
from tests.orders.stories import an_order
from tests.visits.stories import MOSCOW, irina, tasting

TYPE = {"slug": "engraving", "names": {"ru": "Гравировка", "en": "Engraving"}}
OPTION = {
    "names": {"en": "By hand"},
    "promised": {"en": "Engraved within two days"},
    "not_promised": {"en": "The master chooses the lettering"},
    "promise_kind": "repair",
    "promise_minutes": 2880,
    "capacity": 1,
    "per": "all",
}
GIFT = {"what": "Чай", "reason": "Долго ждала", "phrase": "В подарок кладём пачку чая."}


@pytest.fixture
def program(cast: Cast) -> Program:
    return shop(cast)


def ok(answer: Any, status: int = 200) -> dict[str, Any]:
    assert answer.status_code == status, answer.content.decode()
    found: dict[str, Any] = answer.json()
    return found


def refused(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].removeprefix("urn:slovo:problem:")


def a_visit(cast: Cast) -> Visit:
    at = timezone.now()
    noon = (at.astimezone(MOSCOW) + timedelta(days=2)).replace(hour=12, minute=0, second=0, microsecond=0)
    return booking.book(type_id=tasting(cast).pk, starts_at=noon, customer=irina(cast), by=cast.anna, at=at)


def offered(cast: Cast, program: Program, **more: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    made = ok(program.post("request-types", TYPE | {"owner": str(cast.pavel.public_id)}))
    return made, ok(program.post(f"request-types/{made['id']}/options", OPTION | more), 201)


def asks(program: Program, type_: dict[str, Any], option: dict[str, Any] | None, **more: Any) -> Any:
    chosen = {"option": option["version"]} if option else {}
    return program.post("requests", request_of_irina(type=type_["id"], how="phone", **chosen, **more))


def test_a_request_comes_with_its_choice_and_its_promise(cast: Cast, program: Program) -> None:
    type_, option = offered(cast, program)
    filed = ok(asks(program, type_, option), 201)

    choice = ok(program.get(f"choices/{filed['choice']}"))
    assert choice["wording"]["promised"] == "Engraved within two days"
    assert choice["about"] == {"type": "conversation", "id": filed["conversation"]}
    promise = ok(program.get(f"promises/{choice['promise']}"))
    assert (promise["what"], promise["owner"]) == ("Engraved within two days", str(cast.pavel.public_id))
    assert ok(program.get(f"choices?conversation={filed['conversation']}"))["data"] == [choice]


def test_without_a_choice_nothing_is_left_behind(cast: Cast, program: Program) -> None:
    type_, _option = offered(cast, program)

    assert refused(asks(program, type_, None)) == (409, "choice-missing")
    assert not Conversation.objects.exists()


def test_the_last_place_goes_once_and_the_second_request_is_not_filed(cast: Cast, program: Program) -> None:
    type_, option = offered(cast, program)
    ok(asks(program, type_, option), 201)

    assert refused(asks(program, type_, option)) == (409, "place-taken")
    assert Conversation.objects.count() == 1
    assert ok(program.get(f"request-types/{type_['id']}"))["options"][0]["free"] == {"starts_on": None, "left": 0}


def test_the_same_request_twice_is_one(cast: Cast, program: Program) -> None:
    type_, option = offered(cast, program)
    first = ok(asks(program, type_, option, external_id="7"), 201)

    assert ok(asks(program, type_, option, external_id="7"))["choice"] == first["choice"]
    by_key = [asks(program, type_, option, external_id="8").status_code for _time in range(2)]
    assert (by_key, Choice.objects.count()) == ([409, 409], 1)


def test_what_is_given_back_is_free_again(cast: Cast, program: Program) -> None:
    type_, option = offered(cast, program)
    filed = ok(asks(program, type_, option), 201)
    returned = ok(program.post(f"choices/{filed['choice']}/return", {"words": "Передумала", "how": "phone"}))

    assert returned["given_back_at"]
    ok(asks(program, type_, option), 201)


def test_other_words_are_another_version_and_the_old_one_is_chosen_no_more(cast: Cast, program: Program) -> None:
    type_, option = offered(cast, program)
    changed = ok(program.ask("PUT", f"request-options/{option['id']}", OPTION | {"capacity": 2}))

    assert (changed["id"], changed["number"]) == (option["id"], 2)
    assert refused(asks(program, type_, option)) == (409, "unable-to-choose")


def test_a_customer_chooses_in_a_conversation_that_is_there(cast: Cast, program: Program) -> None:
    type_, option = offered(cast, program)
    path = f"conversations/{files(program)['conversation']}/choices"
    given = {"type": type_["id"], "option": option["version"], "how": "message"}

    made = ok(program.post(path, given), 201)
    assert (made["how"], made["number"]) == ("message", 1)
    assert refused(program.post(path, given)) == (409, "unable-to-choose")


def test_what_is_archived_is_offered_no_more(cast: Cast, program: Program) -> None:
    type_, option = offered(cast, program)

    assert program.ask("DELETE", f"request-options/{option['id']}").status_code == 204
    assert ok(program.get("request-types"))["data"][0]["options"] == []
    assert program.ask("DELETE", f"request-types/{type_['id']}").status_code == 204
    assert refused(asks(program, type_, option)) == (409, "unable-to-choose")


def test_a_gift_is_recorded_and_announced_by_the_answer_that_names_it(cast: Cast, program: Program) -> None:
    filed = files(program)
    extra = ok(program.post(f"conversations/{filed['conversation']}/extras", GIFT), 201)
    anna = program_of(cast.anna)
    ok(anna.post(f"conversations/{filed['conversation']}/replies", {"text": f"Здравствуйте! {GIFT['phrase']}"}), 201)
    work()

    with transaction():
        gifts.note_announced.enqueue()
    work()

    [shown] = ok(program.get(f"extras?conversation={filed['conversation']}"))["data"]
    assert (shown["id"], shown["announced_how"]) == (extra["id"], "letter")


def test_a_gift_goes_with_an_order_or_is_given_at_a_visit(cast: Cast, program: Program) -> None:
    arrives(letter(), cast.chainik_mail)
    order, visit = an_order(cast), a_visit(cast)

    with_order = ok(program.post("extras", GIFT | {"order": str(order.public_id)}), 201)
    at_visit = ok(program.post("extras", GIFT | {"visit": str(visit.public_id)}), 201)

    assert with_order["about"] == {"type": "order", "id": str(order.public_id)}
    assert at_visit["about"] == {"type": "customer", "id": str(visit.customer.public_id)}
    for path, extra in ((f"order={order.public_id}", with_order), (f"visit={visit.public_id}", at_visit)):
        assert [one["id"] for one in ok(program.get(f"extras?{path}"))["data"]] == [extra["id"]]
    both = {"order": str(order.public_id), "visit": str(visit.public_id)}
    assert program.post("extras", GIFT | both).status_code == program.post("extras", GIFT).status_code == 422
    for name, public_id in both.items():
        assert program_of(cast.taras).post("extras", GIFT | {name: public_id}).status_code == 422


def test_what_nobody_told_of_within_a_day_is_given_silently(cast: Cast, program: Program) -> None:
    path = f"conversations/{files(program)['conversation']}/extras"
    extra = ok(program.post(path, GIFT), 201)
    assert ok(program.get("extras?silent=true"))["data"] == []
    Extra.objects.update(recorded_at=timezone.now() - timedelta(hours=25))

    assert [one["id"] for one in ok(program.get("extras?silent=true"))["data"]] == [extra["id"]]
    assert ok(program.post(f"extras/{extra['id']}/announcement", {"how": "phone"}))["announced_how"] == "phone"
    assert ok(program.get("extras?silent=true"))["data"] == []


def test_what_nobody_asked_for_costs_nothing(cast: Cast, program: Program) -> None:
    path = f"conversations/{files(program)['conversation']}/extras"
    dear = {"charge_minor": 500, "currency": "RUB"}

    assert refused(program.post(path, GIFT | dear)) == (409, "unable-to-give-extra")
    assert ok(program.post(path, GIFT | dear | {"asked_for": True}), 201)["charge_minor"] == 500


def test_the_map_shows_effort_where_nobody_looks(cast: Cast, program: Program) -> None:
    ok(program.post("expectations", {"what": "Скорость", "weight": 5, "reason": "Спросили", "kinds": ["delivery"]}))
    ok(program.post("expectations", {"what": "Обёртка", "weight": 0, "reason": "Спросили", "kinds": ["repair"]}))
    type_, option = offered(cast, program)
    filed = ok(asks(program, type_, option), 201)
    promise = ok(program.get(f"choices/{filed['choice']}"))["promise"]
    ok(program.post(f"promises/{promise}/fulfilment"))

    until = (timezone.now() + timedelta(minutes=1)).isoformat().replace("+00:00", "Z")
    found = ok(program.get(f"effort?until={until}"))["data"]
    assert [(one["kind"], one["promises"], one["weight"], one["nobody_looks"]) for one in found] == [
        ("repair", 1, 0, True),
        ("delivery", 0, 5, False),
    ]


def test_what_nobody_promised_is_counted_by_conversation_and_becomes_a_choice_or_a_word(
    cast: Cast, program: Program
) -> None:
    first, second = (files(program, text=text)["conversation"] for text in ("Где вайфай?", "Вайфай есть?"))
    noted = [
        ok(program.post("unpromised", {"conversation": one, "words": "Бесплатный Wi-Fi"}))
        for one in (first, second, second)
    ]
    path = f"unpromised/{noted[0]['id']}"

    assert [one["times"] for one in noted] == [1, 2, 2]
    said = ok(program.ask("PUT", f"{path}/word", {"texts": {"ru": "Wi-Fi у нас нет."}}))
    assert (said["state"], said["up_front"]["ru"]) == ("word", "Wi-Fi у нас нет.")
    _type, option = offered(cast, program)
    chosen = ok(program.ask("PUT", f"{path}/choice", {"option": option["id"]}))
    assert (chosen["state"], chosen["became"]) == ("choice", {"type": "option", "id": option["id"]})


def test_nothing_of_another_brand_is_there(cast: Cast, program: Program) -> None:
    type_, option = offered(cast, program)
    honey = shop(cast, brand=cast.honey)

    assert ok(honey.get("request-types"))["data"] == []
    assert honey.get(f"request-types/{type_['id']}").status_code == 404
    assert honey.ask("DELETE", f"request-options/{option['id']}").status_code == 404
    assert asks(honey, type_, option).status_code == 422
