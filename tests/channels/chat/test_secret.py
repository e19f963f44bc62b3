"""The secret by which a site vouches for its visitors, once somebody else has got hold of it."""

from tests.cast import Cast
from tests.channels.chat.visitors import Browser, a_chat, token_for


def test_a_new_secret_closes_what_the_old_one_has_opened(cast: Cast) -> None:
    chat = a_chat(cast, consents={})
    irina, thief, joined, bohdan = (Browser(chat) for _browser in range(4))
    irina.is_identified(token_for(chat, id="77"))
    irina.says("Секрет Ирины.")
    thief.is_identified(token_for(chat, id="77"))
    own = joined.comes().key
    joined.is_identified(token_for(chat, id="77"))  # which opens the history to the key that it had before, too
    bohdan.comes().says("Где мой чайник?")
    assert [one.reads() for one in (thief, Browser(chat, key=own))] == [["Секрет Ирины."]] * 2

    renewed = cast.browser_of(cast.orlov).post(f"/brands/{cast.chainik.pk}/chat/secret")

    assert renewed.status_code == 302
    closed = [irina, thief, joined, Browser(chat, key=own)]
    assert [one.get("news").status_code for one in closed] == [401] * 4
    assert thief.says("Это Ирина.").status_code == 401
    assert bohdan.reads() == ["Где мой чайник?"]
    chat.refresh_from_db()
    assert irina.is_identified(token_for(chat, id="77")).status_code == 200
    assert irina.reads() == ["Секрет Ирины."]
