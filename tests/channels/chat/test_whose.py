"""As whom a browser is known, told so that what it has not sent yet is sent under the name of who wrote it."""

from tests.cast import Cast
from tests.channels.chat.visitors import Browser, a_chat, token_for


def test_a_browser_that_turns_out_to_be_somebody_is_told_that_it_was_them(cast: Cast) -> None:
    chat = a_chat(cast)
    first, second, stranger = (Browser(chat).comes() for _browser in range(3))
    names = [one.get("news").json()["visitor"] for one in (first, second, stranger)]

    told = [one.is_identified(token_for(chat, id="77")).json()["who"] for one in (first, second)]
    other = stranger.is_identified(token_for(chat, id="78")).json()["who"]

    assert told == [[names[0]], [names[0], names[1]]]
    assert other == [names[2]]
    assert first.is_identified(token_for(chat, id="77")).json()["who"] == told[1]
    assert first.is_identified(token_for(chat, id="78")).json()["who"] == other


def test_whether_the_site_vouches_for_them_is_told_with_the_news(cast: Cast) -> None:
    chat = a_chat(cast)
    irina = Browser(chat).comes()
    before = irina.get("news").json()["vouched"]
    irina.is_identified(token_for(chat, id="77"))

    assert (before, irina.get("news").json()["vouched"]) == (False, True)
