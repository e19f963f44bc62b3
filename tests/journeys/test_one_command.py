"""`slovo run`: everything by one command, from an empty folder; killed, stopped and started again."""

import http.cookiejar
import re
import signal
import smtplib
import socket
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

from tests import migrated
from tests.cast import letter
from tests.house import House, until

pytestmark = [pytest.mark.slow, pytest.mark.embedded]
COMPANY = {
    "name": "Ольга Чайкина",
    "email": "olga@samovar.example",
    "password": "самовар-и-баранки",
    "company": "Самовар",
    "address": "hello@samovar.example",
    "language": "ru",
    "zone": "Europe/Moscow",
}


class Browser:
    """Cookies, forms and their tokens; nothing more."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._cookies = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._cookies))

    def get(self, path: str) -> str:
        with self._opener.open(self._house.url + path, timeout=20) as answer:
            return str(answer.read().decode())

    def post(self, path: str, **form: str) -> str:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get(path))
        assert token
        data = urllib.parse.urlencode(form | {"csrfmiddlewaretoken": token[1]}).encode()
        with self._opener.open(self._house.url + path, data, timeout=20) as answer:
            return str(answer.read().decode())


def test_from_nothing_to_a_first_letter_and_on_after_a_kill(tmp_path: Path) -> None:
    house = House(tmp_path / "data")
    with house.running("--empty") as process:
        link = re.search(r"(/welcome/\S+/)", house.printed())
        assert link
        olga = Browser(house)
        olga.post(link[1], **COMPANY)
        with pytest.raises(urllib.error.HTTPError) as used:
            olga.get(link[1])
        assert used.value.code == 410
        used.value.close()
        with smtplib.SMTP("127.0.0.1", house.ports[2], local_hostname="client.example.com") as client:
            client.sendmail("irina@example.com", ["hello@samovar.example"], letter(to="hello@samovar.example"))
        until(lambda: "Чайник не пришёл" in olga.get("/conversations/"), "the letter in the list")
        process.send_signal(signal.SIGKILL)
        process.wait()
        until(lambda: not house.answers() and not house.listens(), "the children to end with their parent")

    with house.running():
        assert "/welcome/" not in house.printed()
        again = Browser(house)
        again.post("/accounts/login/", login=COMPANY["email"], password=COMPANY["password"])
        assert "Чайник не пришёл" in again.get("/conversations/")


def test_one_runs_with_a_slender_parent_and_a_second_on_its_folder_is_refused_with_the_remedy(tmp_path: Path) -> None:
    house = House(tmp_path / "data")
    migrated.copied_to(house.data)
    with house.running("--empty") as first:
        assert _of_files_kilobytes(first) < 10_000  # twenty-six thousand, if what was read to be imported stays mapped
        second = subprocess.run(
            [sys.executable, "-m", "slovo", "run"], env=house.environment, capture_output=True, text=True, timeout=60
        )

    assert second.returncode == 1
    assert "runs on" in second.stderr
    assert "SLOVO_DATA" in second.stderr


def _of_files_kilobytes(process: "subprocess.Popen[bytes]") -> int:
    found = re.search(r"RssFile:\s+(\d+) kB", Path(f"/proc/{process.pid}/status").read_text())
    assert found
    return int(found[1])


def test_a_port_in_use_is_named_with_the_remedy(tmp_path: Path) -> None:
    house = House(tmp_path / "data")
    with socket.create_server(("127.0.0.1", house.ports[2])):
        refused = subprocess.run(
            [sys.executable, "-m", "slovo", "run"], env=house.environment, capture_output=True, text=True, timeout=60
        )

    assert refused.returncode == 1
    assert f"127.0.0.1:{house.ports[2]} cannot be used" in refused.stderr
    assert "SLOVO_SMTP=" in refused.stderr


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"SLOVO_DATA": "/dev/null/slovo"}, ("/dev/null/slovo cannot be used", "SLOVO_DATA")),
        ({"SLOVO_HTTP": "127.0.0.1:http"}, ("SLOVO_HTTP", "127.0.0.1:http", "127.0.0.1:8000")),
        ({"SLOVO_SMTP": "127.0.0.1:99999"}, ("SLOVO_SMTP", "127.0.0.1:99999", "127.0.0.1:2525")),
        (
            {"SLOVO_DATABASE_URL": "postgres://u:p@127.0.0.1:1/x"},
            ("The database cannot be opened", "Connection refused"),
        ),
    ],
)
def test_what_cannot_work_is_named_with_the_remedy(
    tmp_path: Path, changes: dict[str, str], named: tuple[str, ...]
) -> None:
    house = House(tmp_path / "data")
    refused = subprocess.run(
        [sys.executable, "-m", "slovo", "run"],
        env=house.environment | changes,
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    assert [part for part in named if part not in refused.stderr] == []


def test_a_port_of_the_second_listener_in_use_is_named_too(tmp_path: Path) -> None:
    house = House(tmp_path / "data")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        refused = subprocess.run(
            [sys.executable, "-m", "slovo", "run"],
            env=house.environment | {"SLOVO_LMTP": address},
            capture_output=True,
            text=True,
            timeout=60,
        )

    assert refused.returncode == 1
    assert f"{address} cannot be used" in refused.stderr
