"""What is known of a word in its language."""

import pytest

from slovo.core.text import forms, grammemes


@pytest.mark.parametrize(
    ("form", "language", "expected"),
    [
        ("ответим", "ru", {"VERB", "futr", "1per"}),
        ("отправили", "ru", {"VERB", "past"}),
        ("пришлите", "ru", {"VERB", "impr"}),
        ("рублей", "ru", {"NOUN", "gent", "plur"}),
        ("зв'яжемося", "uk", {"VERB", "futr"}),
        ("надіслали", "ru", {"VERB", "past"}),  # which only Ukrainian knows
    ],
)
def test_a_word_is_known_by_its_form(form: str, language: str, expected: set[str]) -> None:
    assert grammemes(form, language) >= expected


def test_of_other_letters_nothing_is_known() -> None:
    assert grammemes("replied", "ru") == frozenset()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wi-Fi, пам’ять", ["wi-fi", "wi", "fi", "пам'ять"]),
        ("чайник-- нет", ["чайник", "нет"]),
        ("«чайник-» 'чайник'", ["чайник", "чайник"]),
        ("чай\u00adник е\u0301лка", ["чайник", "елка"]),
    ],
)
def test_a_sign_belongs_to_a_word_between_two_letters_alone(text: str, expected: list[str]) -> None:
    assert list(forms(text)) == expected
