"""What rules write to Irina carries a link to her page, unless the brand wants none."""

import re

import pytest
from django.utils import timezone

from slovo.conversations.models import Direction, Message
from slovo.promises import ladders
from slovo.promises.link_models import StatusLink
from slovo.visits import booking
from tests.cast import Cast, arrives, letter, the_conversation, work
from tests.visits.stories import tasting
from tests.web.portal.pages import Phone
from tests.web.portal.test_beside import noon

TOKEN = re.compile(r"/s/([0-9a-z]{27})(?!/letters)\b")


@pytest.fixture(autouse=True)
def asked(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail)


def book(cast: Cast) -> str:
    """What she is written about her visit."""
    conversation = the_conversation()
    booking.book(
        type_id=tasting(cast).pk,
        starts_at=noon(),
        customer=conversation.customer,
        about=conversation.key,
        by=cast.anna,
        at=timezone.now(),
    )
    work()
    return Message.objects.filter(direction=Direction.OUT).latest("pk").text


def test_the_letter_of_a_visit_opens_the_page_on_which_it_stands(cast: Cast) -> None:
    text = book(cast)

    [token] = TOKEN.findall(text)
    assert "Всё об этом — и ваш выбор — здесь:" in text
    assert "Чайная проба" in Phone(token).reads()
    link = StatusLink.objects.get()
    assert (link.about, link.made_by, link.made_by_rule) == (the_conversation().key, None, "visit")
    page = cast.browser_of(cast.anna).get(f"/conversations/{the_conversation().public_id}/links")
    assert "by a rule" in page.content.decode()


def test_a_brand_that_wants_no_links_writes_none(cast: Cast) -> None:
    ladders.set_notice_rules(
        brand=cast.chainik, begins=0, ends=0, texts={}, links=False, by=cast.orlov, at=timezone.now()
    )

    assert TOKEN.findall(book(cast)) == []
    assert not StatusLink.objects.exists()
