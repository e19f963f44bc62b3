"""A colleague passes a customer's letter on: whose it is, in truth."""

import pytest

from tests.channels.email.parse.conftest import Inspect
from tests.channels.email.parse.letters import file_part, multipart, part, raw, text_part, word

TEXT = "Где мой чайник?"
GMAIL = f"""Посмотри, пожалуйста.

---------- Forwarded message ---------
От: Ирина Соколова <irina@example.com>
Date: вт, 10 мар. 2026 г. в 09:15
Subject: Чайник не пришёл
To: <pavel@chainik.example>


{TEXT}
"""
OUTLOOK = f"""Посмотри.

-----Исходное сообщение-----
From: Ирина Соколова [mailto:irina@example.com]
Sent: Tuesday, March 10, 2026 9:15 AM
To: Павел Громов
Subject: Чайник не пришёл

{TEXT}
"""
APPLE = f"""
Начало переадресованного сообщения:

От: Ирина Соколова <irina@example.com>
Тема: Чайник не пришёл
Дата: 10 марта 2026 г. в 09:15:00 GMT+3
Кому: pavel@chainik.example

{TEXT}
"""
YANDEX = f"""

-------- Пересылаемое сообщение --------
10.03.2026, 09:15, "Ирина Соколова" <irina@example.com>:

{TEXT}
-------- Конец пересылаемого сообщения --------
"""
THUNDERBIRD = f"""


-------- Перенаправленное сообщение --------
Тема: \tЧайник не пришёл
Дата: \tTue, 10 Mar 2026 09:15:00 +0300
От: \tИрина Соколова <irina@example.com>
Кому: \tpavel@chainik.example


{TEXT}
"""
ZIMBRA = f"""

----- Пересылаемое сообщение -----
От: *Ирина Соколова* <irina@example.com>
Кому: pavel@chainik.example
Отправленные: Вторник, 10 Март 2026 г 9:15:00
Тема: Чайник не пришёл

{TEXT}
"""
UKRAINIAN = f"""
---------- Переслане повідомлення ----------
Від: Ірина Соколова <irina@example.com>
Дата: вт, 10 бер. 2026 р. о 09:15
Тема: Чайник не прийшов
Кому: <pavel@chainik.example>

{TEXT}
"""


@pytest.mark.parametrize(
    "body",
    [GMAIL, OUTLOOK, APPLE, YANDEX, THUNDERBIRD, ZIMBRA, UKRAINIAN],
    ids=["Gmail", "Outlook", "Apple Mail", "Yandex", "Thunderbird", "Zimbra", "Ukrainian Gmail"],
)
def test_the_original_sender_is_found_in_the_words_of_the_program(inspect: Inspect, body: str) -> None:
    mail = inspect(
        raw(
            "From: pavel@chainik.example",
            f"Subject: {word('Fwd: Чайник не пришёл')}",
            "Content-Type: text/plain; charset=utf-8",
            body=body.encode(),
        )
    )

    assert mail["forwarded"]["from"]["address"] == "irina@example.com"
    assert mail["forwarded"]["text"].strip().startswith(TEXT)
    assert "*" not in mail["forwarded"]["from"]["name"]
    assert mail["from"]["address"] == "pavel@chainik.example"


def inner(depth: int = 1) -> bytes:
    letter = raw(
        f"From: {word('Ирина')} <irina@example.com>",
        "To: pavel@chainik.example",
        f"Subject: {word('Чайник не пришёл')}",
        "Content-Type: text/plain; charset=utf-8",
        body=TEXT.encode(),
    )
    for _ in range(depth - 1):
        letter = multipart(
            part(letter, "Content-Type: message/rfc822"), fields=("From: b@example.com",), boundary=f"n{_}"
        )
    return letter


def test_the_original_sender_is_found_in_an_attached_letter(inspect: Inspect) -> None:
    mail = inspect(
        multipart(
            text_part("Посмотри."),
            part(inner(), "Content-Type: message/rfc822"),
            fields=("From: pavel@chainik.example", "Subject: Fwd: kettle"),
        )
    )

    assert mail["forwarded"]["from"] == {"name": "Ирина", "address": "irina@example.com"}
    assert (mail["forwarded"]["subject"], mail["forwarded"]["text"]) == ("Чайник не пришёл", TEXT)
    assert [file["type"] for file in mail["attachments"]] == ["message/rfc822"]


def test_the_original_sender_is_found_in_a_letter_attached_as_a_file(inspect: Inspect) -> None:
    file = file_part(inner(), 'Content-Type: application/octet-stream; name="letter.eml"')
    mail = inspect(multipart(text_part("Посмотри."), file, fields=("Subject: Fwd: kettle",)))

    assert mail["forwarded"]["from"]["address"] == "irina@example.com"


def test_a_letter_within_a_letter_within_a_letter_is_read(inspect: Inspect) -> None:
    mail = inspect(
        multipart(
            part(inner(3), "Content-Type: message/rfc822"),
            fields=("From: pavel@chainik.example", "Subject: Fwd: kettle"),
            boundary="outer",
        )
    )

    assert mail["forwarded"]["from"]["address"] == "b@example.com"
    assert len(mail["attachments"]) == 1


def test_an_ordinary_reply_is_not_forwarded(inspect: Inspect) -> None:
    body = f"Спасибо!\r\n\r\n10.03.2026 09:15, Анна пишет:\r\n> {TEXT}\r\n"
    mail = inspect(raw("Subject: Re: kettle", "Content-Type: text/plain; charset=utf-8", body=body.encode()))

    assert mail["forwarded"] is None
