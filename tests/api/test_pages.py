"""Tokens and webhooks on the screen: for those who may, shown once, without a script."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from slovo.api.webhooks import actions, jobs
from slovo.api.webhooks.models import Delivery, Webhook
from slovo.core.db import transaction
from slovo.people.models import Token
from slovo.people.rights import Verb
from slovo.web.desk.words.scopes import SCOPES
from tests.api.programs import Program, shop
from tests.cast import Cast, arrives, letter, work
from tests.servers.hooks import Receiver, receiver

pytestmark = pytest.mark.thorough

TOKEN = {"name": "Отчёт", "life": "30", "scopes": ["read", "reply"]}


@pytest.fixture
def program(settings: Settings) -> Iterator[Receiver]:
    settings.OUTGOING_ALLOWED = ["127.0.0.1"]
    with receiver() as one:
        yield one


def test_every_scope_has_its_words() -> None:
    assert set(SCOPES) == set(Verb)


def test_anna_issues_a_token_of_her_own_and_sees_it_once(cast: Cast) -> None:
    browser = cast.browser_of(cast.anna)

    issued = browser.post("/preferences/tokens/", TOKEN)
    listed = browser.get("/preferences/tokens/")

    text = issued.context["text"]
    assert (issued["Cache-Control"], text in issued.content.decode(), text in listed.content.decode()) == (
        "no-store",
        True,
        False,
    )
    token = Token.objects.get()
    assert (token.staff, token.scopes, token.expires_at and token.expires_at > timezone.now()) == (
        cast.anna,
        ["read", "reply"],
        True,
    )
    assert Program(text, token).get("conversations").status_code == 200


def test_she_is_offered_what_she_may_herself(cast: Cast) -> None:
    browser = cast.browser_of(cast.anna)

    answer = browser.post("/preferences/tokens/", {**TOKEN, "scopes": ["manage_brand"]})

    assert (list(answer.context["form"].errors), Token.objects.count()) == (["scopes"], 0)


def test_she_revokes_it(cast: Cast) -> None:
    browser = cast.browser_of(cast.anna)
    text = browser.post("/preferences/tokens/", TOKEN).context["text"]
    token = Token.objects.get()

    assert cast.browser_of(cast.orlov).post(reverse("token_revocation", args=[token.public_id])).status_code == 404
    browser.post(reverse("token_revocation", args=[token.public_id]))

    assert Program(text, token).get("conversations").status_code == 401
    assert browser.get("/preferences/tokens/").context["rows"] == []


def test_an_administrator_connects_a_program_to_a_brand(cast: Cast) -> None:
    browser, path = cast.browser_of(cast.orlov), f"/brands/{cast.chainik.pk}/tokens/"

    text = browser.post(path, {**TOKEN, "name": "Магазин", "life": ""}).context["text"]

    token = Token.objects.get()
    assert (token.staff.name, token.staff.integration_at, token.expires_at) == ("Магазин", cast.chainik, None)
    assert Program(text, token).get("token").json()["kind"] == "integration"
    assert len(browser.get(path).context["rows"]) == 1
    assert browser.get(f"/brands/{cast.honey.pk}/tokens/").context["rows"] == []
    assert cast.browser_of(cast.maria).get(path).status_code == 404


def with_a_webhook(cast: Cast, program: Receiver) -> Webhook:
    webhook, _secret = actions.add_webhook(
        brand=cast.chainik, url=program.url, kinds=["MessageReceived"], by=cast.orlov, at=timezone.now()
    )
    return webhook


def test_an_administrator_adds_a_webhook_reads_its_log_and_replays(cast: Cast, program: Receiver) -> None:
    browser, path = cast.browser_of(cast.orlov), f"/brands/{cast.chainik.pk}/webhooks/"

    added = browser.post(path, {"url": program.url, "kinds": ["MessageReceived"]})
    assert (added["Cache-Control"], added.context["secret"] in added.content.decode()) == ("no-store", True)
    webhook = Webhook.objects.get()
    arrives(letter(), cast.chainik_mail)
    with transaction():
        jobs.follow.enqueue()
    work()

    assert list(browser.get(path).context["webhooks"]) == [webhook]
    page = browser.get(reverse("webhook", args=[webhook.public_id]))
    delivery = Delivery.objects.get()
    assert (list(page.context["log"]), "thanks" in page.content.decode()) == ([delivery], True)
    browser.post(reverse("delivery_replays", args=[delivery.public_id]))
    work()
    assert len(program.told) == 2


def test_a_wrong_address_is_said_at_the_field(cast: Cast) -> None:
    browser = cast.browser_of(cast.orlov)

    for url in ("http://169.254.169.254/", "ftp://example.com/", "http://127.0.0.1/"):
        answer = browser.post(f"/brands/{cast.chainik.pk}/webhooks/", {"url": url, "kinds": ["MessageReceived"]})
        assert (list(answer.context["form"].errors), Webhook.objects.count()) == (["url"], 0)


def test_why_one_is_switched_off_is_said_on_its_page(cast: Cast, program: Receiver) -> None:
    webhook = with_a_webhook(cast, program)
    Webhook.objects.update(disabled_at=timezone.now(), disabled_reason="failures")
    browser, path = cast.browser_of(cast.orlov), reverse("webhook", args=[webhook.public_id])
    assert "выключен" in browser.get(path).content.decode().lower()

    browser.post(path, {"url": program.url, "kinds": ["MessageReceived"]})

    assert Webhook.objects.get().disabled_at is None


def test_a_new_secret_and_the_end(cast: Cast, program: Receiver) -> None:
    webhook = with_a_webhook(cast, program)
    browser = cast.browser_of(cast.orlov)

    rotated = browser.post(reverse("webhook_secrets", args=[webhook.public_id]))
    assert rotated.context["secret"] == Webhook.objects.get().secret
    browser.post(reverse("webhook_removal", args=[webhook.public_id]))

    assert Webhook.objects.get().removed_by == cast.orlov
    assert browser.get(reverse("webhook", args=[webhook.public_id])).status_code == 404


def test_nobody_else_sees_webhooks(cast: Cast, program: Receiver) -> None:
    webhook = with_a_webhook(cast, program)
    paths = [
        f"/brands/{cast.chainik.pk}/webhooks/",
        reverse("webhook", args=[webhook.public_id]),
        reverse("webhook_secrets", args=[webhook.public_id]),
        reverse("webhook_removal", args=[webhook.public_id]),
        reverse("delivery_replays", args=[webhook.public_id]),
    ]
    for path in paths:
        for staff in (cast.maria, cast.taras):
            browser = cast.browser_of(staff)
            assert {browser.get(path).status_code, browser.post(path).status_code} <= {404, 405}, path
        assert Client().post(path).status_code == 302, path


def test_what_a_program_did_bears_its_name_in_the_audit(cast: Cast) -> None:
    caller = shop(cast)
    caller.post("conversations", {"sender": {"email": "i@example.com"}, "text": "Где чайник?"})

    page = cast.browser_of(cast.orlov).get("/audit/")

    names = {str(row.person) for row in page.context["rows"] if row.entry.kind == "InboundHandedIn"}
    assert names == {"Интернет-магазин"}
