"""Signing in: password, codes, limits, sessions; nobody registers by themselves."""

import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from pytest_django import Settings

from slovo.core.journal.models import JournalEntry
from slovo.core.proxies import networks
from tests.cast import PASSWORD, Cast, work
from tests.journeys.test_a_letter_is_answered import outgoing

WRONG_TRIES_MAX = 5
ALL_TRIES_OF_AN_ADDRESS_MAX = 30  # in a minute, whoever they name


def sign_in(browser: Client, email: str, password: str) -> str:
    """Where the browser is led."""
    answer = browser.post("/accounts/login/", {"login": email, "password": password})
    return answer.headers.get("Location", "")


def test_the_right_password_leads_to_the_desk(cast: Cast) -> None:
    browser = Client()

    assert sign_in(browser, "ANNA@chainik.example", PASSWORD) == "/"

    assert browser.get("/conversations/").status_code == 200


def test_a_wrong_password_leads_nowhere(cast: Cast) -> None:
    browser = Client()

    assert sign_in(browser, "anna@chainik.example", "чайник-чайник") == ""

    assert browser.get("/conversations/").status_code == 302


def test_after_five_wrong_passwords_even_the_right_one_must_wait(cast: Cast) -> None:
    for _ in range(WRONG_TRIES_MAX):
        sign_in(Client(), "anna@chainik.example", "чайник-чайник")

    assert sign_in(Client(), "anna@chainik.example", PASSWORD) == ""


def test_nobody_registers_by_themselves(cast: Cast) -> None:
    form = {"email": "stranger@example.com", "password1": PASSWORD, "password2": PASSWORD}
    Client().post("/accounts/signup/", form)

    assert sign_in(Client(), "stranger@example.com", PASSWORD) == ""


def test_with_a_second_step_the_password_alone_is_not_enough(cast: Cast) -> None:
    secret = generate_totp_secret()
    TOTP.activate(cast.anna, secret)
    browser = Client()

    assert sign_in(browser, "anna@chainik.example", PASSWORD) == "/accounts/2fa/authenticate/"
    assert browser.get("/conversations/").status_code == 302
    code = hotp_value(secret, next(yield_hotp_counters_from_time()))
    browser.post("/accounts/2fa/authenticate/", {"code": f"{code:06}"})

    assert browser.get("/conversations/").status_code == 200


@pytest.mark.parametrize("page", ["/accounts/2fa/", "/accounts/sessions/"])
def test_the_pages_of_security_open(cast: Cast, page: str) -> None:
    browser = Client()
    sign_in(browser, "anna@chainik.example", PASSWORD)

    assert browser.get(page).status_code == 200


@pytest.mark.parametrize("page", ["/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/add/"])
def test_before_a_second_step_is_added_the_password_is_asked_again(cast: Cast, page: str) -> None:
    browser = Client()
    sign_in(browser, "anna@chainik.example", PASSWORD)

    assert browser.get(page).headers["Location"].startswith("/accounts/reauthenticate/")
    browser.post(f"/accounts/reauthenticate/?next={page}", {"password": PASSWORD})

    assert browser.get(page).status_code == 200


def test_ending_the_other_sessions_signs_them_out(cast: Cast) -> None:
    here, elsewhere = Client(), Client()
    for browser in (here, elsewhere):
        sign_in(browser, "anna@chainik.example", PASSWORD)

    here.post("/accounts/sessions/")

    assert here.get("/conversations/").status_code == 200
    assert elsewhere.get("/conversations/").status_code == 302


def test_signing_out_leaves_nothing_in_a_browser_that_others_use_too(cast: Cast) -> None:
    browser = Client()
    sign_in(browser, "anna@chainik.example", PASSWORD)

    assert browser.post("/accounts/logout/").headers["Clear-Site-Data"] == '"storage"'
    assert browser.get("/conversations/").status_code == 302


def test_a_short_password_is_refused_on_the_one_time_link(cast: Cast) -> None:
    from django.utils import timezone

    from slovo.people import actions as people

    token = people.invite(staff=cast.pavel, at=timezone.now())

    assert Client().post(f"/welcome/{token}/", {"password": "чай"}).status_code == 200
    assert sign_in(Client(), "pavel@chainik.example", "чай") == ""


def test_signing_in_is_written_down(cast: Cast) -> None:
    Client().post("/accounts/login/", {"login": "anna@chainik.example", "password": PASSWORD})

    entry = JournalEntry.objects.get(kind="StaffSignedIn")
    assert (entry.actor_kind, entry.actor_id, entry.about) == ("staff", str(cast.anna.pk), f"staff:{cast.anna.pk}")


def test_nobody_changes_the_address_they_sign_in_with_by_themselves(cast: Cast) -> None:
    browser = Client()
    sign_in(browser, "anna@chainik.example", PASSWORD)

    assert browser.get("/accounts/email/").status_code == 302
    browser.post("/accounts/email/", {"action_add": "", "email": "else@example.com"})
    browser.post("/accounts/email/", {"action_primary": "", "email": "else@example.com"})

    assert sign_in(Client(), "else@example.com", PASSWORD) == ""
    assert sign_in(Client(), "anna@chainik.example", PASSWORD) == "/"


def test_a_forgotten_password_is_changed_by_a_letter(cast: Cast, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "slovo.web.desk.accounts.LetterBackend"  # the test runner puts its own in place
    browser = Client()
    for email in ("anna@chainik.example", "nobody@example.com"):
        answer = browser.post("/accounts/password/reset/", {"email": email})
        assert answer.headers["Location"] == "/accounts/password/reset/done/"
    work()

    (letter,) = outgoing(cast)
    assert letter["To"] == "anna@chainik.example"
    assert letter["Auto-Submitted"] == "auto-generated"
    link = re.search(r"/accounts/password/reset/key/\S+", letter.get_body(("plain",)).get_content())
    assert link
    page = browser.get(link[0], follow=True).redirect_chain[-1][0]
    browser.post(page, {"password1": "чашка-блюдце-сахар", "password2": "чашка-блюдце-сахар"})

    assert sign_in(Client(), "anna@chainik.example", PASSWORD) == ""
    assert sign_in(Client(), "anna@chainik.example", "чашка-блюдце-сахар") == "/"
    assert Client().get(link[0], follow=True).redirect_chain == []


def test_behind_a_proxy_guesses_count_for_who_makes_them(cast: Cast, settings: Settings) -> None:
    """Else wrong passwords of a stranger would shut the door to everybody behind the same proxy."""
    settings.PROXIES = networks(["127.0.0.1"])
    stranger, maria = (Client(headers={"x-forwarded-for": one}) for one in ("198.51.100.7", "203.0.113.9"))
    for guess in range(ALL_TRIES_OF_AN_ADDRESS_MAX):
        stranger.post("/accounts/login/", {"login": f"somebody{guess}@example.com", "password": "wrong"})

    assert stranger.post("/accounts/login/", {"login": "x@example.com", "password": "wrong"}).status_code == 429
    assert sign_in(maria, "maria@chainik.example", PASSWORD) == "/"
