"""What a customer has agreed to, by purpose: to which words, when and where. What they take back stops at once."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from slovo.brands.models import Brand
from slovo.channels.chat import actions as chat
from slovo.channels.chat import agreed
from slovo.channels.chat.models import Purpose as OfChat
from slovo.customers import consent_queries, consents
from slovo.customers.consent_models import Consent, How, Purpose
from slovo.customers.models import Customer, Identity
from slovo.requests import form_queries
from slovo.requests.form_models import Answer
from slovo.web.portal.account import reading
from slovo.web.portal.own import SAID as OF_LETTERS

WORDS_HERE = "my-1"  # of the two buttons below: changed with them
NO_LETTERS, LETTERS_AGAIN = gettext_lazy("I want no automatic letters"), gettext_lazy("I want them again")
OF_A_FORM = re.compile(r"form-(\d+)/(\w+)")
CHAT = {
    OfChat.TALK: (
        gettext_lazy("The chat: that we keep what is written in it"),
        gettext_lazy(
            "You have taken it back. If the chat needs it, it asks anew before you write there again;"
            " what was said stays."
        ),
    ),
    OfChat.PAGE: (
        gettext_lazy("The chat: that we see on which page of the site you are"),
        gettext_lazy("We see no more on which page of the site you are, and what we had seen of it is erased."),
    ),
    OfChat.LETTER: (
        gettext_lazy("The chat: that an answer which comes too late for it goes to your e-mail"),
        gettext_lazy(
            "What comes too late for the chat goes to you by no letter any more; it waits for you in the chat."
        ),
    ),
}
TOLD: Mapping[str, str | Promise] = {
    **{f"no-{purpose}": after for purpose, (_name, after) in CHAT.items()},
    "no-advertising": gettext_lazy("You get no advertising from us any more. That holds from this moment on."),
    "no-letters": OF_LETTERS["silent"],
    "letters": OF_LETTERS["told"],
}


@dataclass(frozen=True, slots=True)
class Said:
    """`words`: as they were read, "" where we know their version alone. `where`: the request for which alone it
    holds."""

    words: str
    version: str
    at: datetime
    how: str
    given: bool = True
    ended_at: datetime | None = None
    where: str = ""


@dataclass(frozen=True, slots=True)
class Matter:
    """A purpose. `button`: the name, the value and the words of what changes it."""

    name: str
    state: str
    holding: list[Said]
    before: list[Said] = field(default_factory=list)
    button: tuple[str, str, str] | None = None


def matters(brand: Brand, person: Customer) -> list[Matter]:
    requests = reading.requests_by_key(brand, person)
    ticked = form_queries.consents_about(requests)
    own = [_letters(person, ticked), _advertising(person, ticked)]
    return [*own, *_of_chat(person), *_of_requests(ticked, requests)]


def plainly(brand: Brand, person: Customer) -> list[dict[str, Any]]:
    """To take along. Moments are ISO 8601 in UTC."""
    return [
        {
            "purpose": matter.name,
            "words": one.words,
            "version": one.version,
            "given": one.given,
            "at": one.at.isoformat(),
            "taken_back_at": one.ended_at.isoformat() if one.ended_at else None,
        }
        for matter in matters(brand, person)
        for one in (*matter.holding, *matter.before)
    ]


def take_back(person: Customer, given: Mapping[str, str], at: datetime) -> str:
    """What they are told then, as a code of TOLD; "": nothing of it was asked. Advertising and what the chat asks for
    is agreed to elsewhere, where the words are."""
    if (letters := given.get("letters")) in {"yes", "no"}:
        _say(person, Purpose.SERVICE, given=letters == "yes", at=at)
        return "letters" if letters == "yes" else "no-letters"
    if given.get("advertising") == "no":
        _say(person, Purpose.MARKETING, given=False, at=at)
        return "no-advertising"
    if (purpose := given.get("chat", "")) in set(OfChat):
        chat.take_consent_back(customer=person, purpose=purpose, at=at)
        return f"no-{purpose}"
    return ""


def _say(person: Customer, purpose: Purpose, *, given: bool, at: datetime) -> None:
    consents.say_by_customer(customer_id=person.pk, purpose=purpose, given=given, words=WORDS_HERE, at=at)


def _letters(person: Customer, ticked: Iterable[Answer]) -> Matter:
    wanted = consent_queries.may_be_written(person.pk, Purpose.SERVICE, Identity.EMAIL)
    state = (
        _("When something changes in what we promised you, a letter tells you by itself.")
        if wanted
        else _("You have asked for no automatic letters. If something changes, a colleague tells you.")
    )
    button = ("letters", "no", str(NO_LETTERS)) if wanted else ("letters", "yes", str(LETTERS_AGAIN))
    return Matter(_("Letters about your own matters"), state, *_said(person, Purpose.SERVICE, ticked), button=button)


def _advertising(person: Customer, ticked: Iterable[Answer]) -> Matter:
    holding, before = _said(person, Purpose.MARKETING, ticked)
    if not any(one.given for one in holding):
        state = _("You get no advertising from us.")
        return Matter(_("Advertising"), state, holding, before)
    button = ("advertising", "no", _("I want no advertising any more"))
    return Matter(_("Advertising"), _("You have agreed to advertising."), holding, before, button)


def _said(person: Customer, purpose: Purpose, ticked: Iterable[Answer]) -> tuple[list[Said], list[Said]]:
    """What holds now, and what was said before."""
    holds = {row.pk for row in consent_queries.holding(person.pk, purpose)}
    rows = [row for row in consent_queries.said_by(person) if row.purpose == purpose]
    said = [(row.pk in holds, _one(row, ticked)) for row in rows]
    return [one for now, one in said if now], [one for now, one in said if not now]


def _one(row: Consent, ticked: Iterable[Answer]) -> Said:
    how = {
        How.PAGE: _("on a page of ours"),
        How.DESK: _("to a colleague"),
        How.API: _("through a program"),
    }[How(row.how)]
    words, version = _words(row, ticked)
    return Said(words, version, row.at, how, given=row.given)


def _words(row: Consent, ticked: Iterable[Answer]) -> tuple[str, str]:
    if row.words == WORDS_HERE and row.purpose == Purpose.SERVICE:
        return str(LETTERS_AGAIN if row.given else NO_LETTERS), row.words
    if OF_A_FORM.fullmatch(row.words):
        answers = (one for one in ticked if form_queries.consent_named(one.submission.version_id, one.key) == row.words)
        nearest = min(answers, key=lambda one: abs(one.submission.at - row.at), default=None)
        if nearest:
            return nearest.label, _of_form(nearest)
    return "", row.words


def _of_form(answer: Answer) -> str:
    return _("%(number)s of the form") % {"number": answer.submission.version.number}


def _of_chat(person: Customer) -> list[Matter]:
    said = agreed.by_customer(person)
    found = []
    for purpose, (name, after) in CHAT.items():
        rows = [_agreed(one) for one in said if one.purpose == purpose]
        holding = [one for one in rows if one.ended_at is None]
        button = ("chat", purpose.value, _("Take it back"))
        if holding:
            found.append(Matter(str(name), _("You have agreed to it."), holding, _ended(rows), button))
        elif rows:
            found.append(Matter(str(name), str(after), [], _ended(rows)))
    return found


def _ended(rows: list[Said]) -> list[Said]:
    return [one for one in rows if one.ended_at]


def _agreed(one: agreed.Agreed) -> Said:
    return Said(one.words, str(one.version), one.given_at, _("in the chat"), ended_at=one.withdrawn_at)


def _of_requests(ticked: Iterable[Answer], requests: Mapping[str, UUID]) -> list[Matter]:
    """What was agreed to for one request alone: nothing but that request uses it."""
    holding = [_for_one(one, requests[one.submission.about]) for one in ticked if not one.purpose]
    state = _("Each holds for its own request alone. To take one back, write to us in that request.")
    return [Matter(_("For single requests"), state, holding)] if holding else []


def _for_one(answer: Answer, request: UUID) -> Said:
    how = _("on a page of ours")
    return Said(answer.label, _of_form(answer), answer.submission.at, how, where=str(request))
