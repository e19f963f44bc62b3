"""A customer's own words are told from quote and signature; the corpus is in tests/corpus/replies."""

from collections import Counter
from html import escape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import slovo.channels.email.quotes as quotes
from slovo.channels.email.quotes import SplitReply, split_reply
from tests.corpus.reply_cases import SETS, Case, outcomes, read_cases, read_lines, summary, table, words

pytestmark = pytest.mark.thorough

CASES = [case for folder in SETS for case in read_cases(folder)]
ATTRIBUTION = "On Thu, Mar 12, 2026 at 10:11 AM Shop <shop@example.com> wrote:"

FRAGMENTS = (
    ATTRIBUTION,
    "чт, 12 мар. 2026 г. в 10:11, Магазин <shop@example.com>:",
    '12 березня 2026, 10:11:12, від "Магазин" <shop@example.com>:',
    "Вы писали 12 марта 2026 г., 10:11:12:",
    "-----Original Message-----",
    "---- End of forwarded message ----",
    "От: Магазин <shop@example.com>",
    "Отправлено: 12 марта 2026 г. 10:11",
    "Кому: Анна",
    "Тема: Заказ",
    "________________________________",
    "> Когда?",
    ">> Когда?",
    "ИП> Когда?",
    "| Когда?",
    "-- ",
    "--",
    "С уважением,",
    "З повагою, Олена",
    "Анна Смирнова",
    "+7 900 000-00-00",
    "Отправлено с iPhone",
    "Без вирусов. www.avast.com",
    "Это письмо конфиденциально и предназначено только для адресата. Удалите его, если получили по ошибке.",
    "Мои ответы ниже, красным.",
    "Да, везите завтра.",
    "Нужны:",
    "",
)
TAGS = (
    "<div>", "</div>", "<p>", "</p>", "<br>", "<blockquote>", "<blockquote type=cite>", "</blockquote>",
    '<div class="gmail_quote">', '<div class="gmail_signature">', '<div id="divRplyFwdMsg">', "<!-- x -->", "<style>",
    "</style>", "<td>", "<pre>", "</pre>", "<", ">", "&gt;", "&nbsp;", "<a href='",
)  # fmt: skip
lines_of_mail = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=40), max_size=30)
pieces_of_html = st.lists(st.sampled_from(FRAGMENTS) | st.sampled_from(TAGS) | st.text(max_size=20), max_size=40)


def filled_lines(*texts: str) -> Counter[str]:
    lines = (line.strip() for text in texts for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return Counter(line for line in lines if line)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.name}-{case.client}")
def test_the_reply_is_what_its_author_wrote(case: Case) -> None:
    parts = case.split()
    assert words(parts.reply) == words(case.reply)
    if case.signature is not None:
        assert words(parts.signature) == words(case.signature)


@pytest.mark.parametrize("attribution", read_lines("attributions.txt"))
def test_every_known_attribution_goes_with_the_quote_below_it(attribution: str) -> None:
    assert split_reply(f"Мой ответ.\n\n{attribution}\n\n> Вопрос?\n> И ещё?\n").reply == "Мой ответ."
    assert words(split_reply(f"Первое.\n{attribution}\n> Вопрос?\n\nВторое.\n").reply) == "Первое. Второе."


@pytest.mark.parametrize("signature", read_lines("signatures.txt"))
def test_every_known_signature_is_told_from_the_words_above_it(signature: str) -> None:
    signature = signature.replace("|", "\n")
    parts = split_reply(f"Мой ответ.\n\n{signature}\n")
    assert (parts.reply, words(parts.signature)) == ("Мой ответ.", words(signature))


def test_the_corpus_is_as_large_and_as_wide_as_we_say() -> None:
    assert len(CASES) >= 180
    assert len({case.name for case in CASES}) == len(CASES)
    assert {case.language for case in CASES} == {"ru", "uk", "en"}
    assert {case.form for case in CASES} == {"text", "html", "both"}
    assert sum(case.style == "trap" for case in CASES) >= 40


def test_the_published_score_is_the_one_the_code_reaches() -> None:
    results = {folder: outcomes(folder) for folder in SETS}
    published = Path(quotes.__file__).with_name("README.md").read_text(encoding="utf-8")
    assert table([one for found in results.values() for one in found]) in published
    for folder, found in results.items():
        assert summary(folder, found) in published


@given(lines_of_mail)
@settings(max_examples=400)
def test_no_line_of_a_text_is_lost_or_invented(lines: list[str]) -> None:
    text = "\n".join(lines)
    parts = split_reply(text)
    assert filled_lines(parts.reply, parts.quote, parts.signature) == filled_lines(text)


@given(lines_of_mail, pieces_of_html)
@settings(max_examples=200)
def test_with_both_forms_the_lines_are_those_of_the_text(lines: list[str], pieces: list[str]) -> None:
    text = "\n".join(["Да", *lines])
    parts = split_reply(text, "".join(pieces))
    assert filled_lines(parts.reply, parts.quote, parts.signature) == filled_lines(text)


@given(pieces_of_html)
@settings(max_examples=400)
def test_any_html_is_read_and_no_letter_of_it_invented(pieces: list[str]) -> None:
    html = "".join(pieces)
    parts = split_reply("", html)
    assert isinstance(parts, SplitReply)
    seen = {letter for letter in parts.reply + parts.quote + parts.signature if letter.isalpha()}
    assert seen <= set(html)


@given(
    st.lists(
        st.sampled_from(["Да, везите завтра.", "А когда привезёте?", "Два стола, один стул.", "-- и стул", ""]),
        max_size=20,
    )
)
def test_a_letter_without_quote_and_signature_stays_whole(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert words(split_reply(text).reply) == words(text)


@given(st.lists(st.sampled_from(["Да", "Нет", "Завтра в 10", "5512", "Лучше синий."]), min_size=1, max_size=8))
def test_answers_between_quoted_lines_stay_in_their_order(answers: list[str]) -> None:
    text = ATTRIBUTION + "".join(f"\n> Вопрос\n{answer}\n" for answer in answers)
    assert words(split_reply(text).reply) == " ".join(answers)


def test_structure_of_the_html_shows_what_the_text_does_not() -> None:
    text = "Беру синий.\n\nМария спросила\nСиний или белый?"
    html = "<p>Беру синий.</p><blockquote type=cite><p>Мария спросила</p><p>Синий или белый?</p></blockquote>"
    assert split_reply(text).reply == text
    assert split_reply(text, html) == SplitReply("Беру синий.", "Мария спросила\nСиний или белый?", "")


def test_html_of_another_message_changes_nothing() -> None:
    html = "<blockquote type=cite><p>Совсем другое</p></blockquote>"
    assert split_reply("Беру синий.", html).reply == "Беру синий."


def test_a_letter_written_inside_the_signature_of_the_program_is_a_letter() -> None:
    html = '<div class="gmail_signature"><p>Куда пропал мой заказ?</p><p>С уважением, Анна</p></div>'
    assert split_reply("", html) == SplitReply("Куда пропал мой заказ?", "", "С уважением, Анна")


INTERLEAVED = f"Здравствуйте.\n{ATTRIBUTION}\n> Вопрос?\nПервое.\n\n>> Старое\n> И ещё?\nВторое.\n-- \nАнна"
SEEN = "Здравствуйте. Первое. Второе."


@pytest.mark.parametrize("invisible", ["\u200b", "\ufeff", "\u2060", "\u200e"])
def test_invisible_characters_hide_no_arrow_and_no_delimiter(invisible: str) -> None:
    parts = split_reply("\n".join(f"{invisible}{line}" for line in INTERLEAVED.split("\n")))
    assert words(parts.reply.replace(invisible, "")) == SEEN
    assert words(parts.signature.replace(invisible, "")) == "-- Анна"


@pytest.mark.parametrize("line_end", ["\r\n", "\r", "\n\xa0\n", " \n"])
def test_line_ends_and_no_break_spaces_change_nothing(line_end: str) -> None:
    text = INTERLEAVED.removesuffix("\n-- \nАнна").replace("> ", ">\xa0").replace("\n", line_end)
    assert words(split_reply(text).reply) == SEEN


@pytest.mark.parametrize("wrapped", ["<pre>{}</pre>", "<div>{}</div>"])
def test_arrows_inside_html_are_arrows(wrapped: str) -> None:
    html = wrapped.format(escape(INTERLEAVED))
    parts = split_reply("", html if "<pre>" in html else html.replace("\n", "<br>"))
    assert words(parts.reply) == SEEN


def test_what_no_text_should_hold_is_no_trouble() -> None:
    assert split_reply("Да\0\n\n> \ud800\0\n") == SplitReply("Да\0", "> \ud800\0", "")
    assert split_reply("", "<p>\ud800</p><blockquote type=cite>\0</blockquote>").reply == "\ud800"


def test_nothing_gives_nothing() -> None:
    assert split_reply("") == split_reply("", "") == split_reply(" \n", "<p>&nbsp;</p>") == SplitReply("", "", "")


# About a megabyte each: what is slower than the size of the text runs into the time limit of every test.
HOSTILE_TEXTS = {
    "a hundred thousand empty quoted lines": "> \n" * 100_000,
    "a hundred thousand quoted lines": "> слово слово\n" * 100_000,
    "a megabyte without a line end": "a" * 1_000_000,
    "an attribution that never ends": "On Thu, Mar 12, 2026 at 10:11 " * 40_000 + ":",
    "nothing but attributions": (ATTRIBUTION + "\n") * 15_000,
    "attributions without an end": (ATTRIBUTION.removesuffix(" wrote:") + "\n") * 15_000,
    "nothing but header lines": "From: a@example.com\n" * 50_000,
    "nothing but separators": "-----Original Message-----\n> a\n---- End of forwarded message\n" * 15_000,
    "nothing but closings": "С уважением,\nАнна\n" * 40_000,
    "closings between quotes": "С уважением,\nАнна\n> a\n" * 30_000,
    "nothing but delimiters": "-- \nа\n" * 100_000,
    "blank lines": "\n" * 1_000_000,
    "arrows": ">" * 1_000_000,
    "digits and dots": ("1.1." * 240 + ":\n") * 1_000,
    "signs of addresses": ("<a@" * 300 + ":\n") * 1_000,
    "phones": ("1 " * 490 + "\n") * 1_000,
    "links below a device": "Отправлено с iPhone\n" + "https://example.com/\n" * 50_000,
    "lists": "Нужны:\n> стол\n" * 50_000,
    "invisible characters": "\u200b> а\n" * 200_000,
    "separators with nothing below": "-----Original Message-----\n\n\n\n" * 30_000,
    "devices": ("Отправлено с " * 70 + "\n") * 1_000,
}
HOSTILE_HTML = {
    "deep": "<div>" * 100_000,
    "deep quotes": "<blockquote type=cite>a" * 50_000,
    "ends without a start": "<div>" * 199 + "</p>" * 100_000,
    "tags that never close": "<a " * 300_000,
    "attributes that never close": '<p a="' * 150_000,
    "comments that never close": "<!--" * 250_000,
    "declarations that never close": "<![CDATA[>" * 100_000,
    "angle brackets": "<" * 1_000_000,
    "one far bracket": "<" * 500_000 + ">",
    "references": "&" * 1_000_000,
    "line breaks": "a<br>" * 200_000,
}


@pytest.mark.slow
@pytest.mark.plain
@pytest.mark.parametrize("name", HOSTILE_TEXTS)
def test_a_hostile_text_comes_to_an_end_and_loses_no_line(name: str) -> None:
    parts = split_reply(HOSTILE_TEXTS[name])
    assert filled_lines(parts.reply, parts.quote, parts.signature) == filled_lines(HOSTILE_TEXTS[name])


@pytest.mark.slow
@pytest.mark.plain
@pytest.mark.parametrize("name", HOSTILE_HTML)
def test_hostile_html_comes_to_an_end(name: str) -> None:
    split_reply("", HOSTILE_HTML[name])
    split_reply("слово слово\n" * 10_000, HOSTILE_HTML[name])
