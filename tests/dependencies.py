"""`bin/list-dependencies`: what Slovo stands on, with licences."""

import re
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "dependencies.md"
HEAD = """# Dependencies

Made by `bin/list-dependencies` from the locked packages and what they say of themselves. Slovo itself is
AGPL-3.0-or-later; nothing of these is copied into the repository.

"""
LICENCE_CHARACTERS_MAX = 60


def locked(name: str) -> dict[str, str]:
    """Package → version."""
    lines = (ROOT / "requirements" / f"{name}.txt").read_text().splitlines()
    found = (re.match(r"([A-Za-z0-9._-]+)==([^ ;\\]+)", line) for line in lines)
    return {match[1]: match[2] for match in found if match}


def page() -> str:
    running, all_ = locked("run"), locked("dev")
    testing = {name: version for name, version in all_.items() if name not in running}
    return HEAD + _table("To run", running) + "\n" + _table("To develop and test", testing)


def _table(title: str, packages: dict[str, str]) -> str:
    rows = "".join(f"| {name} | {version} | {_licence(name)} |\n" for name, version in sorted(packages.items()))
    return f"## {title}\n\n| package | version | licence |\n| --- | --- | --- |\n{rows}"


def _licence(name: str) -> str:
    """As the package tells it: an expression, a classifier, or its own words."""
    try:
        told = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return "(for another system)"
    classified = [
        line.rpartition(" :: ")[2] for line in told.get_all("Classifier") or [] if line.startswith("License ::")
    ]
    words = told.get("License-Expression") or ", ".join(classified) or told.get("License") or "(not told)"
    return words.splitlines()[0][:LICENCE_CHARACTERS_MAX].replace("|", "/")


if __name__ == "__main__":
    PAGE.write_text(page())
