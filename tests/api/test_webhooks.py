"""Programs are told what happens: once, signed, again when they were away, and never for ever."""

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, connections
from django.utils import timezone
from pytest_django.fixtures import Settings

from slovo.api.webhooks import actions, jobs
from slovo.api.webhooks.actions import Outcome
from slovo.api.webhooks.models import Attempt, Delivery, Webhook
from slovo.api.webhooks.queries import position
from slovo.core.db import transaction
from slovo.core.journal.actor import SYSTEM
from slovo.core.journal.models import JournalEntry
from slovo.core.journal.queries import Cursor
from slovo.core.journal.recording import record
from slovo.core.outgoing import UnableToReach
from slovo.core.secrets import sealed
from slovo.core.tasks import drain
from slovo.facts.conversations import NoteWritten
from slovo.people.rights import NotAllowed
from tests.api.programs import files, program_of, shop
from tests.cast import Cast, arrives, gather, letter, the_conversation, work
from tests.databases import on_postgresql_alone
from tests.house import until
from tests.privacy.nights import sweeps_at
from tests.servers.hooks import Receiver, receiver

pytestmark = pytest.mark.slow

KINDS = ["MessageReceived", "ReplySent"]


@pytest.fixture
def program(settings: Settings) -> Iterator[Receiver]:
    settings.OUTGOING_ALLOWED = ["127.0.0.1"]
    with receiver() as one:
        yield one


def add(cast: Cast, program: Receiver, *, kinds: list[str] = KINDS) -> tuple[Webhook, str]:
    return actions.add_webhook(brand=cast.chainik, url=program.url, kinds=kinds, by=cast.orlov, at=timezone.now())


def tell() -> None:
    """The clock strikes, and the workers do what there is to do."""
    with transaction():
        jobs.follow.enqueue()
    work()


def tell_later(minutes: int) -> None:
    drain(timezone.now() + timedelta(minutes=minutes), raise_errors=True)


def signature(secret: str, moment: str, body: bytes) -> str:
    return hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()


def test_it_is_told_in_ids_for_the_outside_and_signed(cast: Cast, program: Receiver) -> None:
    _webhook, secret = add(cast, program)
    arrives(letter(), cast.chainik_mail)

    tell()

    [(headers, body)] = program.told
    entry = JournalEntry.objects.get(kind="MessageReceived")
    conversation = the_conversation()
    told = json.loads(body)
    assert told["about"] == {"type": "conversation", "id": str(conversation.public_id)}
    assert (told["id"], told["kind"], told["brand"]) == (
        str(sealed("fact", entry.pk)),
        "MessageReceived",
        str(cast.chainik.public_id),
    )
    assert told["data"]["message"] == str(conversation.messages.get().public_id)
    moment, claimed = (part.partition("=")[2] for part in headers["Slovo-Signature"].split(","))
    assert claimed == signature(secret, moment, body)
    assert headers["Slovo-Delivery"] == str(Delivery.objects.get().public_id)
    attempt = Attempt.objects.get()
    assert (attempt.status, attempt.answer, Delivery.objects.get().state) == (200, "thanks", "delivered")


def test_no_row_id_and_no_word_of_the_customer_goes_out(cast: Cast, program: Receiver) -> None:
    add(cast, program, kinds=["ConversationOpened", "MessageReceived", "PromiseMade", "CustomerCreated"])
    arrives(letter("Секретное слово"), cast.chainik_mail)

    tell()

    bodies = [json.loads(body) for _headers, body in program.told]
    assert sorted(body["kind"] for body in bodies) == [
        "ConversationOpened",
        "CustomerCreated",
        "MessageReceived",
        "PromiseMade",
    ]
    numbers = {
        (body["kind"], name)
        for body in bodies
        for name, value in body["data"].items()
        if isinstance(value, int) and not isinstance(value, bool) and not name.endswith("minutes")
    }
    assert numbers == set()
    assert "Секретное" not in str(bodies) and "irina" not in str(bodies)


def test_each_fact_is_told_once_whoever_reads(cast: Cast, program: Receiver) -> None:
    add(cast, program)
    arrives(letter(), cast.chainik_mail)
    first, second = jobs.follow.func(), jobs.follow.func()
    assert first and second

    with transaction():
        first()
    with transaction():
        second()
    work()
    tell()

    assert len(program.told) == 1


def test_only_the_brands_own_and_only_what_was_chosen(cast: Cast, program: Receiver) -> None:
    add(cast, program)
    arrives(letter(to="dopomoga@honey.example"), cast.honey_mail)

    tell()

    assert (program.told, position() == Cursor()) == ([], False)


def test_the_first_webhook_does_not_begin_with_the_past(cast: Cast, program: Receiver) -> None:
    arrives(letter(), cast.chainik_mail)
    add(cast, program)

    tell()

    assert program.told == []


def test_who_was_away_is_told_again(cast: Cast, program: Receiver) -> None:
    add(cast, program)
    program.statuses = [500]
    arrives(letter(), cast.chainik_mail)

    tell()
    assert (Delivery.objects.get().state, len(program.told)) == ("waiting", 1)
    tell_later(2)

    assert (Delivery.objects.get().state, [attempt.status for attempt in Attempt.objects.all()]) == (
        "delivered",
        [500, 200],
    )
    [(first, body), (second, again)] = program.told
    assert (first["Slovo-Delivery"], body) == (second["Slovo-Delivery"], again)
    assert Webhook.objects.get().failures_in_row == 0


def fail(delivery: Delivery, *, status: int | None = 500, days: float = 0) -> None:
    at = timezone.now() + timedelta(days=days)
    actions.note_attempt(delivery_id=delivery.pk, outcome=Outcome(at, 5, status=status))


def test_after_a_day_of_tries_it_has_failed_and_can_be_replayed(cast: Cast, program: Receiver) -> None:
    add(cast, program)
    program.statuses = [500]
    arrives(letter(), cast.chainik_mail)
    tell()
    delivery = Delivery.objects.get()
    for _try in actions.RETRY_MINUTES:
        fail(delivery)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.next_at) == ("failed", None)
    Webhook.objects.update(paused_until=None)

    answer = program_of(cast.orlov).post(f"deliveries/{delivery.public_id}/replays")
    work()

    assert (answer.status_code, Delivery.objects.get().state, len(program.told)) == (202, "delivered", 2)
    refused = program_of(cast.orlov).post(f"deliveries/{delivery.public_id}/replays")
    assert refused.status_code == 202  # what was delivered may be told once more too
    again = program_of(cast.orlov).post(f"deliveries/{delivery.public_id}/replays")
    assert (again.status_code, again.json()["type"]) == (409, "urn:slovo:problem:unable-to-replay")


def test_one_that_fails_is_spared_for_a_while(cast: Cast, program: Receiver) -> None:
    add(cast, program)
    program.statuses = [500] * 3
    for number in range(5):
        arrives(letter(message_id=f"<{number}@x>", sender=f"u{number}@example.com"), cast.chainik_mail)

    tell()

    assert (len(program.told), Delivery.objects.filter(tries=0).count()) == (3, 2)
    Webhook.objects.update(paused_until=None)
    tell_later(6)
    assert Delivery.objects.exclude(state="delivered").count() == 0


def test_after_days_of_failures_it_is_switched_off(cast: Cast, program: Receiver) -> None:
    add(cast, program)
    program.statuses = [500]
    arrives(letter(), cast.chainik_mail)
    tell()
    delivery = Delivery.objects.get()
    for _time in range(9):
        fail(delivery)
    assert Webhook.objects.get().disabled_at is None

    fail(delivery, days=3)

    webhook = Webhook.objects.get()
    assert (webhook.disabled_reason, delivery.webhook.public_id) == ("failures", webhook.public_id)
    assert JournalEntry.objects.filter(kind="WebhookDisabled").count() == 1
    arrives(letter(message_id="<2@x>", sender="b@example.com"), cast.chainik_mail)
    tell()
    assert len(program.told) == 1


def test_switched_on_again_it_is_told_what_happens_from_then_on(cast: Cast, program: Receiver) -> None:
    webhook, _secret = add(cast, program)
    Webhook.objects.update(disabled_at=timezone.now(), disabled_reason="failures")
    arrives(letter(), cast.chainik_mail)
    tell()

    given = {"url": program.url, "kinds": KINDS}
    answer = program_of(cast.orlov).ask("PUT", f"webhooks/{webhook.public_id}", given)
    arrives(letter(message_id="<2@x>", sender="b@example.com"), cast.chainik_mail)
    tell()

    assert (answer.status_code, answer.json()["disabled_at"], len(program.told)) == (200, None, 1)


def test_one_that_says_it_is_gone_is_switched_off_at_once(cast: Cast, program: Receiver) -> None:
    add(cast, program)
    program.statuses = [410]
    arrives(letter(), cast.chainik_mail)

    tell()

    assert Webhook.objects.get().disabled_reason == "gone"
    assert Delivery.objects.get().state == "failed"


def test_for_a_day_both_secrets_sign(cast: Cast, program: Receiver) -> None:
    webhook, old = add(cast, program)
    new = actions.rotate_secret(webhook=webhook, by=cast.orlov, at=timezone.now())
    arrives(letter(), cast.chainik_mail)

    tell()

    [(headers, body)] = program.told
    moment, *claimed = (part.partition("=")[2] for part in headers["Slovo-Signature"].split(","))
    assert claimed == [signature(new, moment, body), signature(old, moment, body)]
    later = timezone.now() + timedelta(days=1)
    assert Webhook.objects.get().secrets(later) == [new]


def test_the_secret_is_kept_encrypted(cast: Cast, program: Receiver) -> None:
    _webhook, secret = add(cast, program)

    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM webhooks_webhook")
        assert secret not in cursor.fetchone()[0]


def test_nobody_points_one_inside_our_network(cast: Cast) -> None:
    with pytest.raises(UnableToReach):
        actions.add_webhook(
            brand=cast.chainik, url="http://169.254.169.254/", kinds=KINDS, by=cast.orlov, at=timezone.now()
        )
    given = {"url": "http://127.0.0.1:5432/", "kinds": KINDS, "brand": str(cast.chainik.public_id)}
    answer = program_of(cast.orlov).post("webhooks", given)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "url")


def test_a_name_that_leads_inside_is_a_failure_in_the_log(cast: Cast) -> None:
    actions.add_webhook(brand=cast.chainik, url="http://localhost/", kinds=KINDS, by=cast.orlov, at=timezone.now())
    arrives(letter(), cast.chainik_mail)

    tell()

    attempt = Attempt.objects.get()
    assert (attempt.status, "inside a network" in attempt.trouble) == (None, True)


def test_only_who_administers_the_brand(cast: Cast, program: Receiver) -> None:
    webhook, _secret = add(cast, program)
    for by in (cast.maria, cast.taras):
        with pytest.raises(NotAllowed):
            actions.remove_webhook(webhook=webhook, by=by, at=timezone.now())
        assert program_of(by).get(f"webhooks/{webhook.public_id}").status_code == 404
    honey = shop(cast, brand=cast.honey)
    assert (honey.get(f"webhooks/{webhook.public_id}").status_code, honey.get("webhooks").json()["data"]) == (404, [])


def test_programs_look_after_their_webhooks(cast: Cast, program: Receiver) -> None:
    caller = shop(cast)
    made = caller.post("webhooks", {"url": program.url, "kinds": KINDS})
    assert made.status_code == 201
    path = f"webhooks/{made.json()['id']}"
    files(caller)
    tell()

    assert "secret" not in caller.get(path).json()
    [row] = caller.get(f"{path}/deliveries").json()["data"]
    assert (row["state"], [one["status"] for one in row["attempts"]]) == ("delivered", [200])
    assert caller.post(f"{path}/secrets").json()["secret"].startswith("whsec_")
    unknown = caller.post("webhooks", {"url": program.url, "kinds": ["Nothing"]})
    assert (unknown.status_code, unknown.json()["errors"][0]["field"]) == (422, "kinds.0")
    assert (caller.ask("DELETE", path).status_code, caller.get(path).status_code) == (204, 404)


def test_what_is_old_is_swept(cast: Cast, program: Receiver) -> None:
    add(cast, program)
    arrives(letter(), cast.chainik_mail)
    tell()
    sweeps_at(timezone.now() + timedelta(days=29))
    assert Attempt.objects.exists()

    sweeps_at(timezone.now() + timedelta(days=31))

    assert (Delivery.objects.count(), Attempt.objects.count()) == (0, 0)


@on_postgresql_alone("SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_a_fact_that_another_may_still_overtake_waits(tmp_path: Path, program: Receiver) -> None:
    """On PostgreSQL a change that began earlier may be committed later: the reader must not pass it."""
    cast = gather(outgoing=str(tmp_path))
    add(cast, program)
    begun, done = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction():
            record(NoteWritten(brand_id=None, conversation_id=1, message_id=1), actor=SYSTEM, at=timezone.now())
            begun.set()
            done.wait(30)
        connections.close_all()

    thread = threading.Thread(target=slow)
    thread.start()
    begun.wait(30)
    arrives(letter(), cast.chainik_mail)
    tell()
    while_it_runs = len(program.told)
    done.set()
    thread.join()
    until(lambda: tell() is None and program.told, "the fact, which others' transactions on the server hold back, too")

    assert (while_it_runs, len(program.told)) == (0, 1)
