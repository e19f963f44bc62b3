"""MIME as programs break it, and limits instead of crashes."""

import base64
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from slovo.channels.email.parse import parse_mail
from tests.channels.email.parse.conftest import Inspect
from tests.channels.email.parse.letters import CRLF, multipart, part, raw, text_part

SECONDS_MAX = 30  # far above what it takes: not a measure, an end


def test_text_and_html_are_two_forms_of_one_letter(inspect: Inspect) -> None:
    mail = inspect(multipart(text_part("Чай"), text_part("<p>Чай</p>", "html"), kind="alternative"))

    assert (mail["text"], mail["html"], mail["attachments"]) == ("Чай", "<p>Чай</p>", [])


def test_html_alone_gives_its_text_too(inspect: Inspect) -> None:
    html = "<p>Чай</p><ul><li>чёрный</li><li>зелёный</li></ul><p>Всё.</p>"
    mail = inspect(raw("Content-Type: text/html; charset=utf-8", body=html.encode()))

    assert [line.strip("-*• ") for line in mail["text"].splitlines() if line.strip()] == [
        "Чай",
        "чёрный",
        "зелёный",
        "Всё.",
    ]


@pytest.mark.parametrize("end", [b"\r\n", b"\n", b"\r"], ids=["CR LF", "LF", "CR"])
def test_lines_end_as_they_like(inspect: Inspect, end: bytes) -> None:
    mail = inspect(raw("Subject: Tea", "Content-Type: text/plain", body=b"one" + end + b"two", end=end))

    assert (mail["subject"], mail["text"].splitlines()) == ("Tea", ["one", "two"])


def test_a_boundary_that_never_ends(inspect: Inspect) -> None:
    letter = multipart(text_part("Первая"), text_part("<p>Вторая</p>", "html"))
    mail = inspect(letter.removesuffix(b"--b1--\r\n"))

    assert mail["text"].startswith("Первая")


def test_a_multipart_without_its_boundary_is_still_read(inspect: Inspect) -> None:
    body = b"--b1\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + "Чай".encode() + b"\r\n--b1--\r\n"
    mail = inspect(raw("Content-Type: multipart/mixed", body=body))

    assert "Чай" in mail["text"]
    assert any(note.startswith("boundary_missing") for note in mail["notes"])


def test_a_boundary_with_quotes_blanks_and_signs(inspect: Inspect) -> None:
    assert inspect(multipart(text_part("Чай"), boundary="=_b (1)?=:/x"))["text"] == "Чай"


@pytest.mark.parametrize("end", [b"\n", b"\r"], ids=["UTF-16", "CR, and one LF at the end"])
def test_a_mail_that_passed_through_an_editor(inspect: Inspect, end: bytes) -> None:
    letter = raw("Subject: Tea", "Content-Type: text/plain; charset=utf-8", body="Чай".encode(), end=end)
    mail = inspect(letter.decode().encode("utf-16") if end == b"\n" else letter + b"\n")

    assert (mail["subject"], mail["text"]) == ("Tea", "Чай")


@pytest.mark.parametrize("name", ["BASE64", "base-64", "x-base64", "b64"])
def test_base64_under_other_names(inspect: Inspect, name: str) -> None:
    letter = raw("Content-Type: text/plain", f"Content-Transfer-Encoding: {name}", body=base64.b64encode(b"Tea"))
    assert inspect(letter)["text"] == "Tea"


@pytest.mark.parametrize("text", ["Здравствуйте, где мой заказ?", "Hello, where is my order? Please tell me."])
def test_words_that_are_only_called_base64_are_read(inspect: Inspect, text: str) -> None:
    letter = raw("Content-Type: text/plain", "Content-Transfer-Encoding: base64", body=text.encode())
    assert inspect(letter)["text"] == text


def test_an_empty_multipart_is_an_empty_letter(inspect: Inspect) -> None:
    assert inspect(multipart())["text"] == ""


@pytest.mark.parametrize("body", [b"", b"\r\n\r\n", b"\n"])
def test_nothing_at_all(inspect: Inspect, body: bytes) -> None:
    mail = inspect(body)

    assert (mail["text"], mail["from"]) == ("", {"name": "", "address": ""})
    assert any(note.startswith("mail_empty") for note in mail["notes"])


def test_an_unknown_transfer_encoding_leaves_the_content_as_it_is(inspect: Inspect) -> None:
    mail = inspect(raw("Content-Type: text/plain", "Content-Transfer-Encoding: x-magic", body=b"as it is"))

    assert mail["text"] == "as it is"
    assert any(note.startswith("encoding_unknown") for note in mail["notes"])


def test_quoted_printable_with_mistakes(inspect: Inspect) -> None:
    body = b"=D0=A7=D0=B0=D0=B9 =ZZ and =\r\n100%=\r\n =3D"
    mail = inspect(
        raw("Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: quoted-printable", body=body)
    )

    assert mail["text"] == "Чай =ZZ and 100% ="


@pytest.mark.slow
@pytest.mark.plain
def test_flowed_lines_flow_together(inspect: Inspect) -> None:
    body = "Первая часть \r\nпродолжается.\r\nВторая.".encode()
    mail = inspect(raw("Content-Type: text/plain; charset=utf-8; format=flowed", body=body))

    assert mail["text"].splitlines() == ["Первая часть продолжается.", "Вторая."]


@pytest.mark.parametrize(
    ("value", "people"),
    [
        ("a@example.com, b@example.com", ["a@example.com", "b@example.com"]),
        ("a@example.com; b@example.com", ["a@example.com", "b@example.com"]),
        ("Team: a@example.com, b@example.com;", ["a@example.com", "b@example.com"]),
        ("undisclosed-recipients:;", []),
        ('"Last, First" <a@example.com>', ["a@example.com"]),
        ("Last, First <a@example.com>", ["a@example.com"]),
        ("a@example.com (Irina)", ["a@example.com"]),
        ("<a@example.com", ["a@example.com"]),
        ("a @ example.com", ["a@example.com"]),
        ("'a@example.com'", ["a@example.com"]),
        ("mailto:a@example.com", ["a@example.com"]),
        ("a@example.com <a@example.com>", ["a@example.com"]),
        ("<@relay.example.com:a@example.com>", ["a@example.com"]),
        ("a@example.com b@example.com", ["a@example.com", "b@example.com"]),
        ('Joe <"joe, jr"@example.com>', ['"joe, jr"@example.com']),
        ("Joe <joe(his account)@example.com(his host)>", ["joe@example.com"]),
        ("=?utf-8?B?0JjRgNC40L3QsCA8YUBleGFtcGxlLmNvbT4=?=", ["a@example.com"]),
        ("undisclosed-recipients", []),
    ],
)
def test_addresses_as_programs_write_them(inspect: Inspect, value: str, people: list[str]) -> None:
    assert [person["address"] for person in inspect(raw(f"To: {value}"))["to"]] == people


def test_an_address_within_a_name_that_is_not_the_senders_is_noted(inspect: Inspect) -> None:
    mail = inspect(raw('From: "boss@chainik.example" <thief@example.net>'))

    assert mail["from"]["address"] == "thief@example.net"
    assert any(note.startswith("name_misleads") for note in mail["notes"])


def test_the_ids_keep_their_brackets_and_lose_everything_else(inspect: Inspect) -> None:
    mail = inspect(
        raw(
            "Message-ID:   <1@example.com>  ",
            "In-Reply-To: Your message of Monday <0@example.com>",
            "References: <a@example.com>\r\n\t<b@example.com><c@example.com>",
        )
    )

    assert (mail["message_id"], mail["in_reply_to"]) == ("<1@example.com>", "<0@example.com>")
    assert mail["references"] == ["<a@example.com>", "<b@example.com>", "<c@example.com>"]


@pytest.mark.parametrize(
    ("given", "iso"),
    [
        ("Tue, 10 Mar 2026 09:15:00 +0300", "2026-03-10T09:15:00+03:00"),
        ("10 Mar 26 09:15 GMT", "2026-03-10T09:15:00+00:00"),
        ("Tue, 10 Mar 2026 09:15:00 +0300 (MSK)", "2026-03-10T09:15:00+03:00"),
        ("Вт, 10 мар 2026 09:15:00 +0300", "2026-03-10T09:15:00+03:00"),
        ("Tue, 10 Mar 2026 9:15:5 +0300", "2026-03-10T09:15:05+03:00"),
        ("Tue, 10 Mar 2026 09.15.00 +0300", "2026-03-10T09:15:00+03:00"),
        ("Tue, 10 Mar 2026 09:15:00 0300", "2026-03-10T09:15:00+03:00"),
        ("Tue Mar 10 09:15:00 2026", "2026-03-10T09:15:00+00:00"),
        ("2026-03-10T09:15:00+03:00", "2026-03-10T09:15:00+03:00"),
    ],
)
def test_dates_in_the_forms_of_the_wild(inspect: Inspect, given: str, iso: str) -> None:
    from datetime import datetime

    assert datetime.fromisoformat(inspect(raw(f"Date: {given}"))["date"]) == datetime.fromisoformat(iso)


def test_a_date_that_means_nothing_is_none_and_noted(inspect: Inspect) -> None:
    mail = inspect(raw("Date: yesterday, around noon"))

    assert mail["date"] is None
    assert any(note.startswith("date_broken") for note in mail["notes"])


def nested(depth: int) -> bytes:
    head = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(depth))
    return b"From: a@example.com\r\n" + head + b"Content-Type: text/plain\r\n\r\nthe innermost\r\n"


def within_a_mail(depth: int) -> bytes:
    return b"From: a@example.com\r\n" + b"Content-Type: message/rfc822\r\n\r\n" * depth + b"Subject: x\r\n\r\ny"


LARGE = {
    "2,000 multiparts one in another": (nested(2000), "depth_cut"),
    "5,000 mails one in another": (within_a_mail(5000), ""),
    "10,000 parts": (multipart(*[text_part(f"{n}") for n in range(10_000)]), "parts_cut"),
    "20,000 recipients": (raw("To: " + ", ".join(f"u{n}@example.com" for n in range(20_000))), "recipients_cut"),
    "20,000 recipients, folded": (
        raw("To: " + ",\r\n ".join(f"Имя {n} <u{n}@example.com>" for n in range(20_000))),
        "recipients_cut",
    ),
    "a header of 5 MB": (raw("X-Long: " + "x" * 5_000_000, "Subject: Tea", body=b"text"), ""),
    "100,000 header fields": (raw(*[f"X-{n}: y" for n in range(100_000)], body=b"text"), "header_cut"),
    "a subject of 1 MB": (raw("Subject: " + "ш" * 500_000), "subject_cut"),
    "100,000 blanks within a field": (raw("To: a" + " " * 120_000 + "b"), ""),
    "100,000 words for a name": (raw("To: " + "a " * 60_000), ""),
    "1,000,000 ampersands": (raw("Content-Type: text/html", body=b"&" * 1_000_000), "html_cut"),
    "100,000 references": (raw("References: " + " ".join(f"<{n}@example.com>" for n in range(100_000))), ""),
    "a text of 8 MB": (raw("Content-Type: text/plain", body=b"word " * 1_600_000), "text_cut"),
    "a line of 8 MB": (raw("Content-Type: text/plain", body=b"w" * 8_000_000), "text_cut"),
    "HTML of 8 MB": (raw("Content-Type: text/html", body=b"<p>word</p>" * 700_000), "html_cut"),
    "100,000 open tags": (raw("Content-Type: text/html", body=b"<div>" * 100_000 + b"x"), ""),
    "100,000 open formats": (raw("Content-Type: text/html", body=b"<b><i><font>" * 30_000 + b"<p>x" * 3000), ""),
    "an attribute of 5 MB": (raw("Content-Type: text/html", body=b'<p title="' + b"x" * 5_000_000 + b'">y</p>'), ""),
    "quotes 10,000 deep": (raw("Content-Type: text/plain", body=b">" * 10_000 + b" x\r\n" + b"> " * 5000 + b"y"), ""),
    "100,000 quoted lines": (raw("Content-Type: text/plain", body=b"answer\r\n" + b"> line\r\n" * 100_000), ""),
    "a boundary of 1 MB": (raw(f'Content-Type: multipart/mixed; boundary="{"b" * 1_000_000}"', body=b"x"), ""),
    "10,000 parameters": (raw("Content-Type: text/plain" + "".join(f"; p{n}=v" for n in range(10_000))), ""),
    "encoded words without end": (raw("Subject: " + " ".join(["=?utf-8?B?0KfQsNC5?="] * 50_000)), "subject_cut"),
    "brackets without end": (raw("To: " + "(" * 100_000), ""),
    "quotes without end": (raw('To: "' + "\\" * 100_000), ""),
    "8-bit rubbish": (bytes(range(256)) * 4000, ""),
    "base64 of 30 MB of rubbish": (
        raw("Content-Type: application/x", "Content-Transfer-Encoding: base64", body=b"!@#$" * 7_000_000),
        "",
    ),
}


@pytest.mark.slow
@pytest.mark.plain
@pytest.mark.parametrize("what", LARGE)
def test_too_much_of_anything_is_cut_with_a_note_in_bounded_time(inspect: Inspect, what: str) -> None:
    letter, code = LARGE[what]
    started = time.monotonic()
    mail = inspect(letter)

    assert time.monotonic() - started < SECONDS_MAX
    assert not any(note.startswith("unreadable") for note in mail["notes"]), mail["notes"]
    assert not code or any(note.startswith(code) for note in mail["notes"]), mail["notes"]


def test_the_innermost_of_what_is_too_deep_is_kept(inspect: Inspect) -> None:
    mail = inspect(nested(200))

    assert sum(file["size"] for file in mail["attachments"]) > 0


def test_a_poison_mail_does_not_stop_the_others(tmp_path, capsys) -> None:
    import json

    from slovo.config.cli import main

    paths = []
    for number, letter in enumerate([raw("Subject: one"), bytes(range(256)), raw("Subject: three")]):
        paths.append(tmp_path / f"{number}.eml")
        paths[-1].write_bytes(letter)

    assert main(["mail", "inspect", *map(str, paths), "--json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["subject"] for line in lines] == ["one", "", "three"]


HEADERS = st.sampled_from(
    [
        b"From: ", b"To: ", b"Subject: ", b"Content-Type: multipart/mixed; boundary=b", b"Content-Type: text/html",
        b"Content-Transfer-Encoding: base64", b"Content-Type: message/rfc822", b"References: <", b"Date: ",
        b"Content-Disposition: attachment; filename*0*=", b"=?utf-8?B?", b"=?koi8-r?Q?", b"?=", b"--b", b"--b--",
        b"Content-Type: application/ms-tnef", b"begin 644 x", b"end", b"> ", b"<p>", b"</p>", b"<img src=cid:",
        b"-- ", b"\r\n", b"\r\n\r\n", b"\n", b" ", b"\t", b"\x00", b"\xff", b"; ", b'"', b"(", b"@", b",",
    ]
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.plain
@given(st.lists(st.one_of(HEADERS, st.binary(max_size=40)), max_size=60).map(b"".join))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_a_stranger_sends_is_understood_somehow(letter: bytes) -> None:
    mail = parse_mail(letter)

    assert not mail.unreadable
    assert "\0" not in mail.text + mail.html + mail.subject + mail.sender.name
    (mail.text + mail.html + mail.subject + mail.sender.name + mail.reply_text).encode()  # no lone surrogate


@given(st.binary(max_size=200), st.sampled_from(["plain", "html"]))
@settings(max_examples=100, deadline=None)
def test_whatever_the_body_is_it_is_understood(body: bytes, kind: str) -> None:
    letter = part(body, "From: a@example.com", f"Content-Type: text/{kind}; charset=utf-8") + CRLF

    assert not parse_mail(letter).unreadable
