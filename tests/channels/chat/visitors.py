"""Visitors of the kettle shop's site, as their browsers ask. Each is a browser of its own, without a cookie."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from slovo.channels.chat.identity import signed
from slovo.channels.chat.models import Chat
from slovo.channels.chat.setting import Terms, set_chat
from tests.cast import Cast

SHOP = "https://chainik.example"
TALK = {"ru": "Мы храним переписку год.", "en": "We keep what is written for a year."}


def a_chat(cast: Cast, **more: Any) -> Chat:
    """As Orlov sets it up."""
    terms = {
        "origins": [SHOP],
        "languages": ["ru", "uk", "en"],
        "words": {"ru": "Здравствуйте! Чем помочь?", "en": "Hello! How can we help?"},
        "consents": {"talk": TALK},
    }
    return set_chat(brand=cast.chainik, terms=Terms(**{**terms, **more}), by=cast.orlov, at=timezone.now())


def token_for(chat: Chat, *, expires_at: datetime | None = None, **claims: Any) -> str:
    """As the shop's server signs who has signed in there."""
    ends = expires_at or timezone.now() + timedelta(hours=1)
    return signed({"exp": ends.timestamp(), **claims}, secret=chat.secret)


@dataclass
class Browser:
    chat: Chat
    origin: str = SHOP
    key: str = ""
    address: str = "203.0.113.7"
    client: Client = field(default_factory=Client)
    last: str = ""

    def get(self, noun: str, query: str = "lang=ru") -> Any:
        return self.client.get(
            f"/widget/{self.chat.public_id}/{noun}?{query}", headers=self.headers, REMOTE_ADDR=self.address
        )

    def post(self, noun: str, given: object = None) -> Any:
        where = f"/widget/{self.chat.public_id}/{noun}?lang=ru"
        return self.client.post(
            where, given or {}, content_type="application/json", headers=self.headers, REMOTE_ADDR=self.address
        )

    @property
    def headers(self) -> dict[str, str]:
        found = {"Origin": self.origin, "X-Slovo-Visitor": self.key}
        return {name: value for name, value in found.items() if value}

    def comes(self, **given: Any) -> "Browser":
        """Agrees, and has a key from then on."""
        response = self.post("visitors", {"consents": {"talk": 1}, **given})
        assert response.status_code == 200, response.content.decode()
        self.key = response.json()["key"]
        return self

    def is_identified(self, token: str) -> Any:
        response = self.post("identity", {"token": token})
        if response.status_code == 200:
            self.key = response.json()["key"]
        return response

    def says(self, text: str, *, client_id: str = "", files: list[SimpleUploadedFile] | None = None) -> Any:
        where = f"/widget/{self.chat.public_id}/messages?lang=ru"
        given = {"client_id": client_id or str(uuid4()), "text": text, "files": files or []}
        return self.client.post(where, given, headers=self.headers, REMOTE_ADDR=self.address)

    def reads(self) -> list[str]:
        """The words of all that stands in the chat."""
        return [line["text"] for line in self.get("news").json()["lines"]]

    def news(self) -> list[str]:
        """Of what came since it asked last."""
        lines = self.get("news", f"lang=ru&after={self.last}").json()["lines"]
        self.last = lines[-1]["id"] if lines else self.last
        return [line["text"] for line in lines]
