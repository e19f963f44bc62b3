"""Programs that speak to the API in the tests."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.test import Client
from django.utils import timezone

from slovo.brands.models import Brand
from slovo.people import tokens
from slovo.people.models import Staff, Token
from slovo.people.rights import Verb
from tests.cast import Cast

ALL = frozenset(Verb)


@dataclass
class Program:
    """Whoever holds this token."""

    text: str
    token: Token

    def __post_init__(self) -> None:
        self.client = Client(raise_request_exception=False)

    def ask(self, method: str, path: str, data: Any = None, **headers: str) -> Any:
        """`headers`: names with _ for -."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.generic(
            method,
            f"/api/v1/{path}" if not path.startswith("http") else path.removeprefix("http://testserver"),
            data if isinstance(data, bytes) else b"" if data is None else _json(data),
            content_type="application/json",
            headers={"Authorization": f"Bearer {self.text}", **named},
        )

    def get(self, path: str, **headers: str) -> Any:
        return self.ask("GET", path, **headers)

    def post(self, path: str, data: Any = None, **headers: str) -> Any:
        return self.ask("POST", path, {} if data is None else data, **headers)


def _json(data: Any) -> bytes:
    import json

    return json.dumps(data, default=str).encode()


def program_of(
    staff: Staff, *, scopes: Collection[Verb] = ALL, expires_at: datetime | None = None, a_minute: int = 60_000
) -> Program:
    """With a personal token."""
    token, text = tokens.issue_token(
        by=staff,
        name="мой скрипт",
        scopes=scopes,
        expires_at=expires_at,
        requests_a_minute_max=a_minute,
        at=timezone.now(),
    )
    return Program(text, token)


def shop(cast: Cast, *, brand: Brand | None = None, scopes: Collection[Verb] = ALL, a_minute: int = 60_000) -> Program:
    """The site's shop of «Чайник и Ко»: an integration."""
    token, text = tokens.issue_token(
        by=Staff.objects.get(pk=cast.orlov.pk),
        brand=brand or cast.chainik,
        name="Интернет-магазин",
        scopes=scopes,
        expires_at=None,
        requests_a_minute_max=a_minute,
        at=timezone.now(),
    )
    return Program(text, token)


def request_of_irina(**more: Any) -> dict[str, Any]:
    return {
        "sender": {"name": "Ирина Соколова", "email": "Irina@Example.com"},
        "subject": "Чайник не пришёл",
        "text": "Здравствуйте! Где мой чайник?",
        **more,
    }


def files(program: Program, **more: Any) -> dict[str, Any]:
    answer = program.post("conversations", request_of_irina(**more))
    assert answer.status_code == 201, answer.content.decode()
    filed: dict[str, Any] = answer.json()
    return filed
