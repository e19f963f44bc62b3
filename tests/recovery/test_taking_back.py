"""A refund that is a favour: the company thinks better of it before the customer hears of it, or with their consent."""

from datetime import UTC, datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from slovo.promises import ledger
from slovo.promises.models import Promise
from slovo.promises.models import State as Stands
from slovo.recovery import queries
from slovo.recovery.models import Compensation, RecoveryTask
from slovo.recovery.taking_back import UNHEARD
from tests.api.programs import Program, program_of
from tests.cast import Cast, work_at
from tests.recovery.stories import KETTLE, code_rule, kettle_is_late, letters, passes, refund_rule
from tests.web.portal.pages import opens

NIGHT = datetime(2026, 12, 1, 20, 0, tzinfo=UTC)  # eleven in Moscow
MORNING = datetime(2026, 12, 2, 5, 0, tzinfo=UTC)
BEFORE = NIGHT - timedelta(days=30)


def favour(cast: Cast, *, at: datetime = NIGHT, **terms: Any) -> Compensation:
    """The kettle is an hour late: five hundred roubles back."""
    refund_rule(cast, at=BEFORE, **terms)
    it_is_late(cast, at=at)
    return Compensation.objects.get(gives="refund")


def it_is_late(cast: Cast, *, at: datetime) -> None:
    kettle_is_late(cast, minutes=60, at=at)
    passes(at)


def takes_back(program: Program, *, at: datetime = NIGHT, **given: str) -> tuple[int, dict[str, Any]]:
    with mock.patch.object(timezone, "now", return_value=at):
        [row] = [one for one in program.get("compensations").json()["data"] if one["gives"] == "refund"]
        answer = program.post(f"compensations/{row['id']}/taking-back", {"reason": "Опоздал сам клиент"} | given)
    shown: dict[str, Any] = answer.json()
    return answer.status_code, shown


def she_reads(cast: Cast, *, at: datetime) -> str:
    with mock.patch.object(timezone, "now", return_value=at):
        return opens(cast, about="").reads()


def test_before_its_letter_leaves_nobody_hears_of_it(cast: Cast) -> None:
    row = favour(cast, opens_task=True)
    assert (row.message is None, letters(cast)) == (False, [])

    status, shown = takes_back(program_of(cast.maria))
    work_at(MORNING)

    assert (status, shown["state"], shown["taken_back_how"], letters(cast)) == (200, "taken_back", "", [])
    refund = Promise.objects.get(pk=row.refund_id)
    assert (refund.state, refund.release_reason) == (Stands.RELEASED, UNHEARD)
    task = RecoveryTask.objects.get()
    assert (task.what, task.done_at) == ("care", None)  # nobody has spoken with her yet
    assert (queries.given_in_case(row.case), queries.given_to(row.customer_id, BEFORE)) == (0, 0)


def test_where_the_rule_asks_for_no_care_nothing_is_left_to_do(cast: Cast) -> None:
    favour(cast, opens_task=False)

    takes_back(program_of(cast.maria))

    task = RecoveryTask.objects.get()
    assert (task.done_by, task.words) == (cast.maria, "Опоздал сам клиент")


def test_what_else_stood_in_the_letter_is_told_all_the_same(cast: Cast) -> None:
    code_rule(cast, at=BEFORE)
    row = favour(cast)
    takes_back(program_of(cast.maria))
    work_at(NIGHT)
    work_at(MORNING)

    [sent] = letters(cast)

    text = sent.get_body(("plain",)).get_content()
    code = Compensation.objects.get(gives="code")
    assert (code.code in text, "500" in text) == (True, False)
    assert code.told_at == MORNING
    assert Compensation.objects.get(pk=row.pk).told_at is None


def test_her_page_does_not_show_what_may_still_be_taken_back(cast: Cast) -> None:
    favour(cast)
    page = she_reads(cast, at=NIGHT)
    assert (KETTLE in page, "500" in page, "Деньги" in page) == (True, False, False)

    work_at(MORNING)

    page = she_reads(cast, at=MORNING)
    assert "500" in page


def test_once_she_knows_only_she_gives_it_up(cast: Cast) -> None:
    row = favour(cast)
    work_at(MORNING)
    maria = program_of(cast.maria)

    status, problem = takes_back(maria, at=MORNING)
    assert (status, problem["rule"]) == (409, "taken-back-with-consent")
    assert Promise.objects.get(pk=row.refund_id).owed

    status, shown = takes_back(maria, at=MORNING, how="phone")
    assert (status, shown["state"], shown["taken_back_how"]) == (200, "taken_back", "phone")
    refund = Promise.objects.get(pk=row.refund_id)
    assert (refund.state, refund.release_reason, refund.release_how) == (Stands.RELEASED, "customer", "phone")
    assert RecoveryTask.objects.get().done_by == cast.maria
    assert "500" not in she_reads(cast, at=MORNING)


def test_what_she_gave_up_on_her_page_is_closed_without_asking_her_again(cast: Cast) -> None:
    row = favour(cast)
    work_at(MORNING)
    assert row.refund_id
    ledger.release_by_customer(promise_id=row.refund_id, words="", at=MORNING)

    status, shown = takes_back(program_of(cast.maria), at=MORNING)

    assert (status, shown["taken_back_how"]) == (200, "page")


def test_what_is_owed_is_paid(cast: Cast) -> None:
    favour(cast, owed=True)

    for how in ("", "phone"):
        status, problem = takes_back(program_of(cast.maria), how=how)
        assert (status, problem["rule"]) == (409, "refund-is-owed")

    row = Compensation.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Compensation.objects.update(
            state="taken_back", taken_back_at=NIGHT, taken_back_by=cast.maria, taken_back_words="…"
        )
    assert (row.state, Promise.objects.get(pk=row.refund_id).owed) == ("obligation", True)


def test_who_knows_of_it_and_did_not_agree_keeps_it_whoever_writes(cast: Cast) -> None:
    favour(cast)
    work_at(MORNING)

    with pytest.raises(IntegrityError), transaction.atomic():
        Compensation.objects.update(
            state="taken_back", taken_back_at=MORNING, taken_back_by=cast.maria, taken_back_words="…"
        )


def test_it_is_taken_back_once_and_is_not_owed_again(cast: Cast) -> None:
    row = favour(cast)
    maria = program_of(cast.maria)
    takes_back(maria)

    assert takes_back(maria)[1]["rule"] == "taken-back-before-it-is-paid"
    refund = Promise.objects.get(pk=row.refund_id)
    with mock.patch.object(timezone, "now", return_value=NIGHT):
        again = maria.ask("DELETE", f"promises/{refund.shown_id}/fulfilment")
    assert (again.status_code, again.json()["rule"]) == (409, "taken-back-stays")


def test_at_the_desk_a_supervisor_takes_it_back_and_an_agent_does_not(cast: Cast) -> None:
    row = favour(cast)
    address = f"/recovery/compensations/{row.pk}/taking-back"
    maria, anna = cast.browser_of(cast.maria), cast.browser_of(cast.anna)
    with mock.patch.object(timezone, "now", return_value=NIGHT):
        page = maria.get("/recovery/").content.decode()
        assert "Это любезность, и клиент о ней ещё не слышал." in page
        assert address not in anna.get("/recovery/").content.decode()

        assert anna.post(address, {"reason": "Ошибка"}).status_code == 403
        maria.post(address, {"reason": " "})
        assert Compensation.objects.get().state == "given"
        maria.post(address, {"reason": "Ошибка в сумме"})

        assert Compensation.objects.get().state == "taken_back"
        given = maria.get("/recovery/given/").content.decode()
    assert ("Ошибка в сумме" in given, "Отозвано" in given) == (True, True)
