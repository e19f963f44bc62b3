"""Some work before a chat begins, where the brand wants it or many begin at once: without it nobody comes in."""

from datetime import timedelta
from typing import Any
from unittest import mock
from uuid import uuid4

from django.utils import timezone

from slovo.channels.chat.models import Visitor
from slovo.channels.chat.setting import Terms, set_chat
from slovo.channels.proof_models import ProofRule
from slovo.conversations.models import Message
from slovo.core.db import transaction
from slovo.core.jobs import sweep
from slovo.core.journal.models import JournalEntry
from slovo.core.proof.models import Spent
from tests.cast import Cast, work
from tests.channels.chat.visitors import SHOP, Browser, a_chat, token_for
from tests.channels.provers import asks_for_work, idled, worked


def tries(visitor: Browser, proof: Any = "") -> Any:
    return visitor.post("visitors", {"consents": {"talk": 1}, "proof": proof})


def challenge(visitor: Browser) -> str:
    answer = tries(visitor)
    assert answer.status_code == 202
    return str(answer.json()["challenge"])


def purpose(visitor: Browser, noun: str = "chat") -> str:
    return f"{visitor.chat.brand_id}:{noun}"


def by_the_clock() -> None:
    with transaction():
        sweep.enqueue()
    work()


def test_without_the_work_nobody_begins(cast: Cast) -> None:
    stranger = Browser(a_chat(cast))
    asks_for_work(cast, "chat")
    asked, other = challenge(stranger), challenge(stranger)
    solved = worked(asked, purpose(stranger))
    number = solved.rpartition(":")[2]
    moment, _bits, rest = asked.split(".", 2)

    brought = [
        "",
        asked,
        idled(asked, purpose(stranger)),
        f"{asked}:",
        f"{asked}:-1",
        f"{asked}:{number}0000000000",
        f"{moment}.0.{rest}:1",  # a mark that would make it too easy
        idled(other, purpose(stranger)),
        f"made-up:{number}",
        "x" * 10_000,
        {"challenge": asked},
        ["a"],
    ]

    answers = [tries(stranger, proof=one) for one in brought]
    assert [one.status_code for one in answers] == [202] * len(brought)
    assert all(one.json()["challenge"] for one in answers)
    assert answers[0].json()["problem"] == "Сейчас пишет очень много людей. Попробуйте ещё раз чуть позже."
    assert not Visitor.objects.exists()
    assert tries(stranger, proof=solved).status_code == 200


def test_with_it_one_begins_and_only_one(cast: Cast) -> None:
    irina = Browser(a_chat(cast))
    asks_for_work(cast, "chat")
    solved = worked(challenge(irina), purpose(irina))

    assert [tries(irina, solved).status_code for _time in range(3)] == [200, 202, 202]
    assert Visitor.objects.count() == 1


def test_work_of_long_ago_is_worth_nothing(cast: Cast) -> None:
    irina = Browser(a_chat(cast))
    asks_for_work(cast, "chat")
    solved = worked(challenge(irina), purpose(irina))

    with mock.patch.object(timezone, "now", return_value=timezone.now() + timedelta(minutes=10)):
        assert tries(irina, solved).status_code == 202


def test_work_for_another_brand_is_worth_nothing(cast: Cast) -> None:
    here = Browser(a_chat(cast))
    terms = Terms(origins=[SHOP], languages=["ru"], words={}, consents={})
    there = Browser(set_chat(brand=cast.honey, terms=terms, by=cast.orlov, at=timezone.now()))
    asks_for_work(cast, "chat")
    form = {"asked": "always", "of_network_max": "5", "of_all_max": "60"}
    cast.browser_of(cast.orlov).post(f"/brands/{cast.honey.pk}/protection/chat", form)
    solved = worked(challenge(here), purpose(here))

    assert there.post("visitors", {"consents": {}, "proof": solved}).status_code == 202
    assert tries(here, solved).status_code == 200


def test_work_for_a_chat_is_worth_no_question(cast: Cast) -> None:
    irina = Browser(a_chat(cast))
    asks_for_work(cast, "chat")
    solved = worked(challenge(irina), purpose(irina))
    question = {"email": "irina@example.com", "text": "Где чайник?", "client_id": str(uuid4())}

    assert irina.post("questions", question | {"proof": solved}).status_code == 202
    work()
    assert not Message.objects.exists()


def test_a_question_that_is_sent_again_needs_no_other_work(cast: Cast) -> None:
    """The line broke after it had been taken: the browser cannot know."""
    irina = Browser(a_chat(cast))
    asks_for_work(cast, "chat")
    question = {"email": "irina@example.com", "text": "Где чайник?", "client_id": str(uuid4()), "consents": {"talk": 1}}
    asked = irina.post("questions", question).json()["challenge"]
    question["proof"] = worked(asked, purpose(irina, "question"))

    assert [irina.post("questions", question).status_code for _time in range(2)] == [200, 200]
    assert irina.post("questions", question | {"client_id": str(uuid4())}).status_code == 202
    assert Message.objects.count() == 1


def test_what_was_refused_for_something_else_has_cost_nothing(cast: Cast) -> None:
    irina = Browser(a_chat(cast))
    asks_for_work(cast, "chat")
    solved = worked(challenge(irina), purpose(irina))

    assert irina.post("visitors", {"consents": {}, "proof": solved}).status_code == 422
    assert tries(irina, solved).status_code == 200


def test_when_it_is_busy_a_network_that_floods_works_and_no_other(cast: Cast) -> None:
    chat = a_chat(cast)
    asks_for_work(cast, "chat", asked="busy", of_network_max=2, of_all_max=50)
    at = timezone.now().replace(second=5)

    with mock.patch.object(timezone, "now", return_value=at):
        crowd = [tries(Browser(chat, address="198.51.100.9")).status_code for _time in range(4)]
        other = tries(Browser(chat)).status_code
    with mock.patch.object(timezone, "now", return_value=at + timedelta(minutes=2)):
        later = tries(Browser(chat, address="198.51.100.9")).status_code

    assert (crowd, other, later) == ([200, 200, 202, 202], 200, 200)


def test_when_all_together_flood_everybody_works(cast: Cast) -> None:
    chat = a_chat(cast)
    asks_for_work(cast, "chat", asked="busy", of_network_max=2, of_all_max=3)

    with mock.patch.object(timezone, "now", return_value=timezone.now().replace(second=5)):
        codes = [tries(Browser(chat, address=f"198.51.100.{number}")).status_code for number in range(5)]

    assert codes == [200, 200, 200, 202, 202]


def test_whom_the_site_vouches_for_is_asked_for_nothing(cast: Cast) -> None:
    chat = a_chat(cast)
    asks_for_work(cast, "chat")

    assert Browser(chat).is_identified(token_for(chat, id="77")).status_code == 200


def test_what_was_spent_is_forgotten_once_it_could_not_come_again(cast: Cast) -> None:
    irina = Browser(a_chat(cast))
    asks_for_work(cast, "chat")
    tries(irina, worked(challenge(irina), purpose(irina)))

    by_the_clock()
    assert Spent.objects.count() == 1
    with mock.patch.object(timezone, "now", return_value=timezone.now() + timedelta(minutes=11)):
        by_the_clock()
    assert not Spent.objects.exists()


def test_it_is_off_until_the_brand_wants_it_and_only_its_administrator_says_so(cast: Cast) -> None:
    chat = a_chat(cast)
    assert tries(Browser(chat)).status_code == 200
    form = {"asked": "always", "of_network_max": "5", "of_all_max": "60"}
    address = f"/brands/{cast.chainik.pk}/protection"

    for stranger in (cast.anna, cast.pavel):
        assert cast.browser_of(stranger).post(f"{address}/chat", form).status_code == 404
        assert cast.browser_of(stranger).get(address).status_code == 404
    assert not ProofRule.objects.exists()

    orlov = cast.browser_of(cast.orlov)
    assert orlov.post(f"{address}/chat", form | {"of_all_max": "4"}).status_code == 422
    assert orlov.post(f"{address}/letters", form).status_code == 404
    assert orlov.post(f"{address}/chat", form).status_code == 302
    assert [one.asked for one in ProofRule.objects.all()] == ["always"]
    assert JournalEntry.objects.filter(kind="ProofRuleSet").count() == 1
    assert orlov.get(address).content.decode().count('value="always" selected') == 1
