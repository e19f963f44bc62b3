"""Somebody walks through all addresses at which nobody is asked to sign in at the desk."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve
from playwright.sync_api import Page

from tests.browser.well import by_day_and_by_night, too_wide

NO_PAGES = {
    # what leads on to another page
    "home",
    "language",
    "help",
    "my_entry",
    "my_judgement",
    "my_leaving",
    "my_room",
    "my_consents",
    "my_data",
    "my_copies",
    "queue_departure",
    # files
    "help_sitemap",
    "robots",
    "help_file",
    "my_copy",
    "my_data_file",
    "my_article_file",
    "status_page_visit_entry",
    "status_page_face",
    # parts of a page, and what machines read
    "help_suggestions",
    "help_feedback",
    "health",
    "mfa_login_webauthn",
    # of the door of the desk, for who is half inside, or what this house does not use
    "account_confirm_email",
    "account_confirm_login_code",
    "mfa_authenticate",
    # of who has signed in there, whatever their own way of asking for it: test_pages
    "mfa_activate_totp",
    "mfa_generate_recovery_codes",
    "mfa_add_webauthn",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
}


def named(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in patterns:
        route = f"{before}{one.pattern}"
        if isinstance(one, URLResolver):
            yield from named(one.url_patterns, route)
        else:
            yield route, one


def asks_to_sign_in(one: URLPattern) -> bool:
    """By what Django's `login_required` leaves on a view, for its own middleware."""
    return hasattr(one.callback, "redirect_field_name")


def open_to_all() -> set[str]:
    """Each address at which nobody is asked to sign in at the desk. Programs have a face of their own."""
    found = {
        one.name
        for route, one in named(get_resolver().url_patterns)
        if not route.startswith("api/") and not asks_to_sign_in(one)
    }
    return {name for name in found if name}


@dataclass
class Walk:
    """Of somebody with a phone; at the desk somebody makes what they need."""

    desk: Page
    phone: Page
    found: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def looks(self, page: Page) -> None:
        self.knows(page.url)
        self.found += by_day_and_by_night(page)
        if too_wide(page) > 0:
            self.found.append(f"{page.url} is too wide")

    def opens(self, page: Page, address: str) -> None:
        page.goto(address)
        self.looks(page)

    def knows(self, address: str) -> None:
        with suppress(Resolver404):
            self.seen.add(resolve(urlsplit(address).path).url_name or "")


def presses(page: Page, name: str) -> None:
    """Sent as it stands: what the browser itself would ask to be mended is for the server to say."""
    for form in page.locator("form").all():
        form.evaluate("one => { one.noValidate = true; }")
    page.get_by_role("button", name=name).first.click()
    page.wait_for_load_state()
