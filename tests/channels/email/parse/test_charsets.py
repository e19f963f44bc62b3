"""Every charset of the wild, labelled rightly, wrongly, in pieces or not at all."""

import base64

import pytest

from tests.channels.email.parse.conftest import Inspect
from tests.channels.email.parse.letters import multipart, part, plain, raw, text_part, word

RUSSIAN = "Здравствуйте! Чайник пришёл без крышки, а в заказе она была. Когда вы её пришлёте?"
UKRAINIAN = "Добрий день! Мед надійшов, але одна баночка тріснула. Чи можна її замінити? Їжачок дякує."


@pytest.mark.parametrize("charset", ["koi8-r", "windows-1251", "cp866", "iso-8859-5", "utf-8", "utf-16", "utf-32"])
def test_russian_reads_in_every_charset(inspect: Inspect, charset: str) -> None:
    body = base64.encodebytes(RUSSIAN.encode(charset))
    mail = inspect(plain(body, charset, encoding="base64"))

    assert (mail["text"], mail["language"], mail["notes"]) == (RUSSIAN, "ru", [])


@pytest.mark.parametrize("charset", ["koi8-u", "windows-1251", "x-mac-ukrainian", "utf-8"])
def test_ukrainian_reads_in_every_charset(inspect: Inspect, charset: str) -> None:
    codec = "mac-cyrillic" if charset.startswith("x-mac") else charset
    text = UKRAINIAN if codec != "mac-cyrillic" else UKRAINIAN.replace("ґ", "г")
    mail = inspect(plain(text.encode(codec), charset))

    assert (mail["text"], mail["language"]) == (text, "uk")


@pytest.mark.parametrize("charset", ["x-mac-cyrillic", "maccyrillic", "mac-cyrillic", "MacCyrillic"])
def test_the_macintoshs_cyrillic_under_all_its_names(inspect: Inspect, charset: str) -> None:
    assert inspect(plain(RUSSIAN.encode("mac-cyrillic"), charset))["text"] == RUSSIAN


def test_utf_7_reads(inspect: Inspect) -> None:
    assert inspect(plain(RUSSIAN.encode("utf-7"), "utf-7", encoding="7bit"))["text"] == RUSSIAN


@pytest.mark.parametrize("name", ["cp-1251", "win-1251", "CP1251", "windows1251", '"windows-1251"', "ansi-1251"])
def test_a_charset_under_a_name_that_programs_invented(inspect: Inspect, name: str) -> None:
    assert inspect(plain(RUSSIAN.encode("windows-1251"), name))["text"] == RUSSIAN


@pytest.mark.parametrize("charset", ["koi8-r", "windows-1251", "cp866", "iso-8859-5", "mac-cyrillic", "utf-8"])
def test_without_a_label_the_charset_is_recognised(inspect: Inspect, charset: str) -> None:
    assert inspect(plain(RUSSIAN.encode(charset), None))["text"] == RUSSIAN


@pytest.mark.parametrize("charset", ["koi8-u", "windows-1251", "utf-8"])
def test_without_a_label_ukrainian_is_recognised(inspect: Inspect, charset: str) -> None:
    assert inspect(plain(UKRAINIAN.encode(charset), None))["text"] == UKRAINIAN


@pytest.mark.parametrize(
    ("label", "truth"),
    [
        ("us-ascii", "koi8-r"),
        ("us-ascii", "windows-1251"),
        ("iso-8859-1", "windows-1251"),
        ("windows-1252", "koi8-r"),
        ("utf-8", "windows-1251"),
        ("utf-8", "koi8-r"),
        ("windows-1251", "utf-8"),
        ("koi8-r", "windows-1251"),
        ("windows-1251", "koi8-r"),
        ("x-unknown", "windows-1251"),
        ("_iso-2022-jp$ESC", "koi8-r"),
    ],
)
def test_a_wrong_label_does_not_win_over_the_bytes(inspect: Inspect, label: str, truth: str) -> None:
    mail = inspect(plain(RUSSIAN.encode(truth), label))

    assert mail["text"] == RUSSIAN
    assert any(note.startswith("charset_guessed") for note in mail["notes"])


def test_a_right_label_is_believed_even_where_the_text_is_short(inspect: Inspect) -> None:
    assert inspect(plain("Да".encode("koi8-r"), "koi8-r"))["text"] == "Да"


def test_latin_text_with_accents_stays_latin(inspect: Inspect) -> None:
    text = "Grüße aus Köln, schöne Teekanne – danke!"
    assert inspect(plain(text.encode("windows-1252"), "iso-8859-1"))["text"] == text


def test_a_few_broken_bytes_do_not_turn_the_rest_into_rubbish(inspect: Inspect) -> None:
    mail = inspect(plain(RUSSIAN.encode() + b" \xff\xfe " + UKRAINIAN.encode(), "utf-8"))

    assert RUSSIAN in mail["text"]
    assert UKRAINIAN in mail["text"]


def test_each_part_has_its_own_charset(inspect: Inspect) -> None:
    mail = inspect(
        multipart(
            part("Первая.".encode("koi8-r"), "Content-Type: text/plain; charset=koi8-r"),
            part("Вторая.".encode("cp866"), "Content-Type: text/plain; charset=ibm866"),
        )
    )

    assert mail["text"].split() == ["Первая.", "Вторая."]


@pytest.mark.parametrize("charset", ["koi8-r", "windows-1251", "utf-8", "iso-8859-5"])
def test_a_subject_in_every_charset(inspect: Inspect, charset: str) -> None:
    assert inspect(raw(f"Subject: {word('Чайник без крышки', charset)}"))["subject"] == "Чайник без крышки"


@pytest.mark.parametrize("charset", ["koi8-r", "windows-1251", "utf-8"])
def test_a_subject_of_bare_bytes(inspect: Inspect, charset: str) -> None:
    subject = "Чайник пришёл без крышки, помогите".encode(charset)
    assert inspect(raw(b"Subject: " + subject))["subject"] == "Чайник пришёл без крышки, помогите"


def test_folded_encoded_words_join_without_a_blank(inspect: Inspect) -> None:
    mail = inspect(raw("Subject: =?utf-8?B?0KfQsNC50L3QuA==?=\r\n =?utf-8?B?0Log0LHQtdC3INC60YDRi9GI0LrQuA==?="))

    assert mail["subject"] == "Чайник без крышки"


def test_folded_encoded_words_of_a_display_name_join_without_a_blank(inspect: Inspect) -> None:
    name = "=?koi8-r?Q?=E9=D2=C9?=\r\n =?koi8-r?Q?=CE=C1?="
    mail = inspect(raw(f"From: {name} <irina@example.com>", f"To: {name}\r\n =?koi8-r?Q?_=F3=2E?= <a@example.org>"))

    assert mail["from"] == {"name": "Ирина", "address": "irina@example.com"}
    assert mail["to"] == [{"name": "Ирина С.", "address": "a@example.org"}]


def test_a_letter_cut_in_two_between_encoded_words_is_whole_again(inspect: Inspect) -> None:
    encoded = "Чайник".encode()
    first, second = (base64.b64encode(piece).decode() for piece in (encoded[:5], encoded[5:]))
    mail = inspect(raw(f"Subject: =?utf-8?B?{first}?=\r\n\t=?utf-8?B?{second}?="))

    assert mail["subject"] == "Чайник"


def test_words_between_encoded_words_keep_their_blanks(inspect: Inspect) -> None:
    mail = inspect(raw("Subject: Re: =?utf-8?B?0KfQsNC50L3QuNC6?= No 5 =?utf-8?Q?=D0=B8_=D1=87=D0=B0=D0=B9?="))

    assert mail["subject"] == "Re: Чайник No 5 и чай"


@pytest.mark.parametrize(
    ("subject", "read"),
    [
        ("=?utf-8?B?0KfQsNC50L3QuNC6", "Чайник"),
        ("=?UTF-8?b?0KfQsNC50L3QuNC6?=", "Чайник"),
        ("=?utf-8?B?0KfQsNC50L3QuNC?=", "Чайни"),
        ("=?utf-8*ru?Q?=D0=A7=D0=B0=D0=B9?=", "Чай"),
        ("=?utf-8?Q?=D0=A7=D0=B0=D0=B9 =D1=81 =D0=BC=D1=91=D0=B4=D0=BE=D0=BC?=", "Чай с мёдом"),
        ("=?x-nothing?Q?abc?=", "abc"),
        ("x=?utf-8?Q?=D0=A7?=y", "xЧy"),
    ],
)
def test_encoded_words_as_programs_break_them(inspect: Inspect, subject: str, read: str) -> None:
    assert inspect(raw(f"Subject: {subject}"))["subject"].rstrip("\N{REPLACEMENT CHARACTER}") == read


def test_encoded_words_inside_quotes_are_read_too(inspect: Inspect) -> None:
    mail = inspect(raw('From: "=?utf-8?B?0JjRgNC40L3QsA==?=" <irina@example.com>'))

    assert mail["from"]["name"] == "Ирина"


def test_the_html_says_its_charset_when_the_header_does_not(inspect: Inspect) -> None:
    html = (
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=koi8-r"></head><body><p>Чай</p></body>'
    )
    mail = inspect(raw("Content-Type: text/html", body=html.encode("koi8-r")))

    assert mail["text"] == "Чай"


def test_nul_and_control_characters_are_gone(inspect: Inspect) -> None:
    mail = inspect(multipart(text_part("Чай\x00 и\x07 мёд\x1b[31m")))

    assert mail["text"] == "Чай и мёд[31m"
    assert any(note.startswith("control_characters") for note in mail["notes"])


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Прошу вернуть деньги", "ru"),
        ("Прошу повернути кошти", "uk"),
        ("Доброго дня! Подскажите, пожалуйста", "ru"),
        ("Доброго дня", "uk"),
        ("Thanks!", "en"),
        ("12345", ""),
    ],
)
def test_the_language_of_a_few_words(inspect: Inspect, text: str, language: str) -> None:
    assert inspect(plain(text.encode(), "utf-8"))["language"] == language
