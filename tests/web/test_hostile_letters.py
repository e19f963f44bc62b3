"""What strangers send is served so that it can do nothing."""

import base64
from email.message import EmailMessage
from typing import cast as typed

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from slovo.conversations.models import Attachment
from tests.cast import Cast, arrives, letter, the_conversation, the_last_message
from tests.pictures import PNG

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PAGE = b"<html><script>alert(1)</script></html>"
HOSTILE = '<p onclick="steal()">Чай</p><script>steal()</script><img src="https://spy.example.net/pixel.gif?you">'


def served(cast: Cast, name: str, type_: str, content: bytes):
    arrives(letter(files=[(name, type_, content)]), cast.chainik_mail)
    return cast.browser_of(cast.anna).get(f"/attachments/{Attachment.objects.get().public_id}")


@pytest.mark.parametrize(
    ("name", "type_", "content"),
    [
        ("logo.svg", "image/svg+xml", SVG),
        ("page.html", "text/html", b"<script>alert(1)</script>"),
        ("page.xhtml", "application/xhtml+xml", b"<html/>"),
        ("doc.pdf", "application/pdf", b"%PDF-1.4"),
        ("code.js", "text/javascript", b"alert(1)"),
    ],
)
def test_what_could_act_is_only_ever_downloaded(cast: Cast, name: str, type_: str, content: bytes) -> None:
    answer = served(cast, name, type_, content)

    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_picture_is_shown_and_still_may_do_nothing(cast: Cast) -> None:
    answer = served(cast, "чек.png", "image/png", PNG)

    assert (answer.headers["Content-Type"], answer.content) == ("image/png", PNG)
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize(("name", "type_"), [("x.png", "image/png"), ("x.jpg", "image/jpeg"), ("x.gif", "image/gif")])
@pytest.mark.parametrize("content", [PAGE, SVG, PNG[:8] + PAGE], ids=["page", "svg", "damaged"])
def test_a_page_that_calls_itself_a_picture_is_only_ever_downloaded(
    cast: Cast, name: str, type_: str, content: bytes
) -> None:
    answer = served(cast, name, type_, content)

    assert Attachment.objects.get().type == "application/octet-stream"
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_what_was_kept_under_a_claim_before_is_not_believed_either(cast: Cast) -> None:
    arrives(letter(files=[("x.jpg", "image/jpeg", PAGE)]), cast.chainik_mail)
    Attachment.objects.update(type="image/jpeg")

    answer = cast.browser_of(cast.anna).get(f"/attachments/{Attachment.objects.get().public_id}")

    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_picture_is_one_whatever_its_sender_calls_it(cast: Cast) -> None:
    answer = served(cast, "IMG_1.bin", "application/octet-stream", PNG)

    assert (Attachment.objects.get().type, answer.headers["Content-Type"]) == ("image/png", "image/png")


@pytest.mark.parametrize(
    ("type_", "content", "kept"),
    [
        ("application/pdf", b"%PDF-1.4", True),
        ("application/pdf", PAGE, False),
        ("application/msword", PAGE, False),
        ("image/svg+xml", SVG, False),
        ("image/heic", b"\0\0\0\x18ftypheic", True),
        ("image/heic", PAGE, False),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK\x03\x04", True),
        ("text/plain", b"words", True),
    ],
)
def test_a_files_type_is_what_it_is_and_a_false_claim_is_dropped(
    cast: Cast, type_: str, content: bytes, kept: bool
) -> None:
    arrives(letter(files=[("file", type_, content)]), cast.chainik_mail)

    assert Attachment.objects.get().type == (type_ if kept else "application/octet-stream")


def test_a_page_that_a_colleague_is_made_to_send_as_a_picture_is_none(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail)
    page = SimpleUploadedFile("x.png", PAGE, content_type="image/png")
    cast.browser_of(cast.anna).post(
        f"/conversations/{the_conversation().public_id}/replies", {"text": "Вот", "files": [page]}
    )

    assert [(one.name, one.type) for one in Attachment.objects.all()] == [("x.png", "application/octet-stream")]


def test_an_address_in_a_letter_can_be_clicked_and_nothing_else_in_it_acts(cast: Cast) -> None:
    arrives(letter("<b>Смотрите</b>: https://shop.example/kettle?a=1&b=<script>"), cast.chainik_mail)

    page = cast.browser_of(cast.anna).get(f"/conversations/{the_conversation().public_id}/").content.decode()

    assert '<a href="https://shop.example/kettle?a=1&amp;b=' in page
    assert "&lt;b&gt;Смотрите&lt;/b&gt;" in page
    assert "b=<script" not in page


def html_of(cast: Cast, query: str = ""):
    address = f"/messages/{the_last_message().public_id}/html{query}"
    return cast.browser_of(cast.anna).get(address)


def test_a_letters_html_has_a_page_of_its_own_without_script_and_network(cast: Cast) -> None:
    arrives(letter(html=HOSTILE), cast.chainik_mail)
    answer = html_of(cast)
    policy = answer.headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "img-src data:;" in policy
    assert "sandbox" in policy
    assert "allow-scripts" not in policy
    assert "allow-same-origin" not in policy
    page = answer.content.decode()
    assert "<script" not in page
    assert "onclick" not in page
    assert ' src="https://spy' not in page


def test_remote_images_load_after_a_click_only(cast: Cast) -> None:
    arrives(letter(html=HOSTILE), cast.chainik_mail)
    answer = html_of(cast, "?images=1")

    assert 'src="https://spy.example.net/pixel.gif?you"' in answer.content.decode()
    assert "img-src data: https: http:" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "<script" not in answer.content.decode()


def with_an_image(content: bytes) -> bytes:
    """In the place of one, whatever it is."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Message-ID"] = "irina@example.com", "help@chainik.example", "<1@irina.example.com>"
    mail.set_content("Вот.")
    mail.add_alternative('<p>Вот: <img src="cid:photo@example.com"></p>', subtype="html")
    html = typed(EmailMessage, mail.get_payload()[1])
    html.add_related(content, "image", "png", cid="<photo@example.com>", filename="photo.png")
    return mail.as_bytes()


def test_an_image_of_the_letter_stands_in_its_place(cast: Cast) -> None:
    arrives(with_an_image(PNG), cast.chainik_mail)

    assert f'src="data:image/png;base64,{base64.b64encode(PNG).decode()}"' in html_of(cast).content.decode()


def test_what_is_no_image_stands_in_no_place_of_one(cast: Cast) -> None:
    arrives(with_an_image(PAGE), cast.chainik_mail)

    for kept_as in ("application/octet-stream", "image/png"):
        Attachment.objects.update(type=kept_as)
        assert base64.b64encode(PAGE).decode() not in html_of(cast).content.decode()


def test_words_of_strangers_are_words_everywhere(cast: Cast) -> None:
    bad = "<script>alert(1)</script>"
    arrives(
        letter(
            bad, subject=f"Чай {bad}", sender=f'"{bad}" <irina@example.com>', files=[(f"{bad}.png", "image/png", PNG)]
        ),
        cast.chainik_mail,
    )
    browser = cast.browser_of(cast.anna)
    conversation = the_conversation()

    for address in (
        "/conversations/",
        f"/conversations/{conversation.public_id}/",
        f"/customers/{conversation.customer.public_id}/",
    ):
        assert bad not in browser.get(address).content.decode()


def test_where_an_answer_would_go_is_seen_when_it_is_not_the_sender(cast: Cast) -> None:
    """A forged sender is of use to a thief only if the answer comes to the thief."""
    arrives(letter(headers=[("Reply-To", "thief@evil.example")]), cast.chainik_mail)

    page = cast.browser_of(cast.anna).get(f"/conversations/{the_conversation().public_id}/").content.decode()

    assert "An answer to this letter goes to thief@evil.example, not to its sender." in page


def test_of_an_ordinary_letter_nothing_is_said_about_where_the_answer_goes(cast: Cast) -> None:
    arrives(letter(headers=[("Reply-To", "Irina@Example.com")]), cast.chainik_mail)

    page = cast.browser_of(cast.anna).get(f"/conversations/{the_conversation().public_id}/").content.decode()

    assert "An answer to this letter" not in page
