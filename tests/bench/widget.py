"""How soon the widget's button stands on a shop's page and answers, as fast as this machine and as a slow phone."""

import os
import shutil
import statistics
from pathlib import Path

from playwright.sync_api import ViewportSize, sync_playwright

from tests.bench.database import fresh
from tests.browser.shops import Shop, shop
from tests.browser.slow_phone import Coming, Watched
from tests.house import House

SLOWER = (1, 4, 6)  # times, as Chromium throttles
PHONE = ViewportSize(width=360, height=640)


def run(folder: str, rounds: int) -> None:
    """`rounds`: visits to each, of a browser that keeps nothing of the one before. One more goes ahead of all: it is
    the house's own first page."""
    url = os.environ.get("SLOVO_DATABASE_URL", "")
    house = House(Path(folder), more={"SLOVO_DATABASE_URL": url} if url else {})
    with shop(house.url) as place, fresh(folder):
        _opens_its_chat(place, folder)
        with house.running():
            _visits(place, rounds)


def _opens_its_chat(place: Shop, folder: str) -> None:
    from django.db import connection
    from django.utils import timezone

    from slovo.channels.chat.setting import Terms, set_chat
    from tests import cast as cast_module

    cast = cast_module.gather(outgoing=f"{folder}/outgoing")
    terms = Terms(origins=[place.origin], languages=["ru"], words={}, consents={})
    chat = set_chat(brand=cast.chainik, terms=terms, by=cast.orlov, at=timezone.now())
    connection.close()
    place.line = f'<script async src="{place.desk}/widget/slovo.js" data-chat="{chat.public_id}"></script>'


def _visits(place: Shop, rounds: int) -> None:
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    assert program, "Chromium is missing: apt-get install chromium"
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])

        def visit(slower: int) -> Coming:
            context = browser.new_context(viewport=PHONE, locale="ru", is_mobile=True, has_touch=True)
            watched = Watched(context, place.desk, slower=slower, clicks=True)
            watched.comes_to(place.origin)
            coming = watched.is_clicked()
            watched.page.goto("about:blank")
            context.close()
            return coming

        visit(1)
        for slower in SLOWER:
            _tell(slower, [visit(slower) for _time in range(rounds)])
        browser.close()


def _tell(slower: int, comings: list[Coming]) -> None:
    stood = statistics.median(one.stood for one in comings)
    answered = statistics.median(one.answered for one in comings)
    idle = statistics.median(one.rested for one in comings)
    print(
        f"{slower} times slower: the page rests after {idle:.0f} ms, the button stands after {stood:.0f} ms, a"
        f" click is answered after {answered:.0f} ms, medians of {len(comings)}; {comings[0].size:,} bytes for it"
    )
