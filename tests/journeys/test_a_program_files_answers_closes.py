"""The example of docs/api.md, against a whole Slovo with its worker and its mailboxes."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house import House

pytestmark = [pytest.mark.slow, pytest.mark.embedded]
EXAMPLE = Path(__file__).parents[2] / "examples" / "file_answer_close.py"
ISSUE = """
import django
django.setup()
from django.utils import timezone
from slovo.brands.models import Brand
from slovo.people import tokens
from slovo.people.models import Membership
from slovo.people.rights import Verb
chief = Membership.objects.filter(role="administrator").order_by("pk")[0]
scopes = [Verb.READ, Verb.FILE, Verb.REPLY, Verb.CLOSE]
issued = tokens.issue_token(
    by=chief.staff, brand=chief.brand, name="Example", scopes=scopes, expires_at=None, at=timezone.now()
)
print(issued[1])
"""


def program(house: House, *command: str, **more: str) -> str:
    done = subprocess.run(
        [sys.executable, *command], env=house.environment | more, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_example_files_answers_and_closes(tmp_path: Path) -> None:
    house = House.furnished(tmp_path)
    with house.running():
        token = program(house, "-c", ISSUE, DJANGO_SETTINGS_MODULE="slovo.config.settings").strip()

        said = program(house, str(EXAMPLE), SLOVO_URL=house.url, SLOVO_TOKEN=token)

    assert re.fullmatch(r"Filed: [0-9A-Z]{8}\nAnswered: [0-9a-f-]{36}\nClosed: closed\n", said), said
