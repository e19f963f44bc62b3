"""The demo company: people and letters that show what the screens are for.

Everything goes the way that real letters go: raw bytes through the door in, replies through the door out,
each at its moment in the past, so that promises are kept and broken by the same rules.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import yaml

from slovo.brands import actions as brands
from slovo.brands.models import Brand
from slovo.callbacks import actions as callbacks
from slovo.callbacks import calling
from slovo.channels import actions as channels
from slovo.channels import outcomes
from slovo.channels.email.headers import POLICY
from slovo.channels.models import Mailbox
from slovo.channels.registry import channel
from slovo.config.demo import complaints, kept, orders, visitors
from slovo.config.demo.chatting import talk
from slovo.config.demo.knowing import know
from slovo.config.demo.wishes import wish
from slovo.conversations import actions as conversations
from slovo.conversations import canned, delivery, intake
from slovo.conversations.actions import Upload
from slovo.conversations.models import Conversation, Message
from slovo.core.db import transaction
from slovo.core.journal.actor import SYSTEM
from slovo.customers import actions as customers
from slovo.customers.identity import normal_phone
from slovo.customers.models import Identity
from slovo.people import actions as people
from slovo.people.models import Staff
from slovo.people.rights import Role, Verb
from slovo.promises import actions as promises
from slovo.standards import actions as standards

HERE = Path(__file__).parent
PASSWORD = "slovo-demo-2026"
DELIVERY_SECONDS = 2
COUNTRIES = {"ru": "RU", "uk": "UA", "en": "GB"}

Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Company:
    brands: dict[str, Brand]
    mailboxes: dict[str, Mailbox]
    staff: dict[str, Staff]


@transaction()
def load(*, at: datetime) -> Company:
    """One transaction: either the whole company is there or nothing."""
    document = _read(HERE / "company.yaml")
    founded_at = at - timedelta(days=90)
    company = _found(document, at=founded_at)
    _make_ready(company, at=founded_at)
    for story in sorted(stories(), key=lambda story: -float(story["age_hours"])):
        _tell(story, company, now=at)
    administrator, agent = (company.staff[email] for email in ("orlov@chainik.example", "anna@chainik.example"))
    wish(company.brands["chainik"], administrator=administrator, agent=agent, at=at)
    know(company.brands["chainik"], administrator=administrator, agent=agent, at=at)
    orders.order(company.brands["chainik"], administrator=administrator, agent=agent, at=at)
    calls(company, at=at)
    kept.keep(company.brands["chainik"], administrator=administrator, agent=agent, at=at)
    complaints.write(company.brands["chainik"], administrator=administrator, agent=agent, at=at)
    while promises.break_overdue(at=at):
        pass
    for brand in company.brands.values():
        visitors.receive(brand, at=at)
    talk(company.brands["chainik"], administrator=administrator, at=at)
    return company


def calls(company: Company, *, at: datetime) -> None:
    """Two who were not answered a while ago; one of them has been called once, in vain."""
    brand = next(iter(company.brands.values()))
    by = next(one for one in company.staff.values() if one.may(Verb.MANAGE_BRAND, brand))
    missed = []
    for number, minutes in enumerate((50, 20)):
        phone = f"+7900000003{number}"
        asked_at = at - timedelta(minutes=minutes)
        missed.append(
            callbacks.note_missed_call(brand=brand, call_id=f"demo-{number}", phone=phone, by=by, at=asked_at)[0]
        )
    calling.log_attempt(callback_id=missed[0].pk, outcome="no_answer", by=by, at=at - timedelta(minutes=40))


def stories() -> Iterator[Plain]:
    for path in sorted((HERE / "conversations").glob("*.yaml")):
        yield from _read(path)


def _found(document: Plain, *, at: datetime) -> Company:
    company = Company({}, {}, {})
    for plain in document["brands"]:
        brand = _found_brand(plain, at=at)
        company.brands[brand.slug] = brand
        company.mailboxes[brand.slug] = channels.open_mailbox(
            brand=brand, address=plain["mailbox"], actor=SYSTEM, at=at, outgoing_folder="outgoing"
        )
    for plain in document["staff"]:
        company.staff[plain["email"]] = _hire(plain, company, at=at)
    return company


def _found_brand(plain: Plain, *, at: datetime) -> Brand:
    brand = brands.create_brand(
        slug=plain["slug"],
        name=plain["name"],
        language=plain["language"],
        zone=plain["zone"],
        colour=plain["colour"],
        calendar=plain["calendar"],
        signatures={language: text.strip() for language, text in plain["signature"].items()},
        actor=SYSTEM,
        at=at,
    )
    for name, level in plain["service_levels"].items():
        standards.set_service_level(channel=name, calendar=brand.main_calendar, actor=SYSTEM, at=at, **level)
    for tag in plain["tags"]:
        conversations.create_tag(brand=brand, **tag)
    return brand


def _hire(plain: Plain, company: Company, *, at: datetime) -> Staff:
    staff = people.add_staff(email=plain["email"], name=plain["name"], language=plain["language"], actor=SYSTEM, at=at)
    people.accept_invitation(token=people.invite(staff=staff, at=at), password=PASSWORD, at=at)
    for membership in plain["memberships"]:
        brand = company.brands[membership["brand"]]
        people.give_role(staff=staff, brand=brand, role=Role(membership["role"]), actor=SYSTEM, at=at)
        for team in membership["teams"]:
            people.join_team(staff=staff, brand=brand, name=team)
    return staff


def _make_ready(company: Company, *, at: datetime) -> None:
    for slug, replies in _read(HERE / "ready.yaml").items():
        brand = company.brands[slug]
        for plain in replies:
            canned.add(brand=brand, by=_supervisor(company, brand), at=at, **plain)


def _tell(story: Plain, company: Company, *, now: datetime) -> None:
    at = now - timedelta(hours=float(story["age_hours"]))
    mailbox = company.mailboxes[story["brand"]]
    conversation: Conversation | None = None
    first_id = ""
    for number, plain in enumerate(story["messages"]):
        at = min(at + timedelta(minutes=float(plain["after_minutes"])), now)
        if plain["from"] == "customer":
            raw, first_id = _letter(story, plain, mailbox, conversation, first_id, number, at=at)
            conversation = _receive(raw, mailbox, at=at).conversation
        else:
            assert conversation, "the customer begins"
            _answer(conversation, plain, company.staff[plain["from"]], at=at)
        if number == 0:
            _sort(conversation, story, company, at=at)
    assert conversation
    _end(conversation, story, company, at=at)


def _letter(
    story: Plain,
    plain: Plain,
    mailbox: Mailbox,
    conversation: Conversation | None,
    first_id: str,
    number: int,
    *,
    at: datetime,
) -> tuple[bytes, str]:
    letter = EmailMessage(policy=POLICY)
    person = story["customer"]
    letter["From"] = f'"{person["name"]}" <{person["email"]}>'
    letter["To"] = mailbox.address
    letter["Subject"] = f"Re: {story['subject']}" if conversation else story["subject"]
    letter["Date"] = format_datetime(at)
    letter["Message-ID"] = f"<{at.timestamp():.0f}.{number}.{person['email']}>"
    if conversation:
        letter["References"] = first_id
    letter.set_content(plain["text"])
    if plain.get("html"):
        letter.add_alternative(plain["html"], subtype="html")
    if plain.get("attachment"):
        letter.add_attachment(plain["attachment"]["text"], filename=plain["attachment"]["name"])
    return letter.as_bytes(), first_id or letter["Message-ID"]


def _receive(raw: bytes, mailbox: Mailbox, *, at: datetime) -> Message:
    inbound = channels.accept(brand_id=mailbox.brand_id, kind="email", raw=raw, mailbox=mailbox, at=at)
    assert inbound
    understood = channel("email").understand(inbound, raw)
    parts = [intake.stored(part, at=at) for part in understood.parts]
    message = intake.take_in(inbound=inbound, understood=understood, parts=parts, at=at)
    assert message, "no two letters of the demo are the same"
    return message


def _answer(conversation: Conversation, plain: Plain, by: Staff, *, at: datetime) -> None:
    if plain.get("note"):
        conversations.note(conversation_id=conversation.pk, by=by, text=plain["text"], at=at)
        return
    message = conversations.reply(
        conversation_id=conversation.pk, by=by, text=plain["text"], at=at, files=_files(plain.get("attachment"))
    )
    assert message.outbound_id
    sent_at = at + timedelta(seconds=DELIVERY_SECONDS)
    outcomes.record_sent(outbound_id=message.outbound_id, at=sent_at)
    delivery.note_sent(outbound_id=message.outbound_id)


def _files(plain: Plain | None) -> list[Upload]:
    return [Upload(plain["name"], "text/plain", plain["text"].encode())] if plain else []


def _sort(conversation: Conversation, story: Plain, company: Company, *, at: datetime) -> None:
    brand = company.brands[story["brand"]]
    by = company.staff.get(story["assignee"] or "") or _supervisor(company, brand)
    team = brand.teams.filter(name=story["team"]).first()
    assignee = company.staff.get(story["assignee"] or "")
    conversations.assign(
        conversation_id=conversation.pk,
        staff_id=assignee.pk if assignee else None,
        team_id=team.pk if team else None,
        by=by,
        at=at,
    )
    tag_ids = list(brand.tags.filter(name__in=story["tags"]).values_list("pk", flat=True))
    conversations.tag(conversation_id=conversation.pk, tag_ids=tag_ids, by=by, at=at)
    phone = normal_phone(story["customer"].get("phone", ""), country=COUNTRIES[brand.language])
    if phone:
        customers.add_identity(customer_id=conversation.customer_id, kind=Identity.PHONE, value=phone, by=by, at=at)


def _end(conversation: Conversation, story: Plain, company: Company, *, at: datetime) -> None:
    conversation.refresh_from_db()
    by = conversation.assignee or _supervisor(company, company.brands[story["brand"]])
    if story["state"] == "closed":
        answer_not_needed = conversation.next_promise is not None
        conversations.close_conversation(
            conversation_id=conversation.pk, by=by, at=at, answer_not_needed=answer_not_needed
        )
    elif conversation.state != story["state"]:
        conversations.reopen(conversation_id=conversation.pk, by=by, at=at)


def _supervisor(company: Company, brand: Brand) -> Staff:
    return next(staff for staff in company.staff.values() if staff.roles.get(brand.pk) == Role.SUPERVISOR)


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))
