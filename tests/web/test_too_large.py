"""What says of itself that it is too large, or says it in a way that nobody can read, is turned away at each door."""

import pytest
from django.test import Client

from tests.cast import Cast
from tests.channels.chat.visitors import Browser, a_chat


@pytest.mark.parametrize("length", ["99999999999", "-1", "many", "²"])
@pytest.mark.parametrize("door", ["/api/v1/conversations", "/callback/chainik/", "widget"])
def test_a_length_that_is_none_or_too_much_is_refused(cast: Cast, door: str, length: str) -> None:
    chat = Browser(a_chat(cast))
    address = f"/widget/{chat.chat.public_id}/visitors" if door == "widget" else door
    answer = Client().post(address, b"{}", content_type="application/json", headers=chat.headers, CONTENT_LENGTH=length)

    assert answer.status_code == 413
