"""Letters stream in and answers stream out while the processes are killed, again and again. Then we count."""

import itertools
import os
import random
import smtplib
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from email import message_from_bytes

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import connection
from django.utils import timezone

from slovo.channels import actions
from slovo.channels.models import Inbound, Outbound, Security
from slovo.channels.models import State as Delivery
from slovo.conversations.models import Conversation, Direction, Message
from slovo.core.tasks.models import Task
from slovo.promises.models import Promise
from slovo.promises.models import State as PromiseState
from tests.cast import Cast, letter
from tests.ports import free_port

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
CLIENTS = 3
PACE_SECONDS = 0.1  # of one client
KILLS = 14
PATIENCE_SECONDS = 120
BEGIN = """
import sys, django
django.setup()
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
"""
LISTENER = (
    BEGIN + "from slovo.channels.email import listener; listener.run(smtp=('127.0.0.1', int(sys.argv[2])), lmtp=None)"
)
WORKER = BEGIN + "from slovo.core.tasks.worker import Worker; Worker(3, lease_seconds=2).run()"


class Sink:
    """The next mail server. It remembers how often it has said 250 to each letter."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        self.taken[str(message_from_bytes(envelope.content)["Message-ID"])] += 1
        return "250 taken"


class Process:
    """A part of Slovo that does not stay dead."""

    def __init__(self, program: str, *arguments: str) -> None:
        self._command = [sys.executable, "-c", program, str(connection.settings_dict["NAME"]), *arguments]
        self.start()

    def start(self) -> None:
        self._process = subprocess.Popen(self._command, env=os.environ, stderr=subprocess.DEVNULL)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()


@contextmanager
def sink() -> Iterator[tuple[Sink, int]]:
    handler = Sink()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        yield handler, controller.port
    finally:
        controller.stop()


def bring(number: int, port: int) -> None:
    """As every mail server does: again and again until it hears 250."""
    sender = f"customer{number}@example.com"
    raw = letter(f"Письмо {number}.", sender=sender, subject=f"Вопрос {number}", message_id=f"<{number}@example.com>")
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            with smtplib.SMTP("127.0.0.1", port, local_hostname="client.example.com", timeout=10) as client:
                client.sendmail(sender, ["help@chainik.example"], raw)
                return
        except (OSError, smtplib.SMTPException):
            time.sleep(0.05)
    raise AssertionError(f"letter {number} was never taken")


def bring_many(numbers: Iterator[int], port: int, enough: threading.Event) -> int:
    """How many were taken."""
    brought = 0
    while not enough.wait(PACE_SECONDS):
        bring(next(numbers), port)
        brought += 1
    return brought


def answer_what_is_new(cast: Cast, answered: set[object]) -> None:
    browser = cast.browser_of(cast.anna)
    for public_id in Conversation.objects.exclude(public_id__in=answered).values_list("public_id", flat=True):
        assert browser.post(f"/conversations/{public_id}/replies", {"text": "Отвечаем."}).status_code == 302
        answered.add(public_id)


def all_done() -> bool:
    return not Task.objects.filter(parked_at=None).exists()


def test_nothing_is_lost_and_nothing_is_sent_twice(cast: Cast) -> None:
    chance = random.Random(20261124)
    answered: set[object] = set()
    enough, numbers = threading.Event(), itertools.count()
    with sink() as (taken, sink_port), ThreadPoolExecutor(CLIENTS) as clients:
        out = {"smtp_host": "127.0.0.1", "smtp_port": sink_port, "smtp_security": Security.NONE.value}
        actions.connect_mailbox(mailbox=cast.chainik_mail, servers=out, by=cast.orlov, at=timezone.now())
        port = free_port()
        processes = [Process(LISTENER, str(port)), Process(WORKER)]
        try:
            streams = [clients.submit(bring_many, numbers, port, enough) for _ in range(CLIENTS)]
            for _ in range(KILLS):
                time.sleep(chance.uniform(0.8, 2.0))  # when it strikes is chance on purpose
                victim = chance.choice(processes)
                victim.kill()
                answer_what_is_new(cast, answered)
                victim.start()
            enough.set()
            brought = sum(stream.result() for stream in streams)
            until = time.monotonic() + PATIENCE_SECONDS
            while len(answered) < brought or not all_done():
                assert time.monotonic() < until, "it takes too long"
                answer_what_is_new(cast, answered)
                time.sleep(0.1)
        finally:
            enough.set()
            for process in processes:
                process.kill()

    assert Inbound.objects.filter(taken_in_at=None).count() == 0
    assert sorted(Conversation.objects.values_list("subject", flat=True)) == sorted(
        f"Вопрос {number}" for number in range(brought)
    )
    assert Message.objects.filter(direction=Direction.IN).count() == brought
    assert Message.objects.filter(direction=Direction.OUT).count() == brought

    states = Counter(Outbound.objects.values_list("state", flat=True))
    assert states[Delivery.SENT] + states[Delivery.UNCERTAIN] == brought
    for external_id, state in Outbound.objects.values_list("external_id", "state"):
        times = taken.taken[external_id]
        assert times == 1 if state == Delivery.SENT else times <= 1, (external_id, state, times)
    print(f"{brought} letters, {KILLS} kills, {dict(states)}")
    kept = [promise for promise in Promise.objects.all() if promise.state == PromiseState.KEPT]
    assert len(kept) == states[Delivery.SENT]
