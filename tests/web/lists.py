"""What a page of a list shows, read from its HTML."""

import re
from html import unescape

from django.test import Client


def subjects(page: str) -> list[str]:
    return [unescape(found) for found in re.findall(r'<p class="subject clip">(.*?)</p>', page)]


def link(page: str, rel: str) -> str:
    found = re.search(rf'<a rel="{rel}" href="([^"]+)"', page)
    return unescape(found[1]) if found else ""


def anew(page: str) -> str:
    """The address at which the first part of a list asks for itself when something has changed."""
    found = re.search(r'<div class="block"[^>]* hx-get="([^"]+)"', page)
    assert found
    return unescape(found[1])


def listed(browser: Client, **parameters: str) -> list[str]:
    answer = browser.get("/conversations/", parameters)
    assert answer.status_code == 200
    return subjects(answer.content.decode())
