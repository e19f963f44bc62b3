"""Rows that only rare days bring, of Irina: made as rows, where the way to them is another test's story."""

from datetime import timedelta

from django.utils import timezone

from slovo.assistant.models import Turn
from slovo.assistant.voice_models import VoiceCall
from slovo.book.models import Answer as BookAnswer
from slovo.book.models import Entry
from slovo.callbacks.models import Callback, MissedCall
from slovo.channels.models import Outbound, OutboundFile
from slovo.conversations.desk_models import Draft, DraftFile
from slovo.conversations.list_models import BulkChange, BulkItem
from slovo.conversations.models import Conversation, Direction, Message
from slovo.core.db import transaction
from slovo.core.files import storage
from slovo.core.files.models import File
from slovo.customers.models import Customer
from slovo.orders.models import Order, Return
from slovo.promises.ladder_models import CustomerChoice, CustomerNotice, NoticeLine
from slovo.promises.models import Promise
from slovo.promises.more_models import PromiseMove
from slovo.promises.rating_models import PromiseRating
from slovo.promises.work_models import WorkLink, WorkReport
from slovo.recovery.models import RecoveryTask
from slovo.requests.form_models import Answer, FormVersion, Submission
from slovo.requests.models import RequestType
from slovo.visits.queue_setting import set_queue
from slovo.visits.walk_in_models import Ticket
from slovo.web.portal.models import PortalSession, SignInCode
from tests.cast import Cast
from tests.privacy.stories import LATIN, MARK


def has_rare_rows(cast: Cast, customer: Customer) -> None:
    with transaction():
        promise = Promise.objects.filter(customer=customer, kind="repair").get()
        conversation = Conversation.objects.filter(customer=customer).order_by("pk")[0]
        _of_the_promise(cast, customer, promise)
        _of_the_conversation(cast, conversation)
        _of_the_assistant(cast, conversation)
        _of_elsewhere(cast, customer, conversation)


def _of_the_promise(cast: Cast, customer: Customer, promise: Promise) -> None:
    at = timezone.now()
    assert promise.due_at
    move = PromiseMove.objects.create(
        promise=promise,
        due_was=promise.due_at,
        due_now=promise.due_at + timedelta(hours=1),
        zone="Europe/Moscow",
        reason=MARK,
        made_at=at,
        by_kind="staff",
        by_id="1",
        taken_back_at=at,
        consent="asked",
        place=1,
        places_max=1,
    )
    notice = CustomerNotice.objects.create(brand=cast.chainik, customer=customer, about=promise.about, made_at=at)
    NoticeLine.objects.create(notice=notice, move=move, reasons={"ru": MARK}, offers_choice=True)
    CustomerChoice.objects.create(move=move, choice="alternative", words=MARK, how="page", by_kind="customer", at=at)
    PromiseRating.objects.create(brand=cast.chainik, promise=promise, score=2, words=MARK, rated_at=at)
    link = WorkLink.objects.get(promise=promise)
    later = at + timedelta(hours=1)
    WorkReport.objects.create(link=link, promise=promise, once="1", outcome="later", due_at=later, reason=MARK, at=at)
    rating = PromiseRating.objects.get()
    RecoveryTask.objects.create(
        brand=cast.chainik, promise=promise, rating=rating, what="speak", opened_at=at, words=MARK
    )


def _file(words: str) -> File:
    return storage.put(f"{LATIN} {words}".encode(), at=timezone.now())


def _of_the_conversation(cast: Cast, conversation: Conversation) -> None:
    at = timezone.now()
    draft = Draft.objects.create(
        conversation=conversation, brand=cast.chainik, author=cast.pavel, kind="note", text=MARK, updated_at=at
    )
    DraftFile.objects.create(draft=draft, file=_file("draft"), name=f"{MARK}.txt", type="text/plain")
    change = BulkChange.objects.create(brand=cast.chainik, kind="wait", arguments={}, total=1, by=cast.maria, at=at)
    BulkItem.objects.create(change=change, conversation=conversation, state="refused", words=MARK)
    outbound = Outbound.objects.filter(message__conversation=conversation).order_by("pk")[0]
    OutboundFile.objects.create(outbound=outbound, file=_file("out"), name=f"{MARK}.txt", type="text/plain")
    entry = Entry.objects.get()
    BookAnswer.objects.create(entry=entry, text=MARK, staff=cast.anna, at=at)


def _of_the_assistant(cast: Cast, conversation: Conversation) -> None:
    at = timezone.now()
    heard = Message.objects.filter(conversation=conversation, direction=Direction.IN).order_by("pk")[0]
    turn = Turn.objects.create(heard=heard, move="ask", language="ru", passages=[{"text": MARK}], at=at)
    VoiceCall.objects.create(
        heard=heard, brand=cast.chainik, turn=turn, address="https://voice.example", body=MARK, answer=MARK, asked_at=at
    )


def _of_elsewhere(cast: Cast, customer: Customer, conversation: Conversation) -> None:
    at = timezone.now()
    kind = RequestType.objects.get()
    version = FormVersion.objects.create(request_type=kind, number=1, fields=[], made_at=at, made_by=cast.orlov)
    sent = Submission.objects.create(
        brand=cast.chainik, version=version, request_type=kind, about=conversation.key, language="ru", at=at
    )
    Answer.objects.create(submission=sent, position=1, key="a", kind="text", label="Имя", value=MARK, words=MARK)
    Return.objects.create(
        order=Order.objects.get(), reason=MARK, amount_minor=1, made_at=at, withdrawn_at=at, withdrawal=MARK
    )
    MissedCall.objects.create(brand=cast.chainik, call_id=LATIN, callback=Callback.objects.get(), at=at)
    queue = set_queue(
        brand=cast.chainik,
        name="Касса",
        prefix="А",
        length_max=5,
        staff_id=cast.anna.pk,
        team_id=None,
        calendar_id=None,
        by=cast.orlov,
        at=at,
    )
    Ticket.objects.create(
        queue=queue,
        token=LATIN,
        customer=customer,
        day=at.date(),
        number=1,
        name=MARK,
        ahead=0,
        taken_at=at,
        left_at=at,
    )
    later = at + timedelta(minutes=10)
    SignInCode.objects.create(brand=cast.chainik, customer=customer, code_sign=LATIN, expires_at=later)
    PortalSession.objects.create(
        brand=cast.chainik, customer=customer, token_sha256=LATIN, begun_at=at, expires_at=later
    )
