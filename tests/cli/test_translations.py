"""`slovo translations …`, on a small tree and on our own."""

from pathlib import Path

import polib
import pytest

from slovo.config import translations
from slovo.config.cli import main

pytestmark = pytest.mark.thorough

HEADER = {"Content-Type": "text/plain; charset=UTF-8", "Plural-Forms": "nplurals=4; plural=0;"}
CODE = """
from django.utils.translation import gettext as _, ngettext, pgettext
print(_("Hello, %(name)s"), ngettext("%d letter", "%d letters", 2), pgettext("month", "May"))
"""
TEMPLATE = "{% load i18n %}<p>{% trans 'Send' %}</p>{% blocktrans with a=b %}From {{ a }}{% endblocktrans %}"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    root = tmp_path / "shop"
    (root / "templates").mkdir(parents=True)
    (root / "code.py").write_text(CODE)
    (root / "templates" / "page.html").write_text(TEMPLATE)
    for path in translations.catalogues(root):
        path.parent.mkdir(parents=True)
        catalogue = polib.POFile()
        catalogue.metadata = HEADER
        catalogue.append(polib.POEntry(msgid="Send", msgstr="Отправить"))
        catalogue.append(polib.POEntry(msgid="Gone", msgstr="Ушло"))
        catalogue.save(str(path))
    return root


def russian(package: Path) -> polib.POFile:
    return polib.pofile(str(translations.catalogues(package)[0]))


def test_new_strings_are_added_old_ones_dropped_and_translations_kept(package: Path) -> None:
    translations.update(package)

    texts = {entry.msgid: (entry.msgctxt, entry.msgid_plural, entry.msgstr) for entry in russian(package)}
    assert texts == {
        "Hello, %(name)s": (None, "", ""),
        "%d letter": (None, "%d letters", ""),
        "May": ("month", "", ""),
        "Send": (None, "", "Отправить"),
        "From %(a)s": (None, "", ""),
    }


def test_collecting_twice_changes_nothing(package: Path) -> None:
    translations.update(package)
    once = translations.catalogues(package)[0].read_text()
    translations.update(package)

    assert translations.catalogues(package)[0].read_text() == once


def test_what_is_missing_or_left_over_is_named(package: Path) -> None:
    named = [problem for problem in translations.problems(package) if problem.startswith("ru")]

    assert len(named) == 5
    assert "ru: 'May' (shop/code.py) is missing. Run `slovo translations extract`." in named
    assert "ru: 'Gone' is in no file any more. Run `slovo translations extract`." in named


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "is not translated."),
        ("Здравствуйте", "has other placeholders in its translation: 'Здравствуйте'."),
        ("Привет, %(name)s!Привет, %(name)s!", "says the same twice in its translation: 'Привет, %(name)s!'."),
        ("Здравствуйте, %(nam)s", "has other placeholders in its translation: 'Здравствуйте, %(nam)s'."),
    ],
)
def test_a_wrong_translation_is_named(package: Path, text: str, problem: str) -> None:
    translations.update(package)
    catalogue = russian(package)
    catalogue.find("Hello, %(name)s").msgstr = text
    catalogue.save()

    assert f"ru: 'Hello, %(name)s' {problem}" in list(translations.problems(package))


def test_what_the_program_reads_is_made_when_missing_or_old(package: Path) -> None:
    assert translations.compile_stale(package) == 2
    assert translations.compile_stale(package) == 0
    (package / "locale/ru/LC_MESSAGES/django.mo").unlink()
    assert translations.compile_stale(package) == 1


def test_our_own_catalogues_are_complete(capsys: pytest.CaptureFixture[str]) -> None:
    assert (main(["translations", "check"]), capsys.readouterr().err) == (0, "")
