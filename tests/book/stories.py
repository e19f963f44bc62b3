"""What the tests of the book say all the time: Orlov opens it, somebody writes into it."""

import re
from datetime import timedelta
from html import unescape
from typing import Any
from unittest import mock

from django.test import Client
from django.utils import timezone

from slovo.book.models import Entry
from tests.cast import Cast
from tests.web.portal.pages import text_of

PAGE = "/book/chainik/"
COMPLAINT = "Курьер пришёл ночью. Звоните Ирине, +7 900 000-00-12, ул. Садовая, 7. Это безобразие!"


def opens(cast: Cast, hours: int = 24) -> None:
    answer = cast.browser_of(cast.orlov).post(f"/brands/{cast.chainik.pk}/book", {"open": "yes", "hours": str(hours)})
    assert answer.status_code == 302


class Writer:
    """Somebody with a phone at the door of the shop."""

    def __init__(self, language: str = "ru", **more: Any) -> None:
        self.client = Client(headers={"accept-language": language}, enforce_csrf_checks=True, **more)

    def sees(self, query: str = "", status: int = 200) -> str:
        answer = self.client.get(f"{PAGE}{query}")
        assert answer.status_code == status
        return unescape(answer.content.decode())

    def reads(self, query: str = "") -> str:
        return text_of(self.sees(query))

    def fills(self, **words: str) -> dict[str, str]:
        form = re.search(r'name="form" value="([^"]*)"', self.sees())
        assert form
        given = {"kind": "complaint", "text": COMPLAINT, "name": "Ирина", "contact": "", "website": ""}
        return given | {"form": form[1]} | words

    def sends(self, form: dict[str, str], status: int = 200, *, after_seconds: float = 60) -> str:
        later = timezone.now() + timedelta(seconds=after_seconds)
        with mock.patch.object(timezone, "now", return_value=later):
            answer = self.client.post(PAGE, form)
        assert answer.status_code == status, text_of(answer.content.decode())
        return unescape(answer.content.decode())

    def writes(self, **words: str) -> Entry:
        self.sends(self.fills(**words))
        return Entry.objects.select_related("message__conversation").order_by("-pk")[0]


def reads_at(moment_ahead: timedelta) -> str:
    with mock.patch.object(timezone, "now", return_value=timezone.now() + moment_ahead):
        return Writer().reads()


def desk(entry: Entry, noun: str = "") -> str:
    address = f"/conversations/{entry.message.conversation.public_id}/book"
    return f"{address}/{noun}" if noun else address
