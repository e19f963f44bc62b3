"""An administrator sets the company up in the browser: people, teams, brands, hours, mailboxes."""

import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.utils import timezone

from slovo.brands.models import Brand
from slovo.channels.models import Mailbox, Outbound
from slovo.people import actions as people
from slovo.people.models import Membership, Staff
from slovo.people.rights import Role
from slovo.promises.models import Promise
from slovo.standards.models import ServiceLevel
from tests.api.programs import program_of
from tests.cast import Cast, arrives, hire, letter, the_conversation

pytestmark = pytest.mark.thorough

LINK = re.compile(r"/welcome/[^/]+/")


def invite(cast: Cast, **changes: object):
    form = {"name": "Олег Новиков", "email": "oleg@chainik.example", "brand": cast.chainik.pk, "role": "agent"}
    return cast.browser_of(cast.orlov).post("/people/", form | changes)


def work_of(cast: Cast, staff: Staff, *, brand: Brand, by: Staff, role: str, teams: str = ""):
    form = {f"{brand.pk}-role": role, f"{brand.pk}-teams": teams}
    return cast.browser_of(by).post(f"/people/{staff.public_id}/places/{brand.pk}", form)


def test_somebody_invited_chooses_a_password_and_works(cast: Cast) -> None:
    link = LINK.search(invite(cast).content.decode())
    assert link

    oleg = Client()
    answer = oleg.post(link[0], {"password": "семь-восемь-чашка"})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert oleg.get("/conversations/").status_code == 200
    assert oleg.get("/people/").status_code == 403


def test_somebody_of_another_brand_gets_this_one_too_and_no_link(cast: Cast) -> None:
    page = invite(cast, email="taras@honey.example").content.decode()

    assert not LINK.search(page)
    roles = Membership.objects.filter(staff=cast.taras).values_list("brand_id", "role")
    assert dict(roles) == {cast.honey.pk: "agent", cast.chainik.pk: "agent"}


def test_an_address_that_works_here_already_is_refused_in_words(cast: Cast) -> None:
    answer = invite(cast, email="ANNA@chainik.example")

    assert answer.status_code == 409
    assert "уже есть" in answer.content.decode()


def test_a_link_of_somebody_without_a_brand_founds_no_second_company(cast: Cast) -> None:
    at = timezone.now()
    stranger = people.add_staff(email="guest@example.com", name="Гость", actor=cast.orlov.actor, at=at)
    page = Client().get(f"/welcome/{people.invite(staff=stranger, at=at)}/").content.decode()

    assert 'name="password"' in page
    assert 'name="company"' not in page


def test_a_role_and_teams_are_given_and_taken(cast: Cast) -> None:
    work_of(cast, cast.anna, brand=cast.chainik, by=cast.orlov, role="supervisor", teams="Возвраты, Опт")
    assert Membership.objects.get(staff=cast.anna).role == "supervisor"
    assert [team.name for team in cast.anna.teams.all()] == ["Возвраты", "Опт"]

    work_of(cast, cast.anna, brand=cast.chainik, by=cast.orlov, role="", teams="Опт")
    assert not Membership.objects.filter(staff=cast.anna).exists()
    assert not cast.anna.teams.exists()


def test_a_brand_keeps_an_administrator(cast: Cast) -> None:
    answer = work_of(cast, cast.orlov, brand=cast.chainik, by=cast.orlov, role="agent")

    assert answer.status_code == 409
    assert Membership.objects.get(staff=cast.orlov, brand=cast.chainik).role == "administrator"
    assert cast.browser_of(cast.orlov).post(f"/people/{cast.orlov.public_id}/departure").status_code == 409


def test_an_administrator_of_one_brand_gets_into_no_account_of_another(cast: Cast) -> None:
    vera = hire("Вера Ким", "vera@chainik.example", {cast.chainik: Role.ADMINISTRATOR}, language="ru")

    assert cast.browser_of(vera).post(f"/people/{cast.orlov.public_id}/links").status_code == 403
    assert cast.browser_of(vera).post(f"/people/{cast.orlov.public_id}/departure").status_code == 403
    assert cast.browser_of(vera).get(f"/people/{cast.taras.public_id}/").status_code == 404
    assert work_of(cast, cast.anna, brand=cast.honey, by=vera, role="agent").status_code == 404


def test_who_lost_the_password_gets_a_new_link(cast: Cast) -> None:
    page = cast.browser_of(cast.orlov).post(f"/people/{cast.anna.public_id}/links").content.decode()
    link = LINK.search(page)
    assert link

    assert Client().post(link[0], {"password": "восемь-девять-чай"}).status_code == 302
    assert Client().post(link[0], {"password": "девять-десять-чай"}).status_code == 410


def test_who_has_left_is_gone_from_the_list(cast: Cast) -> None:
    browser = cast.browser_of(cast.orlov)
    browser.post(f"/people/{cast.anna.public_id}/departure")

    assert "anna@chainik.example" not in browser.get("/people/").content.decode()
    assert cast.browser_of(cast.anna).get("/conversations/").status_code == 302


def test_who_had_left_comes_back_by_a_link_with_nothing_of_before(cast: Cast) -> None:
    script = program_of(cast.anna)
    assert script.get("conversations").status_code == 200
    cast.browser_of(cast.orlov).post(f"/people/{cast.anna.public_id}/departure")

    link = LINK.search(invite(cast, name="Анна", email="anna@chainik.example", role="supervisor").content.decode())
    assert link
    anna = Client()
    anna.post(link[0], {"password": "снова-в-чайнике"})

    assert anna.get("/conversations/").status_code == 200
    assert {m.role for m in Membership.objects.filter(staff=cast.anna)} == {"supervisor"}
    assert script.get("conversations").status_code == 401


def test_a_new_link_does_not_pass_by_the_second_step(cast: Cast) -> None:
    TOTP.activate(cast.anna, generate_totp_secret())
    link = LINK.search(cast.browser_of(cast.orlov).post(f"/people/{cast.anna.public_id}/links").content.decode())
    assert link
    anna = Client()

    assert anna.post(link[0], {"password": "восемь-девять-чай"}).headers["Location"] == "/accounts/login/"
    assert anna.get("/conversations/").status_code == 302


def test_a_new_answering_time_holds_for_the_next_letter(cast: Cast) -> None:
    form = {"email-first_answer_minutes": "45", "email-next_answer_minutes": "60", "email-warning_minutes": "15"}
    cast.browser_of(cast.orlov).post(f"/brands/{cast.chainik.pk}/levels/email", form)
    arrives(letter(), cast.chainik_mail)

    promise = Promise.objects.get()
    assert ((promise.due_at - promise.made_at).total_seconds(), promise.warning_minutes) == (45 * 60, 15)


def test_a_warning_longer_than_the_answer_is_refused(cast: Cast) -> None:
    form = {"email-first_answer_minutes": "45", "email-next_answer_minutes": "60", "email-warning_minutes": "45"}

    assert cast.browser_of(cast.orlov).post(f"/brands/{cast.chainik.pk}/levels/email", form).status_code == 409
    assert ServiceLevel.objects.get(brand=cast.chainik).first_answer_minutes == 120


def brand_form(cast: Cast, **changes: str) -> dict[str, str]:
    form = cast.browser_of(cast.orlov).get(f"/brands/{cast.chainik.pk}/").context["form"]
    return {name: str(form.get_initial_for_field(field, name) or "") for name, field in form.fields.items()} | changes


def test_a_brand_changes_its_name_hours_and_signatures(cast: Cast) -> None:
    calendar = 'tz: Europe/Moscow\nweek:\n  mon: [["09:00", "18:00"]]\nholidays: [2026-03-09]\n'
    form = brand_form(cast, name="Чайник и Компания", calendar=calendar, signature_en="Kettle & Co")

    answer = cast.browser_of(cast.orlov).post(f"/brands/{cast.chainik.pk}/", form)

    assert answer.status_code == 302
    brand = Brand.objects.get(pk=cast.chainik.pk)
    assert (brand.name, brand.signature("en"), brand.signature("ru")) == (
        "Чайник и Компания",
        "Kettle & Co",
        "Чайник и Ко",
    )
    assert brand.main_calendar.document["holidays"] == ["2026-03-09"]


@pytest.mark.parametrize(
    ("calendar", "words"),
    [("tz: Nowhere/Here", "Nowhere/Here"), ("week: [", "neither YAML nor JSON"), ("hollidays: []", "hollidays")],
)
def test_wrong_hours_are_named_and_nothing_is_saved(cast: Cast, calendar: str, words: str) -> None:
    before = cast.chainik.main_calendar.document
    page = cast.browser_of(cast.orlov).post(f"/brands/{cast.chainik.pk}/", brand_form(cast, calendar=calendar))

    assert words in page.content.decode()
    assert Brand.objects.get(pk=cast.chainik.pk).main_calendar.document == before


def test_a_new_brand_can_take_its_first_letter(cast: Cast) -> None:
    form = {"name": "Самовар", "address": "hello@samovar.example", "language": "ru", "zone": "Europe/Moscow"}
    cast.browser_of(cast.orlov).post("/brands/", form)
    mailbox = Mailbox.objects.get(address="hello@samovar.example")

    arrives(letter(to="hello@samovar.example"), mailbox)

    assert Promise.objects.get().brand.name == "Самовар"


def test_a_mailbox_is_added_and_closed(cast: Cast) -> None:
    browser = cast.browser_of(cast.orlov)
    browser.post("/mailboxes/", {"address": "Opt@chainik.example", "brand": cast.chainik.pk})
    mailbox = Mailbox.objects.get(address="opt@chainik.example")
    assert browser.get(f"/mailboxes/{mailbox.pk}/").status_code == 200

    browser.post(f"/mailboxes/{mailbox.pk}/closure")

    assert f"/mailboxes/{mailbox.pk}/" not in browser.get("/mailboxes/").content.decode()
    assert Mailbox.objects.get(pk=mailbox.pk).closed_at is not None


def test_what_was_begun_in_a_closed_mailbox_is_answered_from_another(cast: Cast) -> None:
    browser = cast.browser_of(cast.orlov)
    browser.post("/mailboxes/", {"address": "opt@chainik.example", "brand": cast.chainik.pk})
    arrives(letter(to="opt@chainik.example"), Mailbox.objects.get(address="opt@chainik.example"))
    browser.post(f"/mailboxes/{Mailbox.objects.get(address='opt@chainik.example').pk}/closure")

    browser.post(f"/conversations/{the_conversation().public_id}/replies", {"text": "Отвечаем."})

    assert Outbound.objects.get().mailbox == cast.chainik_mail


@pytest.mark.parametrize("page", ["/people/", "/brands/", "/mailboxes/"])
def test_the_lists_ask_the_database_as_often_for_three_as_for_one(
    cast: Cast, page: str, django_assert_num_queries
) -> None:
    browser = cast.browser_of(cast.orlov)
    browser.get(page)
    literal = {"/people/": 8, "/brands/": 4, "/mailboxes/": 7}
    with django_assert_num_queries(literal[page]):
        browser.get(page)
    for number in range(3):
        hire(f"Новый {number}", f"new{number}@chainik.example", {cast.chainik: Role.AGENT}, language="ru")
        form = {
            "name": f"Бренд {number}",
            "address": f"b{number}@example.com",
            "language": "ru",
            "zone": "Europe/Moscow",
        }
        browser.post("/brands/", form)
    with django_assert_num_queries(literal[page]):
        browser.get(page)


def test_a_mailbox_that_was_closed_can_be_added_again(cast: Cast) -> None:
    browser = cast.browser_of(cast.orlov)
    browser.post(f"/mailboxes/{cast.chainik_mail.pk}/closure")

    answer = browser.post("/mailboxes/", {"address": "Help@chainik.example", "brand": cast.chainik.pk})

    assert answer.headers["Location"] == f"/mailboxes/{cast.chainik_mail.pk}/"
    arrives(letter(), Mailbox.objects.get(closed_at=None, brand=cast.chainik))


def test_a_closed_mailbox_of_one_brand_goes_to_no_other(cast: Cast) -> None:
    browser = cast.browser_of(cast.orlov)
    browser.post(f"/mailboxes/{cast.chainik_mail.pk}/closure")

    answer = browser.post("/mailboxes/", {"address": "help@chainik.example", "brand": cast.honey.pk})

    assert answer.status_code == 409
