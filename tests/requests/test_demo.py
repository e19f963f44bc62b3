"""What the demo company offers stands on every page that shows it."""

import pytest
from django.utils import timezone

from slovo.config.demo.wishes import wish
from slovo.requests.models import Choice
from tests.cast import Cast, arrives, letter, the_conversation


@pytest.mark.parametrize(
    "page",
    [
        "/request-types/",
        "/request-types/{type}/",
        "/request-types/{type}/form",
        "/extras/",
        "/expectations/",
        "/ask/chainik/engraving/",
        "/ask/chainik/repair/",
    ],
)
def test_the_pages_are_not_empty(cast: Cast, page: str) -> None:
    arrives(letter(), cast.chainik_mail)
    wish(cast.chainik, administrator=cast.orlov, agent=cast.anna, at=timezone.now())
    choice = Choice.objects.get()

    answer = cast.browser_of(cast.orlov).get(page.format(type=choice.request_type_id))
    assert choice.about == the_conversation().key
    assert (answer.status_code, choice.wording["name"]) == (200, "Вручную")
