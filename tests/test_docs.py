"""What the documents say is true today."""

import re
from pathlib import Path

import pytest

from slovo.config.cli import COMMANDS
from slovo.config.environment import HOME, VARIABLES
from slovo.core.rules import Rule
from tests.dependencies import PAGE, locked

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("slovo/**/README.md")])


def place(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_every_setting_is_documented_as_it_is() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \| (.*) \|$", (ROOT / "docs" / "settings.md").read_text(), re.MULTILINE)

    shown = {str(HOME / "data"): "the folder `data` of the checkout", "": ""}
    expected = [(one.name, shown.get(one.default, f"`{one.default}`"), one.meaning) for one in VARIABLES]
    assert rows == expected


def test_every_rule_by_which_programs_are_refused_is_documented_as_it_is() -> None:
    listed = (ROOT / "docs" / "api.md").read_text().partition("### The rule\n")[2].partition("\n## ")[0]
    assert re.findall(r"^\| `([a-z0-9-]+)` \| (.*) \|$", listed, re.MULTILINE) == [
        (one.value, one.meaning) for one in Rule
    ]


@pytest.mark.parametrize("path", PAGES, ids=place)
def test_every_link_leads_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", path.read_text())
    missing = [link for link in links if "://" not in link and not (path.parent / link).exists()]
    assert missing == []


@pytest.mark.parametrize("path", PAGES, ids=place)
def test_every_command_that_is_named_exists(path: Path) -> None:
    named = set(re.findall(r"`(?:bin/)?slovo ([a-z]+)", path.read_text()))
    assert named - set(COMMANDS) == set()
    programs = set(re.findall(r"\bbin/([a-z-]+)", path.read_text()))
    assert [name for name in programs if not (ROOT / "bin" / name).exists()] == []


@pytest.mark.parametrize("language", ["ru", "uk"])
def test_the_readmes_have_the_same_parts(language: str) -> None:
    def parts(path: Path) -> tuple[int, list[str], list[str]]:
        text = path.read_text()
        return (
            len(re.findall("^#", text, re.MULTILINE)),
            re.findall(r"\]\(((?!README)[^)]+)\)", text),
            re.findall(r"^bin/\w+", text, re.MULTILINE),
        )

    assert parts(ROOT / f"README.{language}.md") == parts(ROOT / "README.md")


def test_every_package_is_listed_with_its_version() -> None:
    rows = re.findall(r"^\| ([\w.-]+) \| (\d[\w.+!-]*) \| [^|]+ \|$", PAGE.read_text(), re.MULTILINE)
    assert dict(rows) == locked("dev")
