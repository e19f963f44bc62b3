"""Attachments: their names in all forms, images in place, winmail.dat, invitations, signed and encrypted mail."""

import base64
import hashlib
import struct
import zlib

import pytest

from tests.channels.email.parse.conftest import Inspect
from tests.channels.email.parse.letters import file_part, multipart, part, raw, text_part, word

NAME = "Счёт за чайник.pdf"
PDF = b"%PDF-1.4 our own\n%%EOF"


def percent(text: str, charset: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode(charset))


def named(disposition: str | bytes, type_: str | bytes = "Content-Type: application/pdf") -> bytes:
    return multipart(text_part("См. файл."), file_part(PDF, type_, disposition))


@pytest.mark.parametrize(
    "disposition",
    [
        f"Content-Disposition: attachment; filename*=utf-8''{percent(NAME, 'utf-8')}",
        f"Content-Disposition: attachment; filename*=koi8-r'ru'{percent(NAME, 'koi8-r')}",
        f"Content-Disposition: attachment;\r\n filename*0*=windows-1251''{percent(NAME[:7], 'cp1251')};\r\n"
        f" filename*1*={percent(NAME[7:], 'cp1251')}",
        f"Content-Disposition: attachment;\r\n filename*1*={percent(NAME[7:], 'cp1251')};\r\n"
        f" filename*0*=windows-1251''{percent(NAME[:7], 'cp1251')}",
        f'Content-Disposition: attachment; filename="{word(NAME)}"',
        f'Content-Disposition: attachment; filename="{word(NAME, "koi8-r")}"',
        f"Content-Disposition: attachment; filename={word(NAME)}",
        f'Content-Disposition: attachment; filename="{NAME}"'.encode(),
        f'Content-Disposition: attachment; filename="{NAME}"'.encode("cp1251"),
        f'Content-Disposition: attachment; filename="{NAME}"'.encode("koi8-r"),
        f"Content-Disposition: attachment; filename={NAME}".encode(),
        f"Content-Disposition: attachment; filename*=utf-8''{percent(NAME, 'utf-8')}; filename=\"schet.pdf\"",
        f"Content-Disposition: attachment; filename=\"schet.pdf\"; filename*=utf-8''{percent(NAME, 'utf-8')}",
        f'CONTENT-DISPOSITION: ATTACHMENT; FILENAME="{word(NAME)}"',
        f"Content-Disposition: attachment; filename=\"utf-8''{percent(NAME, 'utf-8')}\"",
        f"Content-Disposition: attachment; filename*0*=utf-8''{percent(NAME, 'utf-8')[:17]}; "
        f"filename*1*={percent(NAME, 'utf-8')[17:]}",
        f'Content-Disposition: filename="{word(NAME)}"',
        f'Content-Disposition: attachment filename="{word(NAME)}"',
        f'Content-Disposition: attachment; filename={word(NAME)}"',
    ],
)
def test_a_name_in_every_form(inspect: Inspect, disposition: str | bytes) -> None:
    (file,) = inspect(named(disposition))["attachments"]

    assert file == {
        "name": NAME,
        "type": "application/pdf",
        "size": len(PDF),
        "sha256": hashlib.sha256(PDF).hexdigest(),
        "inline": False,
    }


@pytest.mark.parametrize(
    "type_",
    [
        f'Content-Type: application/pdf; name="{word(NAME)}"',
        f"Content-Type: application/pdf; name*=utf-8''{percent(NAME, 'utf-8')}",
        f'Content-Type: application/pdf; name="{NAME}"'.encode(),
    ],
)
def test_the_name_of_the_type_serves_when_there_is_no_other(inspect: Inspect, type_: str | bytes) -> None:
    assert inspect(named("Content-Disposition: attachment", type_))["attachments"][0]["name"] == NAME


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\\\Users\\\\irina\\\\boot.ini", "boot.ini"),
        ("/etc/passwd", "passwd"),
        ("photo\\u202egpj.exe", "photogpj.exe"),
    ],
)
def test_a_name_that_would_mislead_is_cleaned(inspect: Inspect, given: str, shown: str) -> None:
    given = given.replace("\\u202e", "\N{RIGHT-TO-LEFT OVERRIDE}")
    mail = inspect(named(f'Content-Disposition: attachment; filename="{given}"'.encode()))

    assert mail["attachments"][0]["name"] == shown
    assert any(note.startswith("file_name_cleaned") for note in mail["notes"])


def test_a_file_without_a_name_gets_one_by_its_type(inspect: Inspect) -> None:
    name = inspect(named("Content-Disposition: attachment"))["attachments"][0]["name"]

    assert name.endswith(".pdf")


def test_a_very_long_name_keeps_its_ending(inspect: Inspect) -> None:
    name = inspect(named(f'Content-Disposition: attachment; filename="{"a" * 5000}.pdf"'))["attachments"][0]["name"]

    assert len(name) <= 150
    assert name.endswith(".pdf")


@pytest.mark.parametrize(
    "content",
    [
        base64.b64encode(PDF)[:-2],
        b"!!!" + base64.b64encode(PDF),
        base64.b64encode(PDF).replace(b"P", b"\r\nP\r\n"),
        base64.b64encode(PDF) + b"\r\n\r\nSent by a scanner",
    ],
    ids=["without padding", "rubbish before", "broken lines", "words after"],
)
def test_damaged_base64_gives_what_can_be_read(inspect: Inspect, content: bytes) -> None:
    file = part(content, "Content-Type: application/pdf", "Content-Transfer-Encoding: base64")
    (attachment,) = inspect(multipart(text_part("x"), file))["attachments"]

    assert attachment["size"] >= len(PDF) - 3


def test_an_image_in_place_is_told_from_a_file(inspect: Inspect) -> None:
    html = '<p>Вот: <img src="cid:photo1@example.com"></p>'
    mail = inspect(
        multipart(
            text_part(html, "html"),
            file_part(b"\x89PNG1", "Content-Type: image/png; name=one.png", "Content-ID: <photo1@example.com>"),
            file_part(b"\x89PNG2", "Content-Type: image/png; name=two.png", "Content-ID: <photo2@example.com>"),
            kind="related",
        )
    )

    assert [(file["name"], file["inline"]) for file in mail["attachments"]] == [("one.png", True), ("two.png", False)]
    assert "cid:photo1@example.com" in mail["html"]


def test_an_image_in_place_is_found_under_a_name_with_signs(inspect: Inspect) -> None:
    image = file_part(b"\x89PNG1", "Content-Type: image/png; name=one.png", "Content-ID: <a&b@example.com>")
    mail = inspect(multipart(text_part('<img src="cid:a&amp;b@example.com">', "html"), image, kind="related"))

    assert [file["inline"] for file in mail["attachments"]] == [True]


def test_an_invitation_stays_a_file_and_is_noted(inspect: Inspect) -> None:
    ics = b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"
    mail = inspect(
        multipart(
            text_part("Встреча в среду."),
            part(ics, "Content-Type: text/calendar; method=REQUEST; charset=utf-8"),
            kind="alternative",
        )
    )

    assert mail["text"] == "Встреча в среду."
    assert [file["type"] for file in mail["attachments"]] == ["text/calendar"]
    assert any(note.startswith("calendar") for note in mail["notes"])


def test_a_signed_mail_reads_and_keeps_its_signature(inspect: Inspect) -> None:
    mail = inspect(
        multipart(
            text_part("Подписано."),
            file_part(b"\x30\x82", 'Content-Type: application/pkcs7-signature; name="smime.p7s"'),
            kind="signed",
        )
    )

    assert mail["text"] == "Подписано."
    assert [file["name"] for file in mail["attachments"]] == ["smime.p7s"]
    assert any(note.startswith("signed") for note in mail["notes"])


@pytest.mark.parametrize(
    "letter",
    [
        multipart(
            part(b"Version: 1", "Content-Type: application/pgp-encrypted"),
            part(b"-----BEGIN PGP MESSAGE-----", 'Content-Type: application/octet-stream; name="encrypted.asc"'),
            kind="encrypted",
        ),
        raw(
            'Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"',
            "Content-Transfer-Encoding: base64",
            body=base64.b64encode(b"\x30\x82 secret"),
        ),
    ],
    ids=["PGP", "S/MIME"],
)
def test_an_encrypted_mail_is_kept_whole(inspect: Inspect, letter: bytes) -> None:
    mail = inspect(letter)

    assert mail["attachments"]
    assert any(note.startswith("encrypted") for note in mail["notes"])


def tnef(*files: tuple[str, bytes], body: str = "") -> bytes:
    """A winmail.dat by the letter of MS-OXTNEF: level, id, length, data, checksum."""

    def attribute(level: int, id_: int, data: bytes) -> bytes:
        return struct.pack("<BII", level, id_, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)

    stream = struct.pack("<IH", 0x223E9F78, 1)
    if body:
        stream += attribute(1, 0x0002800C, body.encode("cp1251") + b"\0")
    for name, content in files:
        stream += attribute(2, 0x00069002, struct.pack("<HIHHI", 1, 0, 0, 0, 0))
        stream += attribute(2, 0x00018010, name.encode("cp1251") + b"\0")
        stream += attribute(2, 0x0006800F, content)
    return stream


def test_the_files_of_a_winmail_dat_are_unpacked(inspect: Inspect) -> None:
    content = tnef(("Договор.pdf", PDF), ("notes.txt", b"abc"))
    mail = inspect(multipart(text_part("Во вложении."), file_part(content, "Content-Type: application/ms-tnef")))

    assert [(file["name"], file["size"]) for file in mail["attachments"]] == [
        ("Договор.pdf", len(PDF)),
        ("notes.txt", 3),
    ]
    assert any(note.startswith("tnef_unpacked") for note in mail["notes"])


def test_a_broken_winmail_dat_is_kept_as_it_is(inspect: Inspect) -> None:
    content = tnef(("Договор.pdf", PDF))[:-12]
    mail = inspect(
        multipart(text_part("x"), file_part(content, 'Content-Type: application/ms-tnef; name="winmail.dat"'))
    )

    assert "winmail.dat" in [file["name"] for file in mail["attachments"]]


def test_a_file_written_into_the_text_is_unpacked(inspect: Inspect) -> None:
    import binascii

    lines = [binascii.b2a_uu(PDF[start : start + 45]) for start in range(0, len(PDF), 45)]
    body = b"See.\r\n\r\nbegin 644 invoice.pdf\r\n" + b"".join(lines).replace(b"\n", b"\r\n") + b"`\r\nend\r\n"
    mail = inspect(raw("Content-Type: text/plain", body=body))

    assert mail["text"].strip() == "See."
    assert [(file["name"], file["size"]) for file in mail["attachments"]] == [("invoice.pdf", len(PDF))]


def test_a_zip_bomb_is_a_file_and_nobody_opens_it(inspect: Inspect) -> None:
    bomb = zlib.compress(b"\0" * 50_000_000, 9)
    (file,) = inspect(multipart(text_part("x"), file_part(bomb, 'Content-Type: application/zip; name="b.zip"')))[
        "attachments"
    ]

    assert file["size"] == len(bomb)


def test_an_attached_letter_is_called_by_its_subject(inspect: Inspect) -> None:
    letter = part(raw("Subject: Re: kettle"), "Content-Type: message/rfc822")
    mail = inspect(multipart(text_part("x"), letter))

    assert (mail["attachments"][0]["name"], mail["notes"]) == ("Re kettle.eml", [])


def test_a_mail_that_is_one_file_is_that_file(inspect: Inspect) -> None:
    letter = raw(
        'Content-Type: application/pdf; name="scan.pdf"',
        "Content-Transfer-Encoding: base64",
        body=base64.encodebytes(PDF),
    )
    mail = inspect(letter)

    assert mail["text"] == ""
    assert [(file["name"], file["size"]) for file in mail["attachments"]] == [("scan.pdf", len(PDF))]


def test_a_text_that_is_attached_is_not_the_letter(inspect: Inspect) -> None:
    attached = part(b"log line", "Content-Type: text/plain", 'Content-Disposition: attachment; filename="log.txt"')
    mail = inspect(multipart(text_part("Лог во вложении."), attached))

    assert mail["text"] == "Лог во вложении."
    assert [file["name"] for file in mail["attachments"]] == ["log.txt"]
