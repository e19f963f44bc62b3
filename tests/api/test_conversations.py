"""Programs file, read, answer and close: what the desk does, through the API."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from slovo.conversations import actions
from slovo.conversations.models import Conversation, Message
from slovo.core.journal.models import JournalEntry
from slovo.core.secrets import sealed
from slovo.promises.models import Promise
from tests.api.programs import Program, files, program_of, request_of_irina, shop
from tests.cast import Cast, arrives, letter, the_conversation, the_last_message, work


def test_a_request_is_filed_and_promised_an_answer(cast: Cast) -> None:
    filed = files(shop(cast))

    conversation = the_conversation()
    message = conversation.messages.get()
    assert filed == {
        "conversation": str(conversation.public_id),
        "reference": conversation.reference,
        "message": str(message.public_id),
        "customer": str(conversation.customer.public_id),
        "new": True,
        "url": f"/api/v1/conversations/{conversation.public_id}",
    }
    assert (conversation.channel, conversation.subject, conversation.language) == ("api", "Чайник не пришёл", "ru")
    assert (message.sender_value, message.text) == ("irina@example.com", "Здравствуйте! Где мой чайник?")
    promise = Promise.objects.get()
    assert (promise.about, promise.minutes) == (conversation.key, 120)
    assert work() == 0


def test_it_is_stored_raw_before_it_is_understood(cast: Cast) -> None:
    files(shop(cast))

    inbound = the_last_message().inbound
    assert inbound
    assert (inbound.channel, inbound.taken_in_at is not None) == ("api", True)
    assert b"irina@example.com" in bytes(inbound.raw.content or b"")


def test_who_did_it_is_an_integration(cast: Cast) -> None:
    program = shop(cast)
    filed = files(program)
    program.post(f"conversations/{filed['conversation']}/notes", {"text": "Заказ 15, оплачен."})

    facts = JournalEntry.objects.filter(kind__in=["InboundHandedIn", "NoteWritten"])
    assert {(fact.actor_kind, fact.actor_id) for fact in facts} == {("integration", str(program.token.staff_id))}


def test_the_same_message_brought_twice_is_one(cast: Cast) -> None:
    program = shop(cast)
    first = files(program, external_id="order-15")

    second = program.post("conversations", request_of_irina(external_id="order-15"))

    assert (second.status_code, second.json()) == (200, {**first, "new": False})
    assert Message.objects.count() == 1


def test_a_message_continues_a_conversation(cast: Cast) -> None:
    program = shop(cast)
    filed = files(program)

    answer = program.post("messages", request_of_irina(text="И крышка?", conversation=filed["conversation"]))

    assert (answer.status_code, answer.json()["conversation"]) == (201, filed["conversation"])
    assert [message.text for message in the_conversation().messages.all()] == [
        "Здравствуйте! Где мой чайник?",
        "И крышка?",
    ]


def test_an_answer_leaves_as_a_letter_and_keeps_the_promise(cast: Cast) -> None:
    program = program_of(cast.anna)
    filed = files(program)

    answer = program.post(f"conversations/{filed['conversation']}/replies", {"text": "Он в пути."})
    work()

    message = the_last_message()
    assert (answer.status_code, answer.json()["id"], answer.json()["staff"]) == (
        201,
        str(message.public_id),
        str(cast.anna.public_id),
    )
    sent = program.get(f"messages/{message.public_id}").json()
    assert (sent["delivery"], sent["sent_at"] is not None) == ("sent", True)
    assert Promise.objects.get().state == "kept"
    [letter_out] = Path(cast.outgoing).glob("new/*")
    assert b"irina@example.com" in letter_out.read_bytes()
    assert the_conversation().assignee == cast.anna


def test_an_integration_answers_and_takes_no_work_to_itself(cast: Cast) -> None:
    program = shop(cast)
    filed = files(program)

    program.post(f"conversations/{filed['conversation']}/replies", {"text": "Он в пути."})

    assert the_conversation().assignee is None
    assert the_last_message().sender_name == "Интернет-магазин"


def test_to_somebody_without_an_address_no_answer_can_leave(cast: Cast) -> None:
    program = shop(cast)
    filed = files(program, sender={"name": "Ирина", "phone": "+7 900 000-00-12"})

    answer = program.post(f"conversations/{filed['conversation']}/replies", {"text": "Он в пути."})

    assert (answer.status_code, answer.json()["type"]) == (409, "urn:slovo:problem:unable-to-find-address")


def test_it_is_closed_with_the_answer_or_when_no_answer_is_needed(cast: Cast) -> None:
    program = program_of(cast.anna)
    path = f"conversations/{files(program)['conversation']}/closure"

    refused = program.post(path)
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:slovo:problem:unable-to-close-conversation")
    closed = program.post(path, {"answer_not_needed": True})
    assert (closed.status_code, closed.json()["state"]) == (200, "closed")
    opened = program.ask("DELETE", path)
    assert (opened.status_code, opened.json()["state"]) == (200, "open")


def test_work_is_assigned_tagged_and_set_to_wait(cast: Cast) -> None:
    program = program_of(cast.maria)
    conversation = f"conversations/{files(program)['conversation']}"
    tag = actions.create_tag(brand=cast.chainik, name="доставка", colour="#112233")

    program.ask("PUT", f"{conversation}/assignment", {"assignee": cast.pavel.public_id})
    program.ask("PUT", f"{conversation}/tags", {"tags": [sealed("tag", tag.pk)]})
    waiting = program.post(f"{conversation}/waiting").json()

    assert (waiting["assignee"], waiting["state"]) == (str(cast.pavel.public_id), "waiting")
    assert waiting["tags"] == [{"id": str(sealed("tag", tag.pk)), "name": "доставка", "colour": "#112233"}]
    assert program.get("tags").json()["data"][0]["id"] == str(sealed("tag", tag.pk))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"assignee": "01900000-0000-7000-8000-000000000000"}, "assignee"),
        ({"team": "01900000-0000-7000-8000-000000000000"}, "team"),
        ({"assignee": "Анна"}, "assignee"),
        ({"assigne": None}, "assigne"),
    ],
)
def test_what_nobody_knows_is_a_wrong_field(cast: Cast, given: dict[str, str], field: str) -> None:
    program = program_of(cast.maria)

    answer = program.ask("PUT", f"conversations/{files(program)['conversation']}/assignment", given)

    assert (answer.status_code, [error["field"] for error in answer.json()["errors"]]) == (422, [field])


def test_taras_is_no_colleague_of_annas(cast: Cast) -> None:
    program = program_of(cast.anna)

    path = f"conversations/{files(program)['conversation']}/assignment"

    assert program.ask("PUT", path, {"assignee": cast.taras.public_id}).status_code == 422


def test_files_come_and_go(cast: Cast) -> None:
    program = shop(cast)
    from django.core.files.uploadedfile import SimpleUploadedFile

    upload = program.client.post(
        "/api/v1/attachments",
        {"file": SimpleUploadedFile("чек.html", b"<script>1</script>", "text/html")},
        headers={"Authorization": f"Bearer {program.text}"},
    )
    assert upload.status_code == 201, upload.content
    filed = files(program, attachments=[upload.json()["id"]])

    [part] = program.get(f"messages/{filed['message']}").json()["attachments"]
    whole = program.get(part["url"].removeprefix("/api/v1/"))
    assert (part["name"], part["bytes"], whole.content) == ("чек.html", 18, b"<script>1</script>")
    assert (whole["Content-Type"], whole["X-Content-Type-Options"], whole["Content-Security-Policy"]) == (
        "application/octet-stream",
        "nosniff",
        "default-src 'none'; sandbox",
    )


def test_anothers_upload_is_unknown(cast: Cast) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    program, other = shop(cast), shop(cast)
    upload = other.client.post(
        "/api/v1/attachments",
        {"file": SimpleUploadedFile("a.txt", b"a", "text/plain")},
        headers={"Authorization": f"Bearer {other.text}"},
    ).json()

    answer = program.post("conversations", request_of_irina(attachments=[upload["id"]]))

    assert (answer.status_code, Conversation.objects.count()) == (422, 0)


def names(program: Program, query: str) -> list[str]:
    answer = program.get(f"conversations?{query}")
    assert answer.status_code == 200, answer.content.decode()
    return [row["subject"] for row in answer.json()["data"]]


def test_the_list_is_filtered(cast: Cast) -> None:
    program = program_of(cast.orlov)
    arrives(letter(subject="Первое", message_id="<1@x>"), cast.chainik_mail)
    arrives(letter(subject="Друге", message_id="<2@x>", to="dopomoga@honey.example"), cast.honey_mail)
    arrives(letter(subject="Третье", message_id="<3@x>", sender="oleg@example.com"), cast.chainik_mail)
    third = Conversation.objects.get(subject="Третье")
    program.ask("PUT", f"conversations/{third.public_id}/assignment", {"assignee": cast.anna.public_id})
    program.post(f"conversations/{third.public_id}/waiting")

    assert names(program, "") == ["Третье", "Друге", "Первое"]
    assert names(program, f"brand={cast.chainik.public_id}") == ["Третье", "Первое"]
    assert names(program, "state=waiting") == ["Третье"]
    assert names(program, "view=unassigned") == ["Друге", "Первое"]
    assert names(program, f"assignee={cast.anna.public_id}") == ["Третье"]
    assert names(program, f"customer={third.customer.public_id}") == ["Третье"]
    assert names(program, f"updated_since={third.opened_at:%Y-%m-%dT%H:%M:%S.%f}Z") == ["Третье"]
    assert names(program, "updated_since=2099-01-01T00:00:00Z") == []


def test_a_page_follows_a_page_whatever_comes_in_meanwhile(cast: Cast) -> None:
    program = program_of(cast.anna)
    for number in range(5):
        files(program, subject=f"Письмо {number}", sender={"email": f"u{number}@example.com"})

    first = program.get("conversations?limit=2&fields=subject").json()
    files(program, subject="Новое")
    second = program.get(first["next"]).json()
    third = program.get(second["next"]).json()

    assert [row for page in (first, second, third) for row in page["data"]] == [
        {"subject": f"Письмо {number}"} for number in (4, 3, 2, 1, 0)
    ]
    assert third["next"] is None
    link = program.get("conversations?limit=2&fields=subject")["Link"]
    assert link.endswith('>; rel="next"')


@pytest.mark.parametrize("cursor", ["x", "W10.aaaa", "абв.г"])
def test_a_cursor_is_ours_or_none(cast: Cast, cursor: str) -> None:
    assert program_of(cast.anna).get(f"conversations?after={cursor}").status_code == 422


def test_the_messages_of_a_conversation(cast: Cast) -> None:
    program = program_of(cast.anna)
    filed = files(program)
    program.post(f"conversations/{filed['conversation']}/notes", {"text": "Постоянный покупатель."})

    rows = program.get(f"conversations/{filed['conversation']}/messages").json()["data"]

    assert [(row["direction"], row["text"]) for row in rows] == [
        ("in", "Здравствуйте! Где мой чайник?"),
        ("note", "Постоянный покупатель."),
    ]


def test_what_is_promised_with_an_answer_is_made_with_it_once(cast: Cast) -> None:
    program = program_of(cast.anna)
    path = f"conversations/{files(program)['conversation']}/replies"
    due_at = timezone.now() + timedelta(days=1)
    pledge = {"kind": "delivery", "what": "Чайник у вас", "due_at": due_at.isoformat()}
    given = {"text": "Отправим завтра до 18:00.", "promises": [pledge]}

    for _time in range(2):
        assert program.post(path, given, Idempotency_Key="one").status_code == 201

    [promise] = Promise.objects.exclude(kind="answer")
    assert (promise.what, promise.owner, promise.due_at) == ("Чайник у вас", cast.anna, due_at)


def test_an_answer_whose_promise_is_refused_does_not_leave(cast: Cast) -> None:
    program = program_of(cast.anna)
    path = f"conversations/{files(program)['conversation']}/replies"
    due_at = (timezone.now() + timedelta(days=1)).isoformat()

    for pledge, closes, kind in [
        ({"kind": "answer", "what": "Ответ", "due_at": due_at}, False, "unable-to-promise"),
        ({"kind": "visit", "what": "Мастер", "due_at": "2020-01-01T10:00:00Z"}, False, "unable-to-reply"),
        ({"kind": "visit", "what": "Мастер", "due_at": due_at}, True, "unable-to-reply"),
    ]:
        refused = program.post(path, {"text": "Да.", "promises": [pledge], "close": closes})
        assert (refused.status_code, refused.json()["type"]) == (409, f"urn:slovo:problem:{kind}")

    assert not Message.objects.filter(direction="out").exists()


def tomorrow_at(cast: Cast, hour: int) -> datetime:
    """By the shop's clocks."""
    day = timezone.now().astimezone(cast.chainik.tz) + timedelta(days=1)
    return day.replace(hour=hour, minute=0, second=0, microsecond=0)


def test_a_moment_that_is_promised_nowhere_is_named_in_the_answer(cast: Cast) -> None:
    program = program_of(cast.anna)
    path = f"conversations/{files(program)['conversation']}/replies"

    answer = program.post(path, {"text": "Всё в порядке. Отправим завтра до 18:00."})

    assert answer.status_code == 201
    [named] = answer.json()["unrecorded"]
    assert datetime.fromisoformat(named.pop("due_at")) == tomorrow_at(cast, 18)
    assert named == {
        "words": "завтра до 18:00",
        "sentence": "Отправим завтра до 18:00",
        "kind": "delivery",
        "what": "Отправим",
    }
    assert program.post(path, {"text": "Уже отправили."}).json()["unrecorded"] == []


@pytest.mark.parametrize(("hours", "unrecorded"), [((18,), 0), ((15,), 0), ((19,), 1), ((15, 16), 0)])
def test_what_is_promised_with_it_by_that_moment_keeps_it(cast: Cast, hours: tuple[int, ...], unrecorded: int) -> None:
    program = program_of(cast.anna)
    path = f"conversations/{files(program)['conversation']}/replies"
    pledges = [{"kind": "delivery", "what": "Чайник", "due_at": tomorrow_at(cast, hour).isoformat()} for hour in hours]

    answer = program.post(path, {"text": "Отправим завтра до 18:00.", "promises": pledges})

    assert len(answer.json()["unrecorded"]) == unrecorded


def test_a_program_that_wants_to_be_asked_is_asked_before_it_leaves(cast: Cast) -> None:
    program = program_of(cast.anna)
    path = f"conversations/{files(program)['conversation']}/replies"
    given = {"text": "Отправим завтра до 18:00.", "ask": True}

    refused = program.post(path, given)

    assert (refused.status_code, refused.json()["rule"]) == (409, "promise-stands-in-the-record")
    [named] = refused.json()["unrecorded"]
    assert not Message.objects.filter(direction="out").exists()
    pledge = {name: named[name] for name in ("kind", "what", "due_at")}
    assert program.post(path, given | {"promises": [pledge]}).json()["unrecorded"] == []
    assert Promise.objects.get(kind="delivery").due_at == tomorrow_at(cast, 18)


def test_what_an_integration_promises_somebody_must_owe(cast: Cast) -> None:
    program = shop(cast)
    filed = files(program)
    path = f"conversations/{filed['conversation']}/replies"
    due_at = (timezone.now() + timedelta(days=1)).isoformat()
    given = {"text": "Да.", "promises": [{"kind": "visit", "what": "Мастер", "due_at": due_at}]}

    assert program.post(path, given).json()["type"] == "urn:slovo:problem:unable-to-promise"
    assignment = {"assignee": str(cast.anna.public_id)}
    program_of(cast.maria).ask("PUT", f"conversations/{filed['conversation']}/assignment", assignment)
    assert program.post(path, given).status_code == 201
    assert Promise.objects.exclude(kind="answer").get().owner == cast.anna
