"""Photos in a chat: small on both sides, and shown as a picture only if they are one."""

import re
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from slovo.conversations.models import Attachment
from slovo.core.files import pictures
from slovo.web.widget import files
from tests.cast import Cast, the_conversation, work
from tests.channels.chat.visitors import Browser, a_chat
from tests.pictures import PNG


def a_photo(width: int = 900, height: int = 600, kind: str = "JPEG") -> bytes:
    """As a phone makes it: turned on its side, with where it was taken."""
    made, notes = BytesIO(), Image.Exif()
    notes[0x0112] = 6  # to be turned by a quarter
    notes[0x010E] = "Балкон Ирины"
    Image.new("RGB", (width, height), "teal").save(made, kind, exif=notes)
    return made.getvalue()


def sent(browser: Browser, name: str, content: bytes, type_: str) -> Any:
    response = browser.says("Вот.", files=[SimpleUploadedFile(name, content, type_)])
    assert response.status_code == 200
    return response.json()["line"]["files"][0]


def test_a_photo_is_shown_small_and_says_nothing_of_where_it_was_taken(cast: Cast) -> None:
    irina = Browser(a_chat(cast)).comes()
    photo = a_photo()

    told = sent(irina, "скол.jpg", photo, "image/jpeg")
    response = irina.client.get(told["picture"])
    small = Image.open(BytesIO(response.content))

    assert (response["Content-Type"], response["Access-Control-Allow-Origin"]) == ("image/jpeg", "*")
    assert small.size == (267, 400)
    assert dict(small.getexif()) == {}
    assert irina.client.get(told["url"]).content == photo
    work()
    page = cast.browser_of(cast.anna).get(f"/conversations/{the_conversation().public_id}/").content.decode()
    assert 'class="picture"' in page


@pytest.mark.parametrize(
    ("name", "content", "type_", "found"),
    [
        ("чек.pdf", b"%PDF-1.4", "application/pdf", "application/pdf"),
        ("чек", a_photo(kind="PNG"), "application/octet-stream", "image/png"),
        ("чек.png", a_photo(), "image/png", "image/jpeg"),
        ("голос.ogg", b"OggS\0", "application/x-msdownload", "audio/ogg"),
        ("шум.mp4", b"\0\0\0\x20ftypisom", "", "video/mp4"),
        ("../\u202eчек.txt", "Чек.".encode(), "text/html", "text/plain"),
    ],
)
def test_what_is_a_picture_is_told_by_what_it_is(cast: Cast, name: str, content: bytes, type_: str, found: str) -> None:
    irina = Browser(a_chat(cast)).comes()

    told = sent(irina, name, content, type_)
    work()

    assert (told["type"], told["picture"] != "") == (found, found.startswith("image/"))
    assert Attachment.objects.get().type == found
    if not told["picture"]:
        assert irina.client.get(told["url"])["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("virus.exe", b"MZ"),
        ("page.html", b"<script>"),
        ("picture.svg", b"<svg onload=alert(1)>"),
        ("photo.png", b"<html><script>alert(1)</script>"),
        ("photo.png.exe", PNG),
        ("noending", b"MZ"),
        ("text.txt", b"MZ\0\0"),
        ("voice.mp3", b"<script>"),
        ("film.mp4", b"MZ\0\0free"),
        ("gnp.\u202eexe", PNG),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_hostile_files_are_refused_in_words(cast: Cast, name: str, content: bytes) -> None:
    irina = Browser(a_chat(cast)).comes()

    refused = irina.says("Вот.", files=[SimpleUploadedFile(name, content, "image/png")])

    assert refused.status_code == 422
    assert re.fullmatch(
        "«.+» — файл такого вида мы не принимаем. .+|Файл «.+» не то, чем назван, или повреждён. .+",
        refused.json()["problem"],
    )
    assert irina.reads() == []


def test_one_with_far_too_many_pixels_is_a_file(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "PIXELS_MAX", 1_000)
    told = sent(Browser(a_chat(cast)).comes(), "карта.jpg", a_photo(), "image/jpeg")

    assert (told["type"], told["picture"]) == ("application/octet-stream", "")


def test_one_that_is_too_much_work_or_damaged_keeps_its_name_alone(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    irina = Browser(a_chat(cast)).comes()
    large, torn = (sent(irina, "фото.png", content, "image/png") for content in (a_photo(), a_photo(kind="PNG")[:-900]))
    monkeypatch.setattr(pictures, "DECODED_PIXELS_MAX", 1_000)

    assert [irina.client.get(one["picture"]).status_code for one in (large, torn)] == [404, 404]
    assert irina.client.get("/widget/pictures/made-up").status_code == 404


def test_who_asks_for_small_ones_without_end_waits(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "SMALL_AN_HOUR_MAX", 2)
    irina = Browser(a_chat(cast)).comes()
    told = sent(irina, "скол.jpg", a_photo(), "image/jpeg")

    assert [irina.client.get(told["picture"]).status_code for _time in range(3)] == [200, 200, 429]
