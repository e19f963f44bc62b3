"""Irina has done all that a customer can do; and what the house still says of her."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, models
from django.utils import timezone

from slovo.callbacks import actions as callbacks
from slovo.callbacks import calling
from slovo.conversations.models import Conversation
from slovo.core import limits
from slovo.core.files import storage
from slovo.core.files.models import File
from slovo.customers import consents
from slovo.customers import queries as customers
from slovo.customers.models import Customer
from slovo.privacy.models import Erasure
from slovo.promises import confirming, ledger, links, work_links
from slovo.promises.models import OWED, Kind, Promise
from slovo.visits import booking
from slovo.visits.models import Visit
from tests.book.stories import Writer, opens
from tests.callbacks.stories import ruled
from tests.cast import IRINA, Cast, arrives, letter, work, work_at
from tests.channels.chat.visitors import TALK, Browser, a_chat, token_for
from tests.orders.stories import an_order, reserve_for
from tests.requests.stories import one_of_each
from tests.visits.stories import NOW, tasting
from tests.visits.stories import at as on_december

MARK = "Зюбряковская"  # a word that only Irina says, and that is said only of her
LATIN = "zubryakovskaya"
NAME = f"Ирина {MARK}"
PHONE = "+79000000077"
LARGE = 80 * 1024
BOTH = (MARK.casefold(), LATIN, IRINA)
PAGE = {"ru": "Мы видим, где вы на сайте.", "en": "We see where you are on the site."}
NOT_OURS = {"auth", "contenttypes", "sessions", "account", "mfa", "usersessions"}


def irina() -> Customer:
    return customers.person(Customer.objects.filter(identities__value=IRINA).order_by("pk")[0].pk)


def of_irina(text: str = "", **more: Any) -> bytes:
    given = {"sender": f"{NAME} <{IRINA}>", "subject": f"Заказ {MARK}", **more}
    return letter(text or f"Это {MARK}, где мой чайник?", **given)


def has_written(cast: Cast) -> Conversation:
    """With a small file and with one that lies on the disk; Anna answers, notes something and has begun more."""
    files = [
        ("zubryakovskaya.txt", "text/plain", f"{LATIN} small".encode()),
        ("large.txt", "text/plain", f"{LATIN} ".encode() * (LARGE // len(LATIN))),
    ]
    arrives(of_irina(files=files, html=f"<p>Это <b>{MARK}</b></p>"), cast.chainik_mail)
    conversation = Conversation.objects.get(customer=irina())
    anna = cast.browser_of(cast.anna)
    address = f"/conversations/{conversation.public_id}"
    anna.post(f"{address}/notes", {"text": f"{MARK} всегда права"})
    anna.post(f"{address}/replies", {"text": f"Госпожа {MARK}, он в пути."})
    work()
    anna.post(f"{address}/drafts", {"text": f"И ещё, {MARK}", "kind": "reply", "version": "0"})
    return conversation


def has_done_everything(cast: Cast) -> None:
    limits.forget()
    conversation = has_written(cast)
    at, customer = timezone.now(), irina()
    one_of_each(cast)
    _promises(cast, conversation, customer)
    _order(cast)
    _chat(cast)
    _visit(cast, customer)
    _call(cast, customer)
    _book(cast)
    consents.say(customer_id=customer.pk, purpose="service", given=True, how="desk", by=cast.anna, at=at)
    links.make_link(brand=cast.chainik, customer_id=customer.pk, about="", by=cast.anna, at=at)
    anna = cast.browser_of(cast.anna)
    anna.post("/searches/", {"name": MARK, "q": IRINA})
    work()


def _promises(cast: Cast, conversation: Conversation, customer: Customer) -> None:
    at = timezone.now()
    promise = ledger.make(
        brand=cast.chainik,
        customer_id=customer.pk,
        about=conversation.key,
        kind=Kind.REPAIR,
        what=f"Починить чайник ({MARK})",
        due_at=at + timedelta(days=2),
        by=cast.anna,
        at=at,
    )
    ledger.say_news(promise_id=promise.pk, now=f"{MARK} ждёт", next=f"{MARK} узнает", by=cast.anna, at=at)
    work_links.make_work_link(
        brand=cast.chainik, promise=promise, label=f"Курьер {MARK}", names_customer=True, by=cast.anna, at=at
    )


def _order(cast: Cast) -> None:
    an_order(cast)
    reserve_for(cast)


def _chat(cast: Cast) -> None:
    chat = a_chat(cast, consents={"talk": TALK, "page": PAGE})
    browser = Browser(chat).comes(name=NAME, consents={"talk": 1, "page": 1})
    browser.post("pages", {"url": f"https://chainik.example/{LATIN}", "title": MARK})
    browser.is_identified(token_for(chat, id="77", name=NAME, email=IRINA))
    file = SimpleUploadedFile("zubryakovskaya.txt", f"{LATIN} in the chat".encode(), "text/plain")
    browser.says(f"Это {MARK}", files=[file])
    work()


def _visit(cast: Cast, customer: Customer) -> None:
    booking.book(type_id=tasting(cast).pk, starts_at=on_december(12), customer=customer, by=cast.anna, at=NOW)


def _call(cast: Cast, customer: Customer) -> None:
    at = timezone.now()
    ruled(cast, at=at)
    callback, _new = callbacks.ask(
        brand=cast.chainik, customer=customer, phone=PHONE, words=f"Спросить {MARK}", by=cast.anna, at=at
    )
    calling.log_attempt(callback_id=callback.pk, outcome="no_answer", words=f"{MARK} занята", by=cast.anna, at=at)
    callbacks_done(cast, callback.pk)


def callbacks_done(cast: Cast, pk: int) -> None:
    calling.log_attempt(callback_id=pk, outcome="reached", words=f"{MARK} довольна", by=cast.anna, at=timezone.now())


def _book(cast: Cast) -> None:
    opens(cast)
    Writer().writes(name=NAME, contact=IRINA, text=f"Жалуется {MARK}: крышка течёт.")
    work()


def settles_all(cast: Cast) -> None:
    """What is owed to Irina is kept, as it has to be before she is erased: she says so herself."""
    at = timezone.now()
    ids = customers.family_ids(irina())
    for visit in Visit.objects.filter(customer_id__in=ids, cancelled_at=None):
        booking.cancel(
            visit_id=visit.pk, wished_by_customer=True, words=f"{MARK} передумала", how="phone", by=cast.anna, at=NOW
        )
    for promise in Promise.objects.filter(OWED, customer_id__in=ids).exclude(kind=Kind.ANSWER):
        confirming.confirm_by_customer(promise_id=promise.pk, at=at)
    work()


def erased(cast: Cast) -> Erasure:
    """Orlov erases her at the desk, and the worker does it."""
    customer = irina()
    answer = cast.browser_of(cast.orlov).post(
        f"/customers/{customer.public_id}/erasure", {"why": "asked", "sure": "yes"}
    )
    assert answer.status_code == 302, answer.content.decode()
    erased_by_the_worker()
    return Erasure.objects.get(customer_id=customer.pk)


def erased_by_the_worker() -> None:
    """The last letter leaves; then turn after turn some of what is held goes."""
    work()
    for turn in range(1, 60):
        if not work_at(timezone.now() + timedelta(minutes=5, seconds=turn)):
            return


def what_is_left(*words: str) -> list[str]:
    """Each column of each table, each file and the index of words, in which one of these still stands."""
    wanted = [word.casefold() for word in words or BOTH]
    return sorted({*_in_tables(wanted), *_in_files(wanted), *_in_the_index(wanted)})


def _in_tables(wanted: list[str]) -> Iterator[str]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label in NOT_OURS:
            continue
        for field in model._meta.concrete_fields:
            if isinstance(field, models.CharField | models.TextField | models.JSONField | models.UUIDField):
                for value in model._base_manager.values_list(field.name, flat=True).iterator():
                    text = json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)
                    if any(word in text.casefold() for word in wanted):
                        yield f"{model._meta.label}.{field.name}"


def _in_files(wanted: list[str]) -> Iterator[str]:
    for file in File.objects.all():
        if any(word.encode() in storage.read(file).lower() for word in wanted):
            yield "files.File"
    for path in storage.folder().rglob("*"):
        if path.is_file() and not File.objects.filter(sha256=path.name).exists():
            content = Path(path).read_bytes().lower()
            if any(word.encode() in content for word in wanted):
                yield "a file without a row"


def _in_the_index(wanted: list[str]) -> Iterator[str]:
    with connection.cursor() as cursor:
        columns = {"search_document": "terms", "search_form": "form"}
        if connection.vendor == "postgresql":
            columns["search_document"] = "terms::text"
        for table, column in columns.items():
            cursor.execute(f"SELECT {column} FROM {table}")  # names of our own
            if any(word in str(row[0]).casefold() for row in cursor.fetchall() for word in wanted):
                yield table
