"""Who comes to a public page is counted by their own address, and not by what they say it is."""

import os
import subprocess
import sys
from itertools import count

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from slovo.core import limits
from slovo.core.proxies import networks
from slovo.web.portal.callback import views
from tests.callbacks.stories import ruled
from tests.cast import Cast

PROXY, VISITOR, OTHER = "10.0.0.5", "198.51.100.7", "203.0.113.9"
numbers = count(1)


@pytest.fixture(autouse=True)
def page_is_open(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    limits.forget()
    ruled(cast, at=timezone.now(), page_open=True)
    monkeypatch.setattr(views, "OF_AN_ADDRESS_MAX", 2)


def asks(remote: str, forwarded: str = "") -> int:
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    browser = Client(REMOTE_ADDR=remote, headers=headers)
    status: int = browser.post("/callback/chainik", {"phone": f"+79001112{next(numbers):03}"}).status_code
    return status


def test_without_proxies_of_ours_the_header_is_never_believed() -> None:
    assert [asks(VISITOR, f"192.0.2.{number}") for number in range(3)] == [200, 200, 429]
    assert asks(OTHER) == 200


def test_behind_a_proxy_of_ours_each_visitor_is_counted_alone(settings: Settings) -> None:
    settings.PROXIES = networks([PROXY])
    assert [asks(PROXY, VISITOR) for _time in range(3)] == [200, 200, 429]
    assert asks(PROXY, OTHER) == 200


def test_what_a_visitor_puts_before_the_proxys_word_changes_nothing(settings: Settings) -> None:
    settings.PROXIES = networks(["10.0.0.0/24"])
    forged = [f"192.0.2.1, {VISITOR}", f"10.0.0.9, {VISITOR}", f"nonsense,, {VISITOR}:4711"]
    assert [asks(PROXY, header) for header in forged] == [200, 200, 429]


def test_who_comes_past_the_proxy_is_believed_nothing(settings: Settings) -> None:
    settings.PROXIES = networks([PROXY])
    assert [asks(VISITOR, f"192.0.2.{number}") for number in range(3)] == [200, 200, 429]


def test_a_chain_of_proxies_is_followed_to_the_first_that_is_not_ours(settings: Settings) -> None:
    settings.PROXIES = networks(["10.0.0.0/24"])
    chains = [f"{VISITOR}, 10.0.0.7", f"192.0.2.3, {VISITOR}, 10.0.0.8, 10.0.0.7", f"::ffff:{VISITOR}"]
    assert [asks(PROXY, chain) for chain in chains] == [200, 200, 429]


def test_a_house_with_more_addresses_than_can_be_counted_is_one() -> None:
    assert [asks(f"2001:db8:1:2::{number}") for number in range(1, 4)] == [200, 200, 429]
    assert asks("2001:db8:1:3::1") == 200


@pytest.mark.parametrize(
    ("said", "heard"),
    [("", "[]"), ("127.0.0.1, 10.0.0.0/24", "[IPv4Network('127.0.0.1/32'), IPv4Network('10.0.0.0/24')]")],
)
def test_the_proxies_are_named_by_the_environment(said: str, heard: str) -> None:
    assert _settings(said).stdout.strip() == heard


def test_what_is_no_address_is_refused_in_words() -> None:
    assert "Write it like SLOVO_PROXIES=127.0.0.1, 10.0.0.0/24" in _settings("the-proxy").stderr


def _settings(proxies: str) -> "subprocess.CompletedProcess[str]":
    program = "from slovo.config import settings; print(settings.PROXIES)"
    environment = {**os.environ, "SLOVO_PROXIES": proxies}
    return subprocess.run([sys.executable, "-c", program], env=environment, text=True, capture_output=True, check=False)
