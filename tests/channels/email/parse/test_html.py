"""HTML of strangers: what is shown can do nothing."""

import pytest

from tests.channels.email.parse.conftest import Inspect
from tests.channels.email.parse.letters import raw

TAGS = ("script", "iframe", "object", "embed", "form", "input", "meta", "base", "link", "style", "svg", "video")
EVENTS = ("onerror", "onload", "onclick", "onmouseover", "onplay", "autoplay")
WORDS = ("javascript:", "url(", "expression(", "fixed", "data:text")
DANGERS = (*(f"<{tag}" for tag in TAGS), *EVENTS, *WORDS)


def cleaned(inspect: Inspect, html: str) -> str:
    return str(inspect(raw("Content-Type: text/html; charset=utf-8", body=html.encode()))["html"])


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '<a href="javascript:alert(1)">x</a>',
        '<a href="&#106;avascript:alert(1)">x</a>',
        '<a href="data:text/html,<script>alert(1)</script>">x</a>',
        "<svg onload=alert(1)><script>alert(1)</script></svg>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "<iframe src='https://example.net'></iframe>",
        "<object data='x.swf'></object><embed src='x.swf'>",
        "<form action='https://example.net'><input name=password><button>Sign in</button></form>",
        "<meta http-equiv=refresh content='0;url=https://example.net'>",
        "<base href='https://example.net/'>",
        "<link rel=stylesheet href='https://example.net/x.css'>",
        "<style>@import 'https://example.net/x.css'; body{background:url(https://example.net/x.png)}</style>",
        "<p style='background:url(https://example.net/x.png)'>x</p>",
        "<p style='position:fixed;top:0;left:0;width:100%;height:100%'>x</p>",
        "<p style='width:expression(alert(1))'>x</p>",
        "<!--[if gte mso 9]><xml><script>alert(1)</script></xml><![endif]-->",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
        "<template><script>alert(1)</script></template>",
        "<video src='https://example.net/x.mp4' autoplay onplay=alert(1)></video>",
        "<p onclick=alert(1) onmouseover=alert(1)>x</p>",
    ],
)
def test_nothing_that_acts_or_fetches_is_left(inspect: Inspect, html: str) -> None:
    shown = cleaned(inspect, f"<p>before</p>{html}<p>after</p>").lower()

    assert "before" in shown
    for danger in DANGERS:
        assert danger not in shown, danger


def test_links_open_elsewhere_and_tell_nobody_whence(inspect: Inspect) -> None:
    shown = cleaned(inspect, '<a href="https://example.com/order" target="_self">Заказ</a>')

    assert 'href="https://example.com/order"' in shown
    assert "noopener" in shown
    assert "noreferrer" in shown


def test_remote_images_wait_for_a_click_and_are_noted(inspect: Inspect) -> None:
    mail = inspect(raw("Content-Type: text/html", body=b'<p>x</p><img src="https://example.net/pixel.gif">'))

    assert any(note.startswith("images_remote") for note in mail["notes"])
    assert 'src="http' not in mail["html"]


def test_what_a_letter_is_made_of_stays(inspect: Inspect) -> None:
    html = (
        '<table><tr><td style="color:#c00;text-align:center"><b>Чай</b></td></tr></table>'
        "<ul><li>чёрный</li></ul><blockquote>цитата</blockquote><h2>Итого</h2><br><pre>1  2</pre>"
    )
    shown = cleaned(inspect, html)

    for tag in ("<table", "<td", "<b>", "<ul>", "<li>", "<blockquote", "<h2>", "<pre>", "color"):
        assert tag in shown


def test_the_blocks_of_a_page_stay_apart(inspect: Inspect) -> None:
    html = "<header>Чай</header><main><section>чёрный</section><article>зелёный</article></main><footer>Всё</footer>"
    mail = inspect(raw("Content-Type: text/html; charset=utf-8", body=html.encode()))

    assert mail["text"].split("\n") == ["Чай", "чёрный", "зелёный", "Всё"]
