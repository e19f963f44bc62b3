"""The tags of a brand: added, named anew, coloured, merged, archived, and read by everybody."""

import re
from html import unescape
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from slovo.conversations import actions, tags
from slovo.conversations.list_models import SavedView
from slovo.conversations.models import Conversation, Tag
from slovo.conversations.saved_view_actions import Shape, Whose, keep_view
from slovo.conversations.tag_colours import TAG_COLOURS
from slovo.core.journal.models import JournalEntry
from tests.cast import Cast, arrives, letter, the_conversation, work

pytestmark = pytest.mark.thorough

QUERIES_OF_TAGS = 6
BLUE, GREEN = "#2f5d8a", "#1d6a34"
LIGHT_GROUNDS = ("#ffffff", "#f4f6f5", "#ebeeed", "#dfeee9")
DARK_GROUNDS = ("#121615", "#191e1c", "#232a28", "#17352d")


def adds(cast: Cast, name: str, colour: str = BLUE) -> Tag:
    answer = cast.browser_of(cast.maria).post("/tags/", {"brand": cast.chainik.pk, "name": name, "colour": colour})
    assert answer.status_code == 302, answer.content.decode()
    return Tag.objects.latest("pk")


def tagged(cast: Cast, *tags: Tag) -> Conversation:
    number = Conversation.objects.count()
    raw = letter(sender=f"u{number}@example.com", message_id=f"<{number}@example.com>")
    arrives(raw, cast.chainik_mail)
    conversation = Conversation.objects.latest("pk")
    pks = [tag.pk for tag in tags]
    actions.tag(conversation_id=conversation.pk, tag_ids=pks, by=cast.anna, at=timezone.now())
    return conversation


def names(conversation: Conversation) -> list[str]:
    return list(conversation.tags.values_list("name", flat=True))


def refused(cast: Cast, address: str, **given: object) -> str:
    answer = cast.browser_of(cast.maria).post(address, given)
    assert answer.status_code in {409, 422}
    return str(answer.context["problem"])


def test_a_supervisor_adds_a_tag_and_gives_it_another_name_and_colour(cast: Cast) -> None:
    tag = adds(cast, "  Долгий   возврат ")
    assert (tag.name, tag.colour, tag.brand) == ("Долгий возврат", BLUE, cast.chainik)

    cast.browser_of(cast.maria).post(f"/tags/{tag.pk}/", {"name": "Возврат", "colour": GREEN})
    tag.refresh_from_db()
    assert (tag.name, tag.colour) == ("Возврат", GREEN)
    kinds = JournalEntry.objects.filter(about=f"tag:{tag.pk}").order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["TagAdded", "TagChanged"]


def test_a_colour_outside_of_the_palette_is_not_taken(cast: Cast) -> None:
    assert adds(cast, "Жёлтый", "#ffff00").colour == next(iter(TAG_COLOURS))


def test_two_tags_of_one_name_are_refused_whatever_the_case(cast: Cast) -> None:
    tag, other = adds(cast, "Возврат"), adds(cast, "Опт")
    said = "Такая метка уже есть. Выберите другое имя или объедините две метки."

    assert refused(cast, "/tags/", brand=cast.chainik.pk, name="ВОЗВРАТ", colour=BLUE) == said
    assert refused(cast, f"/tags/{other.pk}/", name=" возврат", colour=BLUE) == said
    assert refused(cast, f"/tags/{tag.pk}/", name=" ", colour=BLUE) == "Метке нужно имя."
    cast.browser_of(cast.maria).post(f"/tags/{tag.pk}/", {"name": "возврат", "colour": BLUE})
    tag.refresh_from_db()
    assert tag.name == "возврат"


def test_the_same_name_may_stand_in_another_brand(cast: Cast) -> None:
    adds(cast, "Возврат")
    browser = cast.browser_of(cast.orlov)

    assert browser.post("/tags/", {"brand": cast.honey.pk, "name": "Возврат", "colour": BLUE}).status_code == 302
    assert Tag.objects.filter(name="Возврат").count() == 2


def test_merging_gives_each_conversation_the_kept_tag_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tags, "MOVED_MAX", 2)
    kept, merged = adds(cast, "Возврат"), adds(cast, "Возвраты")
    conversations = [tagged(cast, *some) for some in ([merged], [kept, merged], [kept], [merged], [merged])]
    document = {"tag_ids": [merged.pk], "without_tag_ids": []}
    shape = Shape(name="Возвраты", document=document)
    view = keep_view(shape=shape, whose=Whose(), by=cast.anna, at=timezone.now())

    cast.browser_of(cast.maria).post(f"/tags/{merged.pk}/merges", {"kept": kept.pk})
    assert SavedView.objects.get(pk=view.pk).filter["tag_ids"] == [kept.pk]
    work()

    assert [names(one) for one in conversations] == [["Возврат"]] * 5
    assert list(Tag.objects.values_list("name", flat=True)) == ["Возврат"]


def test_a_tag_is_not_merged_into_itself_or_another_brands(cast: Cast) -> None:
    tag = adds(cast, "Возврат")
    other = Tag.objects.create(brand=cast.honey, name="Повернення")

    said = "Выберите две разные метки одного бренда."
    assert refused(cast, f"/tags/{tag.pk}/merges", kept=tag.pk) == said
    assert cast.browser_of(cast.maria).post(f"/tags/{tag.pk}/merges", {"kept": other.pk}).status_code == 404
    answer = cast.browser_of(cast.orlov).post(f"/tags/{tag.pk}/merges", {"kept": other.pk})
    assert (answer.status_code, Tag.objects.count()) == (409, 2)


def test_an_archived_tag_stays_where_it_is_and_is_offered_no_more(cast: Cast) -> None:
    tag = adds(cast, "Возврат")
    with_it, without = tagged(cast, tag), tagged(cast)
    browser = cast.browser_of(cast.maria)
    browser.post(f"/tags/{tag.pk}/archive")

    def offered(conversation: Conversation) -> list[str]:
        page = browser.get(f"/conversations/{conversation.public_id}/")
        return [one.name for one in page.context["brand_tags"]]

    assert (names(with_it), offered(with_it), offered(without)) == (["Возврат"], ["Возврат"], [])
    assert "Add the tag" not in dict(cast.browser_of(cast.anna).get("/changes/new/?all=yes").context["choices"])
    browser.post(f"/tags/{tag.pk}/archive", {"back": "yes"})
    assert offered(without) == ["Возврат"]


def test_the_list_names_tags_in_words_for_the_pointer_and_the_screen_reader(cast: Cast) -> None:
    tagged(cast, adds(cast, "Возврат"), adds(cast, "Опт", GREEN))
    page = cast.browser_of(cast.anna).get("/conversations/").content.decode()
    marks = re.findall(
        r'<span class="tag-mark" title="(.*?)">.*?fill="(.*?)".*?<span class="unseen">(.*?)</span>', page
    )

    assert [tuple(map(unescape, mark)) for mark in marks] == [("Возврат", BLUE, "Возврат"), ("Опт", GREEN, "Опт")]


def test_the_page_of_tags_asks_as_often_for_one_as_for_three(cast: Cast) -> None:
    asked = []
    for names in (["Первая"], ["Вторая", "Третья"]):
        for name in names:
            tagged(cast, adds(cast, name))
        cast.browser_of(cast.maria).get("/tags/")
        with CaptureQueriesContext(connection) as asking:
            cast.browser_of(cast.maria).get("/tags/")
        asked.append(len(asking))

    assert asked == [QUERIES_OF_TAGS, QUERIES_OF_TAGS]


def channels(colour: str) -> list[float]:
    return [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]


def luminance(colour: list[float]) -> float:
    """WCAG 2.2, relative luminance."""
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: list[float], other: list[float]) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def in_the_dark(colour: list[float]) -> list[float]:
    """As list.css has it: brightness(1.8) saturate(0.8)."""
    red, green, blue = (min(1.0, one * 1.8) for one in colour)
    grey = 0.213 * red + 0.715 * green + 0.072 * blue
    return [grey + 0.8 * (one - grey) for one in (red, green, blue)]


def test_every_colour_of_the_palette_is_told_from_every_ground() -> None:
    light = {pair: contrast(channels(pair[0]), channels(pair[1])) for pair in product(TAG_COLOURS, LIGHT_GROUNDS)}
    dark = {
        pair: contrast(in_the_dark(channels(pair[0])), channels(pair[1])) for pair in product(TAG_COLOURS, DARK_GROUNDS)
    }

    assert {pair: ratio for pair, ratio in light.items() if ratio < 4.5} == {}
    assert {pair: ratio for pair, ratio in dark.items() if ratio < 3} == {}


def test_a_conversation_keeps_its_archived_tag_when_others_are_chosen(cast: Cast) -> None:
    old, new = adds(cast, "Старая"), adds(cast, "Новая")
    tagged(cast, old)
    cast.browser_of(cast.maria).post(f"/tags/{old.pk}/archive")
    address = f"/conversations/{the_conversation().public_id}/"
    page = cast.browser_of(cast.anna).get(address)
    ticked = [tag.pk for tag in page.context["brand_tags"] if tag.is_here]
    cast.browser_of(cast.anna).post(f"{address}tags", {"tags": [*ticked, new.pk]})

    assert names(the_conversation()) == ["Новая", "Старая"]
