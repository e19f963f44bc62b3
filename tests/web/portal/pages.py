"""What the tests of customers' pages say all the time."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import unescape
from typing import Any
from unittest import mock

from django.test import Client
from django.utils import timezone

from slovo.conversations.models import Conversation
from slovo.promises import ledger, links
from slovo.promises.link_models import StatusLink
from slovo.promises.models import Promise
from tests.cast import Cast, the_conversation, work
from tests.promises.stories import WHAT

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FORM = re.compile(r'<form[^>]*action="([^"]*)"[^>]*>(.*?)</form>', re.DOTALL)
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


@dataclass
class Phone:
    """A customer's phone with her link open."""

    token: str
    language: str = "ru"

    def __post_init__(self) -> None:
        self.client = Client(headers={"accept-language": self.language})

    def get(self, query: str = "", **more: Any) -> Any:
        return self.client.get(f"/s/{self.token}{query}", **more)

    def answers_at(self, moment: datetime) -> int:
        """The status when it is opened by a clock that shows this moment."""
        with mock.patch.object(timezone, "now", return_value=moment):
            status: int = self.get().status_code
            return status

    def reads(self, query: str = "") -> str:
        answer = self.get(query)
        assert answer.status_code == 200
        return text_of(answer.content.decode())

    def fills(self, noun: str, query: str = "", **words: str) -> tuple[str, dict[str, str]]:
        """The first such form on her page as it would be sent: its address and its fields."""
        page = self.get(query).content.decode()
        address, form = next(found for found in FORM.findall(page) if f"/{noun}?" in found[0])
        return unescape(address), dict(HIDDEN.findall(form)) | words

    def sends(self, noun: str, status: int = 303, **words: str) -> Any:
        address, fields = self.fills(noun, **words)
        answer = self.client.post(address, fields)
        assert answer.status_code == status, text_of(answer.content.decode())
        work()
        return answer

    def taps(self, noun: str, **words: str) -> str:
        """And what she reads then."""
        answer = self.client.get(self.sends(noun, **words)["Location"])
        assert answer.status_code == 200
        return text_of(answer.content.decode())


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<(style|script).*?</\1>|<[^>]+>", " ", page)))


def opens(cast: Cast, *, about: str | None = None, expires_at: datetime | None = None, language: str = "ru") -> Phone:
    """Anna makes a link about the only conversation for whoever wrote it, or about something else: "" for all."""
    conversation = the_conversation()
    _link, token = links.make_link(
        brand=cast.chainik,
        customer_id=conversation.customer_id,
        about=conversation.key if about is None else about,
        by=cast.anna,
        at=timezone.now(),
        expires_at=expires_at,
    )
    return Phone(token, language)


def promised_to_irina(
    cast: Cast, *, hours: float = 5, conversation: Conversation | None = None, **more: Any
) -> Promise:
    """Anna promises something, in the only conversation if none is named."""
    conversation, at = conversation or the_conversation(), timezone.now()
    given = {"kind": "delivery", "what": WHAT, **more}
    return ledger.make(
        brand=cast.chainik,
        customer_id=conversation.customer_id,
        about=conversation.key,
        due_at=at + timedelta(hours=hours),
        by=cast.anna,
        at=at,
        **given,
    )


def the_link() -> StatusLink:
    return StatusLink.objects.get()
