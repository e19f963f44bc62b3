"""Articles through the API: written, published, found, with the rights of the token."""

from typing import Any

import pytest

from slovo.core.secrets import sealed
from slovo.knowledge.models import Version
from slovo.people.rights import Verb
from tests.api.programs import Program, program_of
from tests.cast import Cast
from tests.knowledge.stories import gourmet, published

TEXT = {
    "title": "Как вернуть чайник",
    "body": "Четырнадцать **дней**.",
    "source": "Правила",
    "checked_on": "2026-05-03",
}
ARTICLE = {"language": "ru", "text": TEXT}


@pytest.fixture
def maria(cast: Cast) -> Program:
    return program_of(cast.maria)


def ok(answer: Any, status: int = 200) -> dict[str, Any]:
    assert answer.status_code == status, answer.content.decode()
    found: dict[str, Any] = answer.json()
    return found


def test_an_article_is_written_published_and_found(cast: Cast, maria: Program) -> None:
    section = ok(maria.post("article-sections", {"names": {"ru": "Возврат"}, "place": 1}))
    made = ok(maria.post("articles", ARTICLE | {"section": section["id"], "review_by": "2027-01-01"}), 201)
    assert (made["texts"][0]["published"], made["texts"][0]["draft"]["checked_on"]) == (None, "2026-05-03")
    assert ok(maria.get("article-search?q=возвраты"))["data"] == []

    shown = ok(maria.ask("PUT", f"articles/{made['id']}/texts/ru/publication", {}))
    assert (shown["texts"][0]["draft"], shown["texts"][0]["published"]["number"]) == (None, 1)
    found = ok(maria.get("article-search?q=вернули чайники&language=ru"))["data"]
    assert [(one["article"], one["slug"]) for one in found] == [(made["id"], "kak-vernut-chainik")]
    assert ok(maria.get("articles?state=published&audience=public"))["data"] == [shown]


def test_a_new_draft_does_not_change_what_readers_see(cast: Cast, maria: Program) -> None:
    version = published(cast)
    address = f"articles/{version.text.article.public_id}"
    shown = ok(maria.ask("PUT", f"{address}/texts/ru", TEXT | {"body": "Тридцать дней."}))
    assert [shown["texts"][0][part]["number"] for part in ("published", "draft")] == [1, 2]
    ok(maria.ask("PUT", f"{address}/texts/ru/review", {}))
    ok(maria.ask("PUT", f"{address}/texts/ru/return", {"words": "Почему тридцать?"}))
    assert Version.objects.get(number=2).returned_with == "Почему тридцать?"
    assert maria.ask("DELETE", address).status_code == 204
    assert ok(maria.get(address))["archived_at"]


def test_a_program_leads_the_readers_of_what_it_archives_to_another_article(cast: Cast, maria: Program) -> None:
    old, new = (published(cast, title).text.article.public_id for title in ("Старая", "Новая"))
    strange = published(cast, "Мёд", brand=cast.honey).text.article.public_id
    assert maria.ask("DELETE", f"articles/{old}?led_to={strange}").status_code == 404
    assert maria.ask("DELETE", f"articles/{old}?led_to={old}").status_code == 409

    assert maria.ask("DELETE", f"articles/{old}?led_to={new}").status_code == 204
    assert (ok(maria.get(f"articles/{old}"))["led_to"], ok(maria.get(f"articles/{new}"))["led_to"]) == (str(new), None)


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({}, 422),
        ({"language": "de", "text": TEXT}, 422),
        ({"language": "ru", "text": TEXT | {"checked_on": "soon"}}, 422),
        ({"language": "ru", "text": TEXT | {"source": ""}}, 409),
        (ARTICLE | {"audience": "portrait"}, 409),
        (ARTICLE | {"audience": "portrait", "portrait": "0190a1b2-0000-7000-8000-000000000000"}, 422),
        (ARTICLE | {"owner": "0190a1b2-0000-7000-8000-000000000000"}, 422),
        (ARTICLE | {"slug": "x"}, 422),
    ],
)
def test_what_is_no_article_is_refused(cast: Cast, maria: Program, given: dict[str, Any], status: int) -> None:
    assert maria.post("articles", given).status_code == status
    assert not Version.objects.exists()


def test_an_article_is_for_customers_of_a_portrait(cast: Cast, maria: Program) -> None:
    """What is for everybody again is of no portrait."""
    portrait = str(sealed("portrait", gourmet(cast).pk))
    given = {"audience": "portrait", "portrait": portrait}
    made = ok(maria.post("articles", ARTICLE | given), 201)
    assert (made["audience"], made["portrait"]) == ("portrait", portrait)
    shown = ok(maria.ask("PUT", f"articles/{made['id']}/terms", given | {"audience": "public"}))
    assert (shown["audience"], shown["portrait"]) == ("public", None)


def test_a_token_does_what_its_scopes_say_at_its_own_brands(cast: Cast) -> None:
    version = published(cast)
    address = f"articles/{version.text.article.public_id}"
    anna, taras = program_of(cast.anna), program_of(cast.taras)
    reader = program_of(cast.maria, scopes={Verb.READ})
    assert reader.post("articles", ARTICLE).status_code == 403
    assert anna.ask("PUT", f"{address}/texts/ru", TEXT).status_code == 200
    assert anna.ask("PUT", f"{address}/texts/ru/publication", {}).status_code == 403
    assert taras.get(address).status_code == 404
    assert ok(taras.get("articles"))["data"] == []
