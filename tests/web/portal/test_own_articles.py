"""An article for the gourmets: Irina, who is one, reads it once she has signed in. Nobody else does."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from slovo.core import limits
from slovo.customers.models import Customer
from slovo.customers.portrait_models import Portrait
from slovo.customers.portraits import portray, set_portrait
from slovo.knowledge import publishing
from slovo.knowledge.actions import archive
from slovo.knowledge.asked_models import Feedback
from slovo.knowledge.models import Version
from tests.cast import BOHDAN, IRINA, Cast, arrives, letter
from tests.knowledge.stories import gourmet, published, written
from tests.web.portal.pages import text_of
from tests.web.portal.test_account import Browser

TITLE, BODY = "Редкие сорта по записи", "Гурманам мы откладываем **первый сбор**.\n\n![Лист](leaf.png)"
PICTURE = b"\x89PNG\r\n\x1a\nx"


@pytest.fixture(autouse=True)
def both_have_written(cast: Cast) -> None:
    limits.forget()
    arrives(letter(), cast.chainik_mail)
    arrives(letter(sender=BOHDAN, message_id="<b@x.example>"), cast.chainik_mail)


def is_of(cast: Cast, address: str, portrait: Portrait | None) -> None:
    customer = Customer.objects.get(identities__value=address, brand=cast.chainik)
    pk = portrait.pk if portrait else None
    portray(customer_ids=[customer.pk], portrait_id=pk, by=cast.anna, at=timezone.now())


def for_gourmets(cast: Cast, portrait: Portrait, **more: object) -> Version:
    return published(cast, TITLE, BODY, audience="portrait", portrait_id=portrait.pk, **more)


def path_of(version: Version) -> str:
    return f"articles/{version.text.article.public_id}/"


def test_irina_finds_it_on_her_page_and_reads_it_with_its_pictures(cast: Cast) -> None:
    portrait = gourmet(cast)
    is_of(cast, IRINA, portrait)
    version = for_gourmets(cast, portrait, files={"leaf.png": PICTURE})
    row = version.files.get()
    irina = Browser(cast).enters()

    assert f"Статьи для вас {TITLE}" in text_of(irina.sees())
    page = irina.sees(path_of(version))
    assert "<strong>первый сбор</strong>" in page
    picture = f"articles/files/{row.public_id}/leaf.png"
    assert f'src="/my/chainik/{picture}"' in page
    answer = irina.client.get(f"/my/chainik/{picture}")
    assert (answer.content, answer["Content-Type"], answer["Cache-Control"]) == (
        PICTURE,
        "image/png",
        "private, no-store",
    )
    assert "noindex" in irina.client.get(f"/my/chainik/{path_of(version)}").headers["X-Robots-Tag"]


@pytest.mark.parametrize("other", ["another portrait", "no portrait", "no longer"])
def test_who_is_not_of_it_finds_nothing(cast: Cast, other: str) -> None:
    portrait, at = gourmet(cast), timezone.now()
    version = for_gourmets(cast, portrait, files={"leaf.png": PICTURE})
    row = version.files.get()
    if other == "another portrait":
        is_of(cast, BOHDAN, set_portrait(brand=cast.chainik, name="Экономный", by=cast.orlov, at=at))
    if other == "no longer":
        is_of(cast, BOHDAN, portrait)
        is_of(cast, BOHDAN, None)
    is_of(cast, IRINA, portrait)
    bohdan = Browser(cast).enters(BOHDAN)

    assert TITLE not in bohdan.sees()
    bohdan.sees(path_of(version), 404)
    bohdan.sees(f"articles/files/{row.public_id}/leaf.png", 404)


def test_who_has_not_signed_in_is_led_to_the_door(cast: Cast) -> None:
    version = for_gourmets(cast, gourmet(cast))

    answer = Client().get(f"/my/chainik/{path_of(version)}")

    assert (answer.status_code, answer["Location"]) == (303, "/my/chainik/")
    assert Client().get(f"/help/chainik/ru/{version.text.slug}/").status_code == 404


def test_of_another_brand_it_is_not_there(cast: Cast) -> None:
    """A gourmet of the other brand; there is a portrait of the same name at both."""
    elsewhere = gourmet(cast, cast.honey)
    is_of(cast, IRINA, gourmet(cast))
    version = for_gourmets(cast, elsewhere, brand=cast.honey)

    irina = Browser(cast).enters()
    assert TITLE not in irina.sees()
    irina.sees(path_of(version), 404)


def test_a_draft_what_is_for_the_staff_and_what_is_archived_are_nobodys(cast: Cast) -> None:
    portrait = gourmet(cast)
    is_of(cast, IRINA, portrait)
    draft = written(cast, "Черновик", audience="portrait", portrait_id=portrait.pk)
    internal = published(cast, "Для своих", audience="internal")
    gone = for_gourmets(cast, portrait)
    archive(article_id=gone.text.article_id, by=cast.orlov, at=timezone.now())
    irina = Browser(cast).enters()

    assert "Статьи для вас" not in irina.sees()
    for version in (draft, internal, gone):
        irina.sees(path_of(version), 404)
    publishing.publish(version_id=draft.pk, by=cast.orlov, at=timezone.now())
    assert "Черновик" in irina.sees(path_of(draft))


def test_each_stands_once_in_her_language_or_in_one_that_there_is(cast: Cast) -> None:
    portrait = gourmet(cast)
    is_of(cast, IRINA, portrait)
    version = for_gourmets(cast, portrait)
    published(cast, "Rare teas", BODY, language="en", article=version.text.article)
    irina = Browser(cast).enters()

    read = {one: text_of(irina.sees(f"?lang={one}")) for one in ("ru", "uk", "en")}
    assert [TITLE in read[one] for one in ("ru", "uk", "en")] == [True, True, False]
    assert ["Rare teas" in read[one] for one in ("ru", "uk", "en")] == [False, False, True]
    assert '<article lang="ru">' in irina.sees(f"{path_of(version)}?lang=uk")


def judges(reader: Browser, version: Version, **said: str) -> Any:
    return reader.sends(f"{path_of(version)}judgement", **said)


def test_she_says_whether_it_helped_and_who_looks_after_it_reads_that_without_her_name(cast: Cast) -> None:
    portrait = gourmet(cast)
    is_of(cast, IRINA, portrait)
    version = for_gourmets(cast, portrait)
    irina = Browser(cast).enters()
    assert "Сказать словами" in text_of(irina.sees(path_of(version)))

    answer = judges(irina, version, helped="no", words="Не сказано, сколько заваривать.")
    judges(irina, version, helped="yes", words="Теперь нашла.")

    assert (answer.status_code, answer["Location"]) == (303, f"/my/chainik/{path_of(version)}?thanks=yes#helped")
    assert "Спасибо" in text_of(irina.client.get(answer["Location"]).content.decode())
    said = Feedback.objects.get()
    assert (said.helped, said.words) == (True, "Теперь нашла.")
    assert IRINA not in said.visitor
    page = cast.browser_of(cast.orlov).get(f"/articles/{version.text.article.public_id}/").content.decode()
    assert "Теперь нашла." in page


def test_of_what_is_not_for_them_nobody_says_whether_it_helped(cast: Cast) -> None:
    portrait = gourmet(cast)
    is_of(cast, IRINA, portrait)
    version = for_gourmets(cast, portrait)

    assert judges(Browser(cast).enters(BOHDAN), version, helped="yes").status_code == 404
    forged = Browser(cast).enters().client.post(f"/my/chainik/{path_of(version)}judgement", {"helped": "yes"})
    assert forged.status_code == 409
    assert not Feedback.objects.exists()
