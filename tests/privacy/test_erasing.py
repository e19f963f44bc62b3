"""Irina asks to be forgotten, and nothing is left of her but figures."""

from datetime import timedelta
from pathlib import Path
from unittest import mock

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from slovo.conversations.models import Conversation, Message
from slovo.core import personal
from slovo.core.journal.models import JournalEntry
from slovo.customers.actions import merge
from slovo.customers.models import Customer
from slovo.orders.models import Order
from slovo.privacy import erasing
from slovo.privacy.models import Erasure
from slovo.promises.models import Promise
from tests.cast import IRINA, Cast, arrives, letter
from tests.privacy.rare import has_rare_rows
from tests.privacy.stories import (
    BOTH,
    MARK,
    NAME,
    erased,
    erased_by_the_worker,
    has_done_everything,
    has_written,
    irina,
    of_irina,
    settles_all,
    what_is_left,
)
from tests.visits.stories import letters


@pytest.fixture(autouse=True)
def a_folder_of_its_own(settings: Settings, tmp_path: Path) -> None:
    settings.DATA = tmp_path


def test_nothing_that_she_said_and_that_was_said_of_her_is_left(cast: Cast) -> None:
    has_done_everything(cast)
    has_rare_rows(cast, irina())
    settles_all(cast)
    assert len(what_is_left()) > 30

    erasure = erased(cast)

    assert what_is_left(*BOTH) == []
    assert erasure.done_at
    assert erasure.known == {}


def test_figures_and_proof_stay(cast: Cast) -> None:
    has_done_everything(cast)
    settles_all(cast)
    customer = irina()
    promises = list(Promise.objects.filter(customer=customer).order_by("pk").values_list("kind", "due_at", "done_at"))

    erased(cast)

    kept = Promise.objects.filter(customer=customer).order_by("pk").values_list("kind", "due_at", "done_at")
    assert [(kind, due) for kind, due, _done in kept] == [(kind, due) for kind, due, _done in promises]
    assert list(Order.objects.values_list("number", "total_minor")) == [("1512", 450_000)]
    assert [consent.given for consent in customer.consents.all()] == [True]
    assert str(Customer.objects.get(pk=customer.pk)) in {"Стёртый клиент", "Erased customer"}


def test_the_journal_says_by_whom_and_why_and_names_nobody(cast: Cast) -> None:
    has_written(cast)
    erased(cast)

    said = JournalEntry.objects.filter(kind__in=["CustomerErasureBegun", "CustomerErased"]).order_by("pk")

    assert [(one.kind, one.actor_kind, one.actor_id) for one in said] == [
        ("CustomerErasureBegun", "staff", str(cast.orlov.pk)),
        ("CustomerErased", "staff", str(cast.orlov.pk)),
    ]
    assert said[0].data["why"] == "asked"


def test_before_her_address_goes_she_is_told(cast: Cast) -> None:
    has_written(cast)
    cast.browser_of(cast.orlov).post(f"/customers/{irina().public_id}/erasure", {"why": "asked", "sure": "yes"})
    assert Erasure.objects.get().letter is not None

    erased_by_the_worker()

    last = letters(cast)[-1]
    assert (last["to"].addresses[0].addr_spec, str(last["subject"])) == (IRINA, "Мы стираем то, что хранили о вас")
    assert Erasure.objects.get().done_at


def test_who_writes_again_from_there_is_somebody_new(cast: Cast) -> None:
    conversation = has_written(cast)
    answer = Message.objects.filter(outbound__isnull=False).order_by("-pk")[0]
    sent_as = answer.outbound.external_id if answer.outbound else ""
    was = irina()
    erased(cast)

    again = [("In-Reply-To", sent_as), ("References", sent_as)]
    arrives(
        of_irina(subject=f"Re: [{conversation.reference}] Заказ", message_id="<2@irina.example.com>", headers=again),
        cast.chainik_mail,
    )

    assert irina().pk != was.pk
    assert Conversation.objects.filter(customer=irina()).count() == 1
    assert Message.objects.filter(conversation=conversation).exclude(text__in=["", "[…]"]).count() == 0


def test_nothing_of_anybody_else_goes(cast: Cast) -> None:
    has_written(cast)
    other = letter("Добрый день", sender="Пётр <petr@example.com>", message_id="<3@example.com>", subject="Другое")
    arrives(other, cast.chainik_mail)
    shared = [("Cc", f"Ирина <{IRINA}>")]
    arrives(
        letter("Всем", sender="Вера <vera@example.com>", message_id="<4@example.com>", subject="Вера", headers=shared),
        cast.chainik_mail,
    )

    erased(cast)

    assert list(Message.objects.filter(sender_value="petr@example.com").values_list("text", flat=True)) == [
        "Добрый день"
    ]
    assert [text.strip() for text in Message.objects.filter(subject="Вера").values_list("text", flat=True)] == ["Всем"]
    assert "conversations.Participant.value" not in what_is_left(IRINA)


def test_what_is_owed_is_kept_or_released_first(cast: Cast) -> None:
    has_done_everything(cast)
    orlov, address = cast.browser_of(cast.orlov), f"/customers/{irina().public_id}"

    page = orlov.get(f"{address}/data/").content.decode()
    answer = orlov.post(f"{address}/erasure", {"why": "asked", "sure": "yes"})

    assert f"Починить чайник ({MARK})" in page
    assert "Стереть навсегда" not in page
    assert answer.status_code == 422
    assert Erasure.objects.count() == 0


def test_all_who_were_merged_into_her_go_along(cast: Cast) -> None:
    has_written(cast)
    arrives(
        of_irina(sender=f"{NAME} <other@example.com>", message_id="<5@example.com>", subject=f"{MARK} ещё"),
        cast.chainik_mail,
    )
    second = Customer.objects.get(identities__value="other@example.com")
    merge(kept_id=irina().pk, merged_id=second.pk, by=cast.maria, at=timezone.now())

    erased(cast)

    assert what_is_left(*BOTH, "other@example.com") == []
    assert Customer.objects.filter(erased_at=None).count() == 0


def test_whoever_presses_twice_erases_once(cast: Cast) -> None:
    has_written(cast)
    orlov, address = cast.browser_of(cast.orlov), f"/customers/{irina().public_id}/erasure"

    answers = [orlov.post(address, {"why": "asked", "sure": "yes"}).status_code for _time in range(2)]

    assert answers == [302, 302]
    assert Erasure.objects.count() == 1


def test_a_big_customer_goes_little_by_little_and_is_taken_up_where_it_stood(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation = has_written(cast)
    monkeypatch.setattr(erasing, "ROWS_MAX", 2)
    cast.browser_of(cast.orlov).post(f"/customers/{irina().public_id}/erasure", {"why": "asked", "sure": "yes"})
    erasure, late = Erasure.objects.get(), timezone.now() + timedelta(hours=2)

    waits = [erasing.go_on(erasure_id=erasure.pk, at=late)]
    monkeypatch.setattr(personal, "erase_some", broken := mock.Mock(side_effect=RuntimeError))
    monkeypatch.setattr(erasing, "erase_some", broken)
    with pytest.raises(RuntimeError):
        erasing.go_on(erasure_id=erasure.pk, at=late)
    monkeypatch.undo()
    while (wait := erasing.go_on(erasure_id=erasure.pk, at=late)) is not None:
        waits.append(wait)

    assert waits[0] == timedelta(0)
    assert Erasure.objects.get().done_at == late
    assert Message.objects.filter(conversation=conversation, text__contains=MARK).count() == 0
    assert erasing.go_on(erasure_id=erasure.pk, at=late) is None


@pytest.mark.parametrize("who", ["anna", "maria", "taras"])
def test_only_an_administrator_sees_and_erases(cast: Cast, who: str) -> None:
    has_written(cast)
    browser, address = cast.browser_of(getattr(cast, who)), f"/customers/{irina().public_id}"

    statuses = {
        browser.get(f"{address}/data/").status_code,
        browser.post(f"{address}/erasure", {"why": "asked", "sure": "yes"}).status_code,
        browser.post(f"{address}/copies").status_code,
    }

    assert statuses == {404 if who == "taras" else 403}
    assert Erasure.objects.count() == 0
