"""One keyboard, three layouts."""

import pytest

from slovo.core.text.layouts import letter_of_key, meanings


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("ghbdtn", "привет"), ("Jhkjd", "орлов"), ("щкдщм", "orlov"), ("lj,hbq ltym", "добрий день"), ("];frb", "їжаки")],
)
def test_what_was_typed_in_another_layout_is_understood(typed: str, meant: str) -> None:
    found = meanings(typed)

    assert found[0] == typed.casefold()
    assert [one for one in found if one == meant] == [meant]


def test_the_text_itself_stands_first_and_nothing_stands_twice() -> None:
    assert meanings("12") == ["12"]


@pytest.mark.parametrize(
    ("key", "language", "letter"), [("j", "ru", "о"), ("s", "uk", "і"), ("s", "ru", "ы"), ("j", "en", "")]
)
def test_a_key_wears_the_letter_of_the_readers_layout(key: str, language: str, letter: str) -> None:
    assert letter_of_key(key, language) == letter
