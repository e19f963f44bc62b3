"""Pages, styles and scripts travel compressed; what customers sent stays as it is."""

import gzip

import pytest
from django.test import Client

from slovo.conversations.models import Attachment
from tests.cast import Cast, arrives, letter

PACKED = {"accept-encoding": "gzip, br"}


def test_a_page_is_compressed_for_who_can_unpack_it(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail)
    browser = cast.browser_of(cast.anna)
    plain, packed = browser.get("/conversations/"), browser.get("/conversations/", headers=PACKED)

    assert [answer.headers.get("Content-Encoding") for answer in (plain, packed)] == [None, "gzip"]
    assert packed["Content-Length"] == str(len(packed.content))
    assert "Accept-Encoding" in plain["Vary"] and "Accept-Encoding" in packed["Vary"]
    assert "Чайник не пришёл" in gzip.decompress(packed.content).decode()


@pytest.mark.parametrize("path", ["/static/desk/css/list.css", "/static/desk/js/live.js"])
def test_a_style_and_a_script_are_compressed(cast: Cast, path: str) -> None:
    plain, packed = Client().get(path), Client().get(path, headers=PACKED)

    assert packed["Content-Encoding"] == "gzip"
    assert packed["Cache-Control"] == plain["Cache-Control"]
    assert gzip.decompress(packed.content) == b"".join(plain.streaming_content)  # type: ignore[arg-type]


def test_a_file_of_a_letter_is_not(cast: Cast) -> None:
    arrives(letter(files=[("список.txt", "text/plain", b"one, two, three. " * 200)]), cast.chainik_mail)
    answer = cast.browser_of(cast.anna).get(f"/attachments/{Attachment.objects.get().public_id}", headers=PACKED)

    assert (answer.status_code, answer.headers.get("Content-Encoding")) == (200, None)
