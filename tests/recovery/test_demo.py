"""The demo company has delays to make good, something sooner, and a history to foretell from."""

from django.utils import timezone

from slovo.config.demo.kept import keep
from tests.cast import Cast, arrives, letter
from tests.recovery.stories import cashiers


def test_the_demo_company_has_delays_to_make_good_and_foretells(cast: Cast) -> None:
    cashiers(cast)
    arrives(letter(), cast.chainik_mail)
    keep(cast.chainik, administrator=cast.orlov, agent=cast.anna, at=timezone.now())
    maria, orlov = cast.browser_of(cast.maria), cast.browser_of(cast.orlov)

    page = maria.get("/recovery/")

    assert [len(page.context[name]) for name in ("tasks", "waiting", "untold")] == [2, 1, 0]
    assert "Ваш чайник починен" in page.content.decode()
    assert maria.get("/promises/forecast/").context["found"].late.of == 3
    assert "Забрать с витрины на Арбате" in orlov.get(f"/brands/{cast.chainik.pk}/sooner/").content.decode()
