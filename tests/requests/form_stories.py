"""«Чайник и Ко» repairs kettles: what its form asks, and how Irina fills it in."""

import re
from datetime import timedelta
from typing import Any
from unittest import mock

from django.test import Client
from django.utils import timezone

from slovo.requests import forms
from slovo.requests.form_fields import Field, FormOption, When
from slovo.requests.form_models import FormVersion
from slovo.requests.models import RequestType
from slovo.web.portal.asking import form
from slovo.web.portal.taking import WRITING_SECONDS_MIN
from tests.cast import IRINA, Cast, work
from tests.requests.stories import engraving
from tests.visits.stories import letters

PAGE = "/ask/chainik/repair/?lang=ru"
WHAT = Field(
    "what",
    "one",
    {"ru": "Что случилось?", "uk": "Що сталося?", "en": "What is wrong?"},
    required=True,
    options=(
        FormOption("leaks", {"ru": "Течёт", "uk": "Тече", "en": "It leaks"}),
        FormOption("other", {"ru": "Другое", "uk": "Інше", "en": "Something else"}),
    ),
)
OTHER = Field("other", "long", {"ru": "Опишите"}, required=True, least=5, most=40, when=When("what", ("other",)))
SINCE = Field("since", "date", {"ru": "С какого дня"}, least=-30, most=0)
ORDER = Field("order", "order", {"ru": "Номер заказа"}, mask="AA-9999")
COUNT = Field("count", "number", {"ru": "Сколько чайников"}, least=1, most=9)
WHERE = Field("where", "email", {"ru": "Ещё адрес"})
PHONE = Field("phone", "phone", {"ru": "Телефон мастера"})
PHOTO = Field("photo", "file", {"ru": "Снимок"}, most=2)
TERMS = Field("terms", "consent", {"ru": "Согласна с условиями ремонта"}, required=True)
NEWS = Field("news", "consent", {"ru": "Присылайте мне новости"}, purpose="marketing")
ALL = (WHAT, OTHER, SINCE, ORDER, COUNT, WHERE, PHONE, PHOTO, TERMS, NEWS)
FILLED = {"f_what": "leaks", "f_terms": "yes"}


def repairs(cast: Cast, *fields: Field) -> RequestType:
    made = engraving(cast, slug="repair", names={"ru": "Ремонт", "en": "Repair"}, demands_choice=False)
    published(cast, made, *(fields or ALL))
    return made


def published(cast: Cast, made: RequestType, *fields: Field) -> FormVersion:
    return forms.set_form(type_id=made.pk, fields=fields, by=cast.orlov, at=timezone.now())


def opened(path: str = PAGE) -> str:
    with mock.patch.object(form.timezone, "now", return_value=timezone.now() - timedelta(seconds=WRITING_SECONDS_MIN)):
        answer = Client().get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def number(page: str) -> str:
    found = re.search(r'name="form" value="([^"]*)"', page)
    assert found
    return found[1]


def sends(given: dict[str, Any], page: str | None = None, path: str = PAGE) -> Any:
    said = {"form": number(page or opened()), "name": "Ирина", "contact": IRINA, "trap": "", **given}
    return Client(enforce_csrf_checks=True).post(path, said)


def letters_to_confirm(cast: Cast) -> list[str]:
    """What stands in those that ask «was it you?»; they went to Irina."""
    work()
    found = []
    for one in letters(cast):
        body = one.get_body(("plain",))
        assert body
        if "/agree/" in body.get_content():
            assert one["to"].addresses[0].addr_spec == IRINA
            found.append(body.get_content())
    return found


def link_to_confirm(cast: Cast) -> str:
    """Where the only one of them leads."""
    [text] = letters_to_confirm(cast)
    found = re.search(r"/agree/\S+", text)
    assert found
    return found[0]
