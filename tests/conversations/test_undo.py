"""A reply waits ten seconds at the door and can be taken back; one may be planned for a moment."""

from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from slovo.brands.models import WorkingCalendar
from slovo.channels import jobs, outcomes
from slovo.channels.adapter import Delivery
from slovo.channels.models import Outbound
from slovo.conversations import later
from slovo.conversations.desk_models import Draft
from slovo.conversations.models import Conversation, Message, State
from slovo.conversations.outgoing import UNDO_SECONDS
from slovo.core.journal.models import JournalEntry
from slovo.core.tasks.models import Task
from slovo.promises.models import Promise
from slovo.promises.models import State as PromiseState
from tests.cast import Cast, arrives, letter, the_conversation, the_last_message, work, work_at
from tests.journeys.test_a_letter_is_answered import outgoing
from tests.pictures import PNG

PICTURE = ("чек.png", "image/png", PNG)


@pytest.fixture
def asked(cast: Cast) -> Conversation:
    arrives(letter(), cast.chainik_mail)
    return the_conversation()


def replies(cast: Cast, conversation: Conversation, **form: object) -> Message:
    address = f"/conversations/{conversation.public_id}/replies"
    answer = cast.browser_of(cast.anna).post(address, {"text": "Он уже в пути.", **form})
    assert answer.status_code == 302, answer.content.decode()
    return the_last_message()


def takes_back(cast: Cast, message: Message) -> int:
    return cast.browser_of(cast.anna).post(f"/messages/{message.public_id}/taking-back").status_code


def page(cast: Cast, conversation: Conversation) -> str:
    return cast.browser_of(cast.anna).get(f"/conversations/{conversation.public_id}/").content.decode()


def in_seconds(seconds: float) -> datetime:
    return timezone.now() + timedelta(seconds=seconds)


def test_a_reply_leaves_by_itself_when_ten_seconds_have_passed(cast: Cast, asked: Conversation) -> None:
    message = replies(cast, asked)
    assert message.outbound
    assert message.outbound.not_before == message.at + timedelta(seconds=10)

    work_at(in_seconds(UNDO_SECONDS - 2))
    message.outbound.refresh_from_db()
    assert message.outbound.state == "queued"

    work_at(in_seconds(UNDO_SECONDS + 1))
    assert len(outgoing(cast)) == 1
    assert Promise.objects.get().state == PromiseState.KEPT


def test_what_is_taken_back_never_leaves_and_all_stands_as_before(cast: Cast, asked: Conversation) -> None:
    before = Conversation.objects.values().get()
    message = replies(cast, asked, then_close="yes")
    assert the_conversation().state == State.CLOSED

    assert takes_back(cast, message) == 302
    work_at(in_seconds(3600))

    assert Conversation.objects.values().get() == before
    assert list(asked.messages.values_list("direction", flat=True)) == ["in"]
    assert Outbound.objects.count() == 0
    assert Task.objects.count() == 0
    assert Promise.objects.get().owed
    kinds = JournalEntry.objects.filter(about=asked.key).order_by("pk").values_list("kind", flat=True)
    assert list(kinds)[-2:] == ["ConversationReopened", "ReplyTakenBack"]


def test_the_words_and_files_come_back_into_the_form(cast: Cast, asked: Conversation) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    message = replies(cast, asked, text="Сейчас узнаю.", files=SimpleUploadedFile("чек.png", PICTURE[2], PICTURE[1]))
    takes_back(cast, message)

    shown = cast.browser_of(cast.anna).get(f"/conversations/{asked.public_id}/").context["reply"]
    assert (shown.text, [file.name for file in shown.files]) == ("Сейчас узнаю.", ["чек.png"])

    again = replies(cast, asked, text="Узнала.", kept_files=shown.files[0].pk)
    assert [file.name for file in again.attachments.all()] == ["чек.png"]
    assert Draft.objects.count() == 0
    work()
    (sent,) = outgoing(cast)
    assert [part.get_filename() for part in sent.iter_attachments()] == ["чек.png"]


def test_what_a_colleague_has_changed_since_stays_as_they_left_it(cast: Cast, asked: Conversation) -> None:
    message = replies(cast, asked)
    address = f"/conversations/{asked.public_id}/assignment"
    cast.browser_of(cast.maria).post(address, {"staff": cast.pavel.pk})
    cast.browser_of(cast.maria).post(f"/conversations/{asked.public_id}/reopening")

    takes_back(cast, message)

    assert (the_conversation().assignee, the_conversation().state) == (cast.pavel, State.OPEN)


def test_what_is_leaving_at_this_moment_is_not_taken_back(cast: Cast, asked: Conversation) -> None:
    message = replies(cast, asked)
    assert message.outbound_id
    outcomes.mark_going(outbound_id=message.outbound_id, attempts=0, at=timezone.now())

    answer = cast.browser_of(cast.anna).post(f"/messages/{message.public_id}/taking-back")

    assert answer.status_code == 409
    assert "It is too late: the letter is leaving at this moment or has left." in answer.content.decode()
    assert Message.objects.filter(pk=message.pk).exists()


def test_a_worker_that_holds_what_was_taken_back_keeps_the_last_byte(
    cast: Cast, asked: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = replies(cast, asked)
    said: list[str] = []

    def deliver(outbound: Outbound, *, going: Callable[[], None]) -> Delivery:
        said.append("all but the last byte")
        assert takes_back(cast, message) == 302
        going()
        said.append("the last byte")
        return Delivery("sent")

    monkeypatch.setattr(jobs, "channel", lambda kind: SimpleNamespace(deliver=deliver))
    work_at(in_seconds(UNDO_SECONDS + 1))

    assert said == ["all but the last byte"]
    assert asked.messages.count() == 1


def test_taking_back_twice_is_told(cast: Cast, asked: Conversation) -> None:
    message = replies(cast, asked)

    assert [takes_back(cast, message), takes_back(cast, message)] == [302, 404]


def test_a_reply_is_planned_for_a_moment_and_leaves_then(cast: Cast, asked: Conversation) -> None:
    moment = (timezone.localtime() + timedelta(days=1)).replace(hour=9, minute=30, second=0, microsecond=0)
    message = replies(cast, asked, leaves_at=moment.isoformat())

    work_at(moment - timedelta(minutes=1))
    assert Promise.objects.get().owed
    assert "Planned: leaves" in page(cast, asked)

    work_at(moment + timedelta(seconds=1))
    message.refresh_from_db()
    assert message.sent_at == moment + timedelta(seconds=1)
    assert len(outgoing(cast)) == 1


def test_a_moment_typed_by_hand_is_in_the_readers_zone(cast: Cast, asked: Conversation) -> None:
    cast.anna.zone = "Asia/Vladivostok"
    cast.anna.save()
    day = timezone.now().year + 1
    message = replies(cast, asked, leaves_at="own", leaves_at_own=f"{day}-01-15T09:00")

    assert message.outbound
    assert message.outbound.not_before.isoformat() == f"{day}-01-14T23:00:00+00:00"


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"leaves_at": "2020-01-01T09:00"}, "This moment has passed."),
        ({"leaves_at": "2126-01-01T09:00"}, "This is more than a year ahead."),
        ({"leaves_at": "own", "leaves_at_own": ""}, "Choose a day and a time first."),
    ],
)
def test_an_impossible_moment_is_refused_and_the_words_stay(
    cast: Cast, asked: Conversation, form: dict[str, str], words: str
) -> None:
    address = f"/conversations/{asked.public_id}/replies"
    answer = cast.browser_of(cast.anna).post(address, {"text": "Он уже в пути.", **form})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert answer.context["reply"].text == "Он уже в пути."
    assert asked.messages.count() == 1


def test_a_planned_reply_is_sent_now(cast: Cast, asked: Conversation) -> None:
    message = replies(cast, asked, leaves_at=in_seconds(86_400).isoformat())
    cast.browser_of(cast.anna).post(f"/messages/{message.public_id}/departure")
    work()

    assert len(outgoing(cast)) == 1
    assert Promise.objects.get().state == PromiseState.KEPT


def test_a_planned_reply_is_put_to_a_later_moment_and_leaves_only_then(cast: Cast, asked: Conversation) -> None:
    message = replies(cast, asked, leaves_at=in_seconds(3600).isoformat())
    later_on = in_seconds(7200).isoformat()
    cast.browser_of(cast.anna).post(f"/messages/{message.public_id}/departure", {"leaves_at": later_on})

    work_at(in_seconds(3700))
    message.refresh_from_db()
    assert message.sent_at is None

    work_at(in_seconds(7300))
    message.refresh_from_db()
    assert message.sent_at is not None
    assert len(outgoing(cast)) == 1


def test_ready_moments_are_mornings_on_which_the_brand_works(cast: Cast) -> None:
    week = {day: [["10:00", "19:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
    WorkingCalendar.objects.filter(brand=cast.chainik).update(document={"tz": "Europe/Moscow", "week": week})
    friday = datetime.fromisoformat("2026-11-20T17:30:00+03:00")

    assert later.moments(cast.chainik, at=friday) == [
        ("tomorrow", datetime.fromisoformat("2026-11-23T10:00:00+03:00")),
        ("week", datetime.fromisoformat("2026-11-27T10:00:00+03:00")),
    ]
