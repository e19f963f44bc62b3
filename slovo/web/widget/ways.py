"""The truth about waiting, and other ways: a call, a question that is answered by letter. Each becomes a promise."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from slovo.callbacks import actions as callbacks
from slovo.callbacks import queries as call_queries
from slovo.callbacks.models import Callback, How
from slovo.channels.api.filed import Filed
from slovo.channels.chat.actions import UnableToChat
from slovo.channels.chat.models import NAME_CHARACTERS_MAX, TEXT_CHARACTERS_MAX, Visitor
from slovo.conversations import chat_queries, chat_waiting, filing
from slovo.conversations.chat_waiting import Wait
from slovo.conversations.models import Message
from slovo.core.worktime import Calendar
from slovo.customers import queries as customers
from slovo.customers.identity import normal_email
from slovo.customers.models import Customer, Identity
from slovo.promises import queries as promises
from slovo.web import chat_asking
from slovo.web.chat_asking import Asking
from slovo.web.portal.words import by_day
from slovo.web.widget.asked import HOUR, LOOKING, READING, Asked, Limit, Proof, answers
from slovo.web.widget.room import vouched_customer

TIMES_MAX = 40
ASKING = Limit("ask", HOUR, of_visitor=10, of_address=60)


@answers("GET", limit=READING)
def wait(asked: Asked) -> dict[str, Any]:
    """What somebody who waits, or thinks about it, is told: their place, how long, what else they can do."""
    chat, visitor = asked.chat, asked.visitor
    conversation = chat_queries.conversation_of(visitor, chat.brand_id) if visitor else None
    answered = conversation is not None and conversation.waiting_since is not None
    found = chat_waiting.expected(chat.brand_id, conversation, begins=not answered, at=asked.at)
    calendar: Calendar = chat.brand.main_calendar.calendar
    works = calendar.is_open(asked.at)
    late = found.minutes is not None and found.minutes[1] > chat.long_wait_minutes
    left = not answered and (not found.there or not works or late or found.overdue)
    due_at = chat_waiting.answer_due(chat.brand_id, conversation, at=asked.at) if left else None
    waits = conversation is not None and not answered and conversation.closed_at is None
    owed = left and conversation is not None and promises.owed_answer(conversation.key) is not None
    return {
        "there": found.there,
        "works": works,
        "place": found.place,
        "minutes": list(found.minutes) if found.minutes else None,
        "cases": found.cases,
        "overdue": found.overdue,
        "due": due_at.isoformat() if due_at else None,
        "words": "" if answered else _words(found, works=works, due_at=due_at, owed=owed, waits=waits, at=asked.at),
        "ways": left,
    }


@answers("GET", limit=LOOKING)
def times(asked: Asked) -> dict[str, Any]:
    """The times at which they can be called."""
    brand, rule = asked.chat.brand, call_queries.rule_of(asked.chat.brand)
    slots = call_queries.slots(brand, rule, at=asked.at)[:TIMES_MAX] if rule.page_open_since else []
    return {
        "times": [{"at": slot.starts_at.isoformat(), "words": _moment(slot.starts_at)} for slot in slots],
    }


@answers("POST", limit=ASKING, brings=True, proof=Proof("call", once="phone"))
def call(asked: Asked) -> dict[str, Any]:
    """`phone`, `name`, `slot` (a moment, "" for as soon as possible), `words`, `consents` as in `views.come`. Of whom
    the site vouches for it is theirs, whomever the number leads to."""
    brand, slot = asked.chat.brand, asked.text("slot")
    starts_at = parse_datetime(slot) if slot else None
    if call_queries.rule_of(brand).page_open_since is None or (slot and (not starts_at or not starts_at.tzinfo)):
        raise UnableToChat(_("There is no such time to choose. Choose one of those that are shown."))
    customer = vouched_customer(asked)

    def act() -> Callback:
        return callbacks.ask_by_customer(
            brand=brand,
            customer=customer,
            about=_talk(asked, customer),
            phone=asked.text("phone"),
            name=_name(asked),
            language=asked.language,
            slot_starts_at=starts_at,
            words=asked.text("words").strip(),
            how=How.CHAT,
            at=asked.at,
        )[0]

    callback, visitor, key = chat_asking.ask(_asking(asked), act, lambda made: made.phone, at=asked.at)
    due_at = callback.promise.due_at
    words = _("We call you back by %(moment)s.") % {"moment": _moment(due_at)} if due_at else ""
    return {"words": words, **_known(visitor, key)}


@answers("POST", limit=ASKING, brings=True, proof=Proof("question", once="client_id"))
def ask(asked: Asked) -> dict[str, Any]:
    """`email`, `name`, `text`, `consents`, `client_id`: the same question sent again is one question. Of
    whom the site vouches for it is theirs, and goes to the address that they typed."""
    email, text, client_id = normal_email(asked.text("email")), asked.text("text").strip(), asked.id("client_id")
    if not email:
        raise UnableToChat(_("Write an e-mail address at which we can answer."))
    if client_id is None or not text or len(text) > TEXT_CHARACTERS_MAX:
        words = _("Write what you need, in %(count)d characters at most.")
        raise UnableToChat(words % {"count": TEXT_CHARACTERS_MAX})
    filed = Filed(
        kind=Identity.EMAIL,
        value=email,
        name=_name(asked),
        subject=_("Question from the site"),
        text=text,
        language=asked.language,
        external_id=f"widget:{client_id}",
    )
    customer = vouched_customer(asked)

    def act() -> Message:
        return filing.file_from_page(brand_id=asked.chat.brand_id, filed=filed, at=asked.at, customer=customer)[0]

    message, visitor, key = chat_asking.ask(_asking(asked), act, lambda _made: email, at=asked.at)
    promise = promises.next_owed(message.conversation.key)
    words = _("Your question is with us.")
    if promise and promise.due_at:
        words = _("Your question is with us. We answer by %(moment)s.") % {"moment": _moment(promise.due_at)}
    return {"words": words, **_known(visitor, key)}


def _asking(asked: Asked) -> Asking:
    return Asking(asked.chat, asked.visitor, _name(asked), asked.language, asked.versions("consents"))


def _name(asked: Asked) -> str:
    return asked.text("name")[:NAME_CHARACTERS_MAX]


def _known(visitor: Visitor | None, key: str) -> dict[str, str]:
    """As `views.come` tells it."""
    return {"key": key, "visitor": str(visitor.public_id)} if visitor else {}


def _talk(asked: Asked, customer: Customer | None) -> str:
    """What they talk about here, if that goes on: the call is about the same."""
    if customer is None:
        return ""
    conversation = chat_queries.conversation_of(asked.known, asked.chat.brand_id)
    if conversation is None or conversation.closed_at or conversation.customer_id not in customers.family_ids(customer):
        return ""
    return conversation.key


def _words(found: Wait, *, works: bool, due_at: datetime | None, owed: bool, waits: bool, at: datetime) -> str:
    """`due_at`: by when what is left here is answered, if it is promised; `owed`: an answer is; `waits`: they stand in
    the queue, and do not only think about it."""
    if not works or not found.there:
        why = _("Nobody is at the chat just now.") if works else _("We are closed just now.")
        return f"{why} {_left(due_at, owed=owed, works=works, at=at)}"
    parts = [_("It takes longer than we said. We are sorry.")] if found.overdue else []
    if found.place == 1 and waits:
        parts.append(_("You are next in the queue."))
    elif found.place > 1:
        parts.append(_("You are number %(place)d in the queue.") % {"place": found.place})
    in_time = due_at is not None and (not found.minutes or due_at - at >= timedelta(minutes=found.minutes[1]))
    if found.minutes and not (in_time and found.minutes[0] == found.minutes[1]):
        parts.append(_more(*found.minutes) if found.overdue else _range(*found.minutes))
    elif found.overdue:
        parts.append(
            _("How long it will still be, nobody can say. You need not wait here: the answer will stand here.")
        )
    if due_at and in_time:
        parts.append(_("We answer %(moment)s.") % {"moment": by_day(due_at, at)})
    return " ".join(parts)


def _left(due_at: datetime | None, *, owed: bool, works: bool, at: datetime) -> str:
    if due_at:
        moment = {"moment": by_day(due_at, at)}
        if owed:
            return _("Your message is with us: we answer %(moment)s.") % moment
        return _("Write all the same: we answer %(moment)s.") % moment
    if owed:
        return _("The answer takes longer than we promised. We are sorry: your message is with us.")
    if not works:
        return _("Write all the same: we answer when we are back.")
    return _("Write all the same: your message is not lost.")


def _range(soon: int, late: int) -> str:
    if soon == late:
        return ngettext("We answer within %(count)d minute.", "We answer within %(count)d minutes.", late) % {
            "count": late
        }
    words = ngettext(
        "Most are answered within %(soon)d to %(late)d minute.",
        "Most are answered within %(soon)d to %(late)d minutes.",
        late,
    )
    return words % {"soon": soon, "late": late}


def _more(soon: int, late: int) -> str:
    words = ngettext(
        "Most who waited as long were answered within %(soon)d to %(late)d minute more.",
        "Most who waited as long were answered within %(soon)d to %(late)d minutes more.",
        late,
    )
    if soon == late:
        words = ngettext(
            "Most who waited as long were answered within %(late)d minute more.",
            "Most who waited as long were answered within %(late)d minutes more.",
            late,
        )
    return words % {"soon": soon, "late": late}


def _moment(at: Any) -> str:
    return date_format(localtime(at), "SHORT_DATETIME_FORMAT")
