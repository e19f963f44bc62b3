"""How much a visitor may send, whatever number of messages it comes in."""

from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.handlers.wsgi import WSGIRequest

from slovo.channels.chat.identity import digest_of
from slovo.channels.chat.models import Line
from slovo.web.widget import asked
from tests.cast import Cast
from tests.channels.chat.visitors import Browser, a_chat


def test_who_sends_too_many_bytes_waits_and_nothing_of_it_is_read(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked, "SENDING", replace(asked.SENDING, of_visitor=100, of_address=250))
    chat = a_chat(cast)
    irina, bohdan, vera = (Browser(chat).comes() for _browser in range(3))
    away = Browser(chat, address="198.51.100.9").comes()

    def sends(browser: Browser) -> Any:
        return browser.says("Вот.", files=[SimpleUploadedFile("чек.txt", b"x" * 40 * 1024, "text/plain")])

    with monkeypatch.context() as unread:
        assert [sends(irina).status_code for _time in range(2)] == [200, 200]
        unread.setattr(WSGIRequest, "_load_post_and_files", lambda self: pytest.fail("its body was read"))
        refused = sends(irina)
    assert (refused.status_code, int(refused["Retry-After"]) > 60) == (429, True)
    assert irina.says("Тогда без чека.").status_code == 200

    assert [sends(one).status_code for one in (bohdan, bohdan, vera, vera, away)] == [200, 200, 200, 429, 200]
    assert Line.objects.filter(visitor__keys__digest=digest_of(irina.key)).count() == 3
