"""Two requests at the same instant, on the database that lets both in."""

import threading

import pytest
from django.db import connection, connections

from slovo.conversations.models import Conversation
from slovo.core.db import transaction
from tests import cast as cast_module
from tests.api.programs import request_of_irina, shop
from tests.databases import on_postgresql_alone


@on_postgresql_alone("SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_while_the_first_is_at_work_the_second_is_told_so(tmp_path: object) -> None:
    program = shop(cast_module.gather(outgoing=str(tmp_path)))
    lock = f"idempotency:{program.token.pk}:a-1"
    held, done = threading.Event(), threading.Event()

    def first() -> None:
        with transaction(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [lock])
            held.set()
            done.wait(30)
        connections.close_all()

    thread = threading.Thread(target=first)
    thread.start()
    held.wait(30)

    during = program.post("conversations", request_of_irina(), Idempotency_Key="a-1")
    done.set()
    thread.join()
    after = program.post("conversations", request_of_irina(), Idempotency_Key="a-1")

    assert (during.status_code, during.json()["type"]) == (409, "urn:slovo:problem:idempotency-key-at-work")
    assert (after.status_code, Conversation.objects.count()) == (201, 1)


@on_postgresql_alone("SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_eight_at_once_with_one_key_file_one_request(tmp_path: object) -> None:
    program = shop(cast_module.gather(outgoing=str(tmp_path)))
    statuses = []

    def call() -> None:
        statuses.append(program.post("conversations", request_of_irina(), Idempotency_Key="a-1").status_code)
        connections.close_all()

    threads = [threading.Thread(target=call) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (set(statuses) <= {201, 409}, 201 in statuses, Conversation.objects.count()) == (True, True, 1)
