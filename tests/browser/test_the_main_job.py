"""A letter comes, somebody sees it appear, answers, and the promise is kept: with script and without."""

import email
import time
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import cast as typed
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.browser.conftest import DESK, Enter, Held, brings, brings_words, meanwhile
from tests.cast import letter
from tests.house import House, until

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.embedded]
MARIA = "maria@chainik.example"
STALE = "Array.from(document.querySelectorAll('.block[data-stale]'), (part) => part.dataset.stale)"
IMAGE = b"\x89PNG\r\n\x1a\n"


def line(page: Page, subject: str):
    return page.locator(".line", has_text=subject)


def sent(house: House, subject: str) -> list[EmailMessage]:
    folder = Path(house.data) / "outgoing" / "new"
    paths = sorted(folder.iterdir()) if folder.exists() else []
    letters = [typed(EmailMessage, email.message_from_bytes(path.read_bytes(), policy=default)) for path in paths]
    return [one for one in letters if subject in one["Subject"]]


def test_a_letter_appears_without_reloading_and_the_answer_keeps_the_promise(enter: Enter, house: House) -> None:
    page = enter(MARIA)
    expect(page.locator(".line").first).to_be_visible()
    page.evaluate("window.notReloaded = true")

    started = time.monotonic()
    brings_words(house, "Живое письмо", "Есть ли белые чайники?", message_id="<live1@irina.example.com>")
    expect(line(page, "Живое письмо")).to_be_visible()
    print(f"seen {time.monotonic() - started:.2f} s after it was brought")
    assert page.evaluate("window.notReloaded") is True

    line(page, "Живое письмо").locator("a").click()
    expect(page.locator(".message.in .words")).to_have_text("Есть ли белые чайники?")
    page.evaluate("window.notReloaded = true")
    headers = [("References", "<live1@irina.example.com>")]
    brings_words(house, "Re: Живое письмо", "И синие?", message_id="<live2@irina.example.com>", headers=headers)
    expect(page.locator(".message.in .words")).to_have_text(["Есть ли белые чайники?", "И синие?"])
    assert page.evaluate("window.notReloaded") is True

    page.fill("#reply-text", "Есть и белые, и синие.")
    page.press("#reply-text", "Control+Enter")
    expect(page.locator(".message.out .words")).to_have_text("Есть и белые, и синие.")
    expect(page.locator("#reply-text")).to_have_value("")
    expect(page.locator(".message.out .delivery")).to_contain_text("Отправлено", timeout=30_000)
    expect(page.locator(".beside-wrap")).to_contain_text("сдержано")
    (answer,) = sent(house, "Живое письмо")
    assert answer["In-Reply-To"] == "<live2@irina.example.com>"
    assert answer["References"].split() == ["<live1@irina.example.com>", "<live2@irina.example.com>"]


@pytest.mark.parametrize("boosted", [False, True], ids=["a whole page", "a part"])
def test_what_happens_while_a_page_is_on_its_way_is_seen_on_it(enter: Enter, house: House, boosted: bool) -> None:
    subject = f"На пути {boosted}"
    first, second = (f"<on-its-way-{boosted}-{number}@irina.example.com>" for number in (1, 2))
    brings_words(house, subject, "Первое.", message_id=first)
    page = enter(MARIA)
    link = line(page, subject).locator("a")
    path = link.get_attribute("href").partition("?")[0]  # type: ignore[union-attr]
    page.evaluate("window.notReloaded = true")
    held = Held(page, path)
    if boosted:
        link.click()
    else:
        page.evaluate("path => { location.href = path }", path)
    until(lambda: meanwhile(page, held.made), "the page to be made")
    heard: list[str] = []
    page.on("response", lambda response: heard.append(response.url) if "part=block" in response.url else None)
    brings_words(house, f"Re: {subject}", "Второе.", message_id=second, headers=[("References", first)])
    until(lambda: meanwhile(page, heard), "the old page to hear of it")
    held.arrives()
    expect(page.locator(".message.in .words")).to_have_text(["Первое.", "Второе."])
    assert page.evaluate("window.notReloaded") is (True if boosted else None)
    assert urlsplit(page.url).path == path


def test_a_line_that_is_being_pressed_is_not_pulled_away_by_news(enter: Enter, house: House) -> None:
    brings_words(house, "Нажмите меня", "Первое.", message_id="<pressed@irina.example.com>")
    page, beside = enter(MARIA), enter("orlov@chainik.example")
    link = line(page, "Нажмите меня").locator("a")
    link.hover()
    page.mouse.down()
    brings_words(house, "Пришло, пока нажимали", "Второе.", message_id="<meanwhile@irina.example.com>")
    expect(line(beside, "Пришло, пока нажимали")).to_be_visible()
    until(lambda: meanwhile(page, page.evaluate(STALE)), "the pressed list to hear of it")

    page.mouse.up()

    expect(page.locator(".message.in .words")).to_have_text(["Первое."])
    expect(line(page, "Пришло, пока нажимали")).to_be_visible()


def test_what_happens_before_the_first_page_listens_is_seen_on_it(enter: Enter, house: House) -> None:
    early, signed_in = enter("orlov@chainik.example"), enter(MARIA)
    page = signed_in.context.new_page()  # one that has heard nothing yet
    address = signed_in.url
    signed_in.close()
    streams: list[Route] = []
    page.route("**/live?*", lambda route: streams.append(route))
    page.goto(address)
    until(lambda: meanwhile(page, streams), "the page to ask for the stream")
    brings_words(house, "До первого слова", "Видно?", message_id="<before-the-first@irina.example.com>")
    expect(line(early, "До первого слова")).to_be_visible()

    streams[0].continue_()
    expect(line(page, "До первого слова")).to_be_visible()


def test_without_script_all_of_the_work_can_be_done(enter: Enter, house: House) -> None:
    brings_words(house, "Письмо без скриптов", "Можно без них?", message_id="<noscript@irina.example.com>")
    page = enter(MARIA, java_script_enabled=False)
    until(
        lambda: page.goto("/conversations/?view=all&order=newest") and line(page, "Письмо без скриптов").count(),
        "the letter",
    )

    line(page, "Письмо без скриптов").locator("a").click()
    expect(page.locator(".message.in .words")).to_have_text("Можно без них?")
    page.check("input[name=writing][value=note]", force=True)
    page.fill("#note-text", "Проверяю без скриптов.")
    page.locator(".note-form button").first.click()
    expect(page.locator(".message.note .words")).to_have_text("Проверяю без скриптов.")
    page.fill("#reply-text", "Можно.")
    page.click("button[name=then_close]")
    expect(page.locator(".message.out .words")).to_have_text("Можно.")

    until(lambda: sent(house, "Письмо без скриптов"), "the answer to leave")
    page.goto("/conversations/?view=closed")
    expect(line(page, "Письмо без скриптов")).to_have_count(1)


def test_a_reply_that_cannot_be_sent_says_why_and_keeps_the_words(enter: Enter, house: House) -> None:
    page = enter(MARIA)
    page.locator(".line a").first.click()
    page.fill("#reply-text", "   ")
    page.locator(".reply-form [data-main]").click()

    expect(page.locator("[role=alert]", has_text="Пока нечего").first).to_be_visible()


def test_the_promise_is_seen_in_words_and_in_shape(enter: Enter) -> None:
    page = enter(MARIA)
    page.goto("/conversations/")
    late = page.locator(".line .due[data-state=late], .line .due[data-state=broken]").first

    expect(late.locator("svg")).to_be_visible()
    expect(page.locator(".line .due-words").first).to_contain_text("опоздали")


def test_a_hostile_letter_shows_and_does_nothing(enter: Enter, house: House) -> None:
    html = (
        '<p id="x">Чай</p><script>parent.stolen = 1</script><svg onload="parent.stolen = 1"></svg>'
        '<img src="http://spy.example.net/pixel.gif" onerror="parent.stolen=1">'
        '<form action="http://spy.example.net"><input></form>'
    )
    brings_words(house, "Злое письмо", "Чай", message_id="<evil@irina.example.com>", html=html)
    page = enter(MARIA)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "spy" in request.url else None)
    page.context.route(
        "**/spy.example.net/**", lambda route: route.fulfill(status=200, content_type="image/png", body=IMAGE)
    )
    line(page, "Злое письмо").locator("a").click()
    page.click("text=Показать письмо с оформлением")
    frame = page.frame_locator("iframe.letter")
    expect(frame.locator("p").first).to_have_text("Чай")
    assert page.evaluate("window.stolen") is None
    assert asked == []

    page.click("text=Показать картинки из интернета")
    expect(frame.locator("img[src*=spy]")).to_have_count(1)
    until(lambda: page.wait_for_timeout(50) is None and asked, "the image to be asked for")
    assert page.evaluate("window.stolen") is None


def test_an_image_of_the_letter_is_seen_in_its_place(enter: Enter, house: House) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "irina@example.com", "help@chainik.example", "Kettle in a picture"
    mail["Message-ID"] = "<cid@irina.example.com>"
    mail.set_content("Вот.")
    mail.add_alternative('<p>Вот: <img src="cid:p@example.com" width="20"></p>', subtype="html")
    picture = Path(__file__).parents[2] / "docs" / "desk.png"
    html = typed(EmailMessage, mail.get_payload()[1])
    html.add_related(picture.read_bytes(), "image", "png", cid="<p@example.com>", filename="p.png")
    brings(house, mail.as_bytes())
    page = enter(MARIA)
    line(page, "Kettle in a picture").locator("a").click()
    page.click("text=Показать письмо с оформлением")
    image = page.frame_locator("iframe.letter").locator("img")

    expect(image).to_be_visible()
    until(lambda: image.evaluate("image => image.naturalWidth") == 1440, "the picture")


def is_stream(request: Request) -> bool:
    return urlsplit(request.url).path == "/live"


def test_two_tabs_share_one_stream(enter: Enter, house: House) -> None:
    page = enter(MARIA)
    expect(page.locator(".line").first).to_be_visible()
    streams: list[str] = []
    second = page.context.new_page()
    second.on("request", lambda request: streams.append(request.url) if is_stream(request) else None)
    second.goto(DESK)
    brings_words(house, "Для двух вкладок", "Видно в обеих?", message_id="<tabs@irina.example.com>")

    expect(line(page, "Для двух вкладок")).to_be_visible()
    expect(line(second, "Для двух вкладок")).to_be_visible()
    assert streams == []


def test_brands_see_nothing_of_one_another(enter: Enter, house: House) -> None:
    taras = enter("taras@medovyi-dim.example", locale="uk")
    expect(taras.locator(".line").first).to_be_visible()
    brings(house, letter(subject="Чужа справа", message_id="<other@irina.example.com>"))
    maria = enter(MARIA)
    expect(line(maria, "Чужа справа")).to_be_visible()

    address = line(maria, "Чужа справа").locator("a").get_attribute("href")
    assert taras.goto(address or "").status == 404  # type: ignore[union-attr]


def test_a_list_in_a_storm_of_news_is_asked_for_at_a_steady_pace(enter: Enter, house: House) -> None:
    page = enter(MARIA)
    expect(page.locator(".line").first).to_be_visible()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "part=block" in request.url else None)

    lasted = page.evaluate(
        """async () => {
          const began = performance.now();
          const tabs = new BroadcastChannel("slovo-live");
          for (let news = 0; news < 60; news++) {
            tabs.postMessage({ kind: "nudge", key: `conversation:${news}` });
            await new Promise((resolve) => setTimeout(resolve, 50));
          }
          return performance.now() - began;
        }"""
    )

    assert 1 < len(asked) <= 2 + lasted / 600  # from one question to the next there are 0.6 s, however long it storms
    brings_words(house, "После бури", "Тихо ли у вас?", message_id="<after-the-storm@irina.example.com>")
    expect(line(page, "После бури")).to_be_visible()
