"""The people of the tests, and the few things they do all the time.

«Чайник и Ко» sells kettles: Anna answers letters, Maria is her supervisor, Orlov administers both brands.
«Медовий дім» sells honey: Taras answers letters. Irina buys kettles; Bohdan buys honey.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any
from unittest import mock

from django.apps import apps
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from slovo.brands import actions as brands
from slovo.brands.models import Brand
from slovo.channels import actions as channels
from slovo.channels.email.headers import POLICY
from slovo.channels.models import Inbound, Mailbox
from slovo.conversations.models import Conversation, Message
from slovo.conversations.outgoing import UNDO_SECONDS
from slovo.core.journal.actor import SYSTEM
from slovo.core.tasks import drain
from slovo.people import actions as people
from slovo.people.models import Staff
from slovo.people.rights import Role
from slovo.standards import actions as standards

PASSWORD = "один-два-три-чайник"
ALWAYS_OPEN = {day: [["00:00", "24:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
IRINA = "irina@example.com"
BOHDAN = "bohdan@example.org"
OTHERS = {"auth", "contenttypes"}  # whose rows the migrations make


@dataclass
class Cast:
    chainik: Brand
    honey: Brand
    chainik_mail: Mailbox
    honey_mail: Mailbox
    anna: Staff
    pavel: Staff
    maria: Staff
    orlov: Staff
    taras: Staff
    outgoing: str
    clients: dict[int, Client] = field(default_factory=dict)

    def browser_of(self, staff: Staff) -> Client:
        """A browser in which this person has signed in."""
        if staff.pk not in self.clients:
            client = Client()
            client.force_login(staff)
            self.clients[staff.pk] = client
        return self.clients[staff.pk]


kept: list[tuple[type[Model], list[dict[str, Any]]]] = []  # the rows of everybody, once they have been made


def gather(*, outgoing: str, week: dict[str, Any] | None = None) -> Cast:
    """Everybody, in place, with mailboxes that put outgoing letters into the folder `outgoing`.

    Made by the house's own actions the first time; brought back as rows later, which takes a tenth of the time.
    """
    if week:
        return _make(week, outgoing=outgoing)
    if not kept:
        _make(ALWAYS_OPEN, outgoing=outgoing)
        _keep()
    else:
        for model, rows in kept:
            model._default_manager.bulk_create([model(**deepcopy(row)) for row in rows])
    Mailbox.objects.update(outgoing_folder=outgoing)
    chainik, honey = (Brand.objects.get(slug=slug) for slug in ("chainik", "honey"))
    mailboxes = [Mailbox.objects.select_related("brand").get(brand=brand) for brand in (chainik, honey)]
    names = ("anna@chainik", "pavel@chainik", "maria@chainik", "orlov@chainik", "taras@honey")
    return Cast(chainik, honey, *mailboxes, *(Staff.objects.get(email=f"{name}.example") for name in names), outgoing)


def _keep() -> None:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label not in OTHERS:
            fields = [field.attname for field in model._meta.concrete_fields if not field.generated]
            if rows := list(model._default_manager.values(*fields)):
                kept.append((model, rows))


def _make(week: dict[str, Any], *, outgoing: str) -> Cast:
    at = timezone.now()
    chainik = _brand("chainik", "Чайник и Ко", "ru", "Europe/Moscow", week, at=at)
    honey = _brand("honey", "Медовий дім", "uk", "Europe/Kyiv", week, at=at)
    mailboxes = [
        channels.open_mailbox(brand=brand, address=address, actor=SYSTEM, at=at, outgoing_folder=outgoing)
        for brand, address in ((chainik, "help@chainik.example"), (honey, "dopomoga@honey.example"))
    ]
    anna = hire("Анна Белкина", "anna@chainik.example", {chainik: Role.AGENT}, language="en")
    pavel = hire("Павел Громов", "pavel@chainik.example", {chainik: Role.AGENT}, language="ru")
    maria = hire("Мария Ветрова", "maria@chainik.example", {chainik: Role.SUPERVISOR}, language="ru")
    orlov = hire(
        "Дмитрий Орлов",
        "orlov@chainik.example",
        {chainik: Role.ADMINISTRATOR, honey: Role.ADMINISTRATOR},
        language="ru",
    )
    taras = hire("Тарас Бондар", "taras@honey.example", {honey: Role.AGENT}, language="uk")
    return Cast(chainik, honey, *mailboxes, anna, pavel, maria, orlov, taras, outgoing)


def hire(name: str, email: str, roles: dict[Brand, Role], *, language: str) -> Staff:
    at = timezone.now()
    staff = people.add_staff(email=email, name=name, language=language, actor=SYSTEM, at=at)
    people.accept_invitation(token=people.invite(staff=staff, at=at), password=PASSWORD, at=at)
    for brand, role in roles.items():
        people.give_role(staff=staff, brand=brand, role=role, actor=SYSTEM, at=at)
    return Staff.objects.get(pk=staff.pk)


def letter(
    text: str = "Здравствуйте! Где мой чайник?",
    *,
    sender: str = f"Ирина Соколова <{IRINA}>",
    to: str = "help@chainik.example",
    subject: str = "Чайник не пришёл",
    message_id: str = "<1@irina.example.com>",
    headers: Sequence[tuple[str, str]] = (),
    files: Sequence[tuple[str, str, bytes]] = (),
    html: str = "",
    at: datetime | None = None,
) -> bytes:
    """A customer's letter as it travels. `files`: (name, type, content)."""
    mail = EmailMessage(policy=POLICY)
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Date"] = format_datetime(at or timezone.now())
    mail["Message-ID"] = message_id
    for name, value in headers:
        mail[name] = value
    mail.set_content(text)
    if html:
        mail.add_alternative(html, subtype="html")
    for name, type_, content in files:
        maintype, _slash, subtype = type_.partition("/")
        mail.add_attachment(content, maintype=maintype, subtype=subtype, filename=name)
    return mail.as_bytes()


def arrives(raw: bytes, mailbox: Mailbox, *, at: datetime | None = None, **envelope: Any) -> Inbound:
    """The letter reaches the door in, and the worker does what there is to do."""
    inbound = accepted(raw, mailbox, at=at, **envelope)
    work()
    return inbound


def accepted(raw: bytes, mailbox: Mailbox, *, at: datetime | None = None, **envelope: Any) -> Inbound:
    """The letter has reached the door in, and nobody has looked at it."""
    inbound = channels.accept(
        brand_id=mailbox.brand_id,
        kind="email",
        raw=raw,
        mailbox=mailbox,
        at=at or timezone.now(),
        envelope=envelope,
    )
    assert inbound
    return inbound


def work() -> int:
    """A worker does all that is due now and what is due when replies can no longer be taken back: they leave. Any
    error is the test's error."""
    return drain(raise_errors=True) + work_at(timezone.now() + timedelta(seconds=UNDO_SECONDS))


def work_at(moment: datetime) -> int:
    """A worker does all that is due at that moment, by a clock that shows it."""
    with mock.patch.object(timezone, "now", return_value=moment):
        return drain(moment, raise_errors=True)


@contextmanager
def at_one_instant(moment: datetime | None = None) -> Iterator[None]:
    """However long the test takes: the window of a limit slides meanwhile. `moment`: this one, now if none."""
    with mock.patch.object(timezone, "now", return_value=moment or timezone.now()):
        yield


def the_conversation() -> Conversation:
    return Conversation.objects.get()


def the_last_message() -> Message:
    return Message.objects.order_by("-pk")[0]


def _brand(slug: str, name: str, language: str, zone: str, week: dict[str, Any], *, at: datetime) -> Brand:
    brand = brands.create_brand(
        slug=slug,
        name=name,
        language=language,
        zone=zone,
        calendar={"tz": zone, "week": week},
        signatures={language: name},
        actor=SYSTEM,
        at=at,
    )
    standards.set_service_level(
        channel="email",
        calendar=brand.main_calendar,
        actor=SYSTEM,
        at=at,
        first_answer_minutes=120,
        next_answer_minutes=240,
        warning_minutes=30,
    )
    return brand
