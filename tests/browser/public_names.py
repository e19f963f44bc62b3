"""The addresses at which nobody is asked to sign in at the desk, and which of them are no pages."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

NO_PAGES = {
    # what leads on to another page
    "home",
    "language",
    "help",
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
