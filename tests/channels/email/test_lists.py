"""Letters that came through lists: newsletters promise nothing, our own list's customers are promised an answer."""

from slovo.promises.models import Promise
from tests.cast import Cast, arrives, letter, the_conversation

NEWS = [("List-Id", "Teapots weekly <news.teapots.example>"), ("Precedence", "bulk")]
OUR_GROUP = [
    ("List-Id", "<help.chainik.example>"),
    ("List-Unsubscribe", "<mailto:u@example.com>"),
    ("Precedence", "list"),
]


def test_a_newsletter_gets_no_promise(cast: Cast) -> None:
    arrives(letter(headers=NEWS), cast.chainik_mail)

    assert the_conversation().next_promise is None
    assert not Promise.objects.exists()


def test_a_customers_letter_through_our_own_group_is_promised_an_answer(cast: Cast) -> None:
    arrives(letter(headers=OUR_GROUP), cast.chainik_mail)

    assert the_conversation().next_promise is not None


def test_a_letter_that_asks_for_no_automatic_answer_is_promised_one_by_a_person(cast: Cast) -> None:
    arrives(letter(headers=[("X-Auto-Response-Suppress", "All")]), cast.chainik_mail)

    assert the_conversation().next_promise is not None
