"""Whatever becomes of colleagues, no open promise is left without somebody who is there: it passes to the team, or lies
before the supervisors' eyes until they give it away."""

from datetime import datetime, timedelta
from unittest import mock

import pytest
from django.utils import timezone

from slovo.conversations.models import Conversation
from slovo.people import actions as people
from slovo.people.models import Membership, Staff, Team
from slovo.promises.models import Promise
from tests.cast import Cast, arrives, letter, work

TOMORROW = timezone.now() + timedelta(days=1)


@pytest.fixture
def team(cast: Cast) -> Team:
    """Anna and Pavel. Two customers have written, and Anna has both conversations: one with this team, one alone."""
    for person in (cast.anna, cast.pavel):
        team = people.join_team(staff=person, brand=cast.chainik, name="Склад")
    arrives(letter(), cast.chainik_mail)
    arrives(letter(sender="oleg@example.com", message_id="<2@oleg.example.com>"), cast.chainik_mail)
    for conversation, team_id in ((with_the_team(), str(team.pk)), (alone(), "")):
        given = {"staff": str(cast.anna.pk), "team": team_id}
        does(cast.anna, cast, f"conversations/{conversation.public_id}/assignment", **given)
    return team


def with_the_team() -> Conversation:
    return Conversation.objects.order_by("pk")[0]


def alone() -> Conversation:
    return Conversation.objects.order_by("pk")[1]


def does(who: Staff, cast: Cast, path: str, **form: str) -> None:
    answer = cast.browser_of(who).post(f"/{path}", form)
    assert answer.status_code == 302, answer.content.decode()
    work()


def makes(cast: Cast, what: str, *, about: Conversation, owner: Staff | None, team: Team | None) -> Promise:
    """Anna promises it in the conversation, and says who owes it."""
    form = {"kind": "delivery", "what": what, "due": TOMORROW.isoformat(), "owner": str(cast.anna.pk)}
    does(cast.anna, cast, f"conversations/{about.public_id}/promises", **form)
    promise = Promise.objects.get(what=what)
    whose = {"owner": str(owner.pk) if owner else "", "team": str(team.pk) if team else ""}
    does(cast.anna, cast, f"promises/{promise.shown_id}/responsibility", **whose)
    return Promise.objects.get(pk=promise.pk)


def is_away(cast: Cast, person: Staff, until: datetime) -> None:
    does(person, cast, f"people/{person.public_id}/absence", until=until.isoformat())


def works_as(cast: Cast, person: Staff, *, role: str, teams: str) -> None:
    brand = cast.chainik.pk
    form = {f"{brand}-role": role, f"{brand}-teams": teams}
    does(cast.orlov, cast, f"people/{person.public_id}/places/{brand}", **form)


def name_of(promise: Promise) -> str:
    """An answer has no words of its own."""
    return promise.what or ("Ответ Ирине" if promise.about == with_the_team().key else "Ответ Олегу")


def owed() -> list[Promise]:
    return list(Promise.objects.filter(done_at=None, released_at=None).select_related("owner", "team"))


def whose() -> dict[str, tuple[str, str]]:
    """Of each that is owed: its person and its team."""
    return {name_of(one): (one.owner.name if one.owner else "", one.team.name if one.team else "") for one in owed()}


def nobodys(at: datetime | None = None) -> set[str]:
    """Counted person by person, without the house's own question."""
    moment = at or timezone.now()

    def is_here(person: Staff | None, brand_id: int) -> bool:
        works = Membership.objects.filter(staff=person, brand_id=brand_id).exists()
        return person is not None and works and not person.left_at and not person.is_away(moment)

    def has_somebody(one: Promise) -> bool:
        members = one.team.members.all() if one.team else ()
        return any(is_here(person, one.brand_id) for person in (one.owner, *members))

    return {name_of(one) for one in owed() if not has_somebody(one)}


def before_supervisors(cast: Cast, at: datetime | None = None) -> set[str]:
    """What stands on their page."""
    with mock.patch.object(timezone, "now", return_value=at or timezone.now()):
        answer = cast.browser_of(cast.maria).get("/promises/unowned/")
    return {name_of(row.promise) for row in answer.context["rows"]}


def gives_all_to(cast: Cast, person: Staff) -> None:
    does(cast.maria, cast, "promises/unowned/", all="yes", owner=str(person.pk))


def passed_to_the_team_or_seen(cast: Cast, team: Team) -> None:
    """What Anna had with her team is the team's, conversation and all; what she had alone the supervisors give away."""
    assert whose() == {
        "Ответ Ирине": ("", "Склад"),
        "Чайник": ("", "Склад"),
        "Ответ Олегу": ("Анна Белкина", ""),
        "Чашка": ("Анна Белкина", ""),
    }
    assert (with_the_team().assignee, with_the_team().team, alone().assignee) == (None, team, cast.anna)
    assert nobodys() == before_supervisors(cast) == {"Ответ Олегу", "Чашка"}

    gives_all_to(cast, cast.pavel)

    assert (nobodys(), before_supervisors(cast), alone().assignee) == (set(), set(), cast.pavel)
    assert (whose()["Ответ Олегу"], whose()["Чашка"]) == (("Павел Громов", ""), ("Павел Громов", ""))


def test_what_who_falls_ill_owes_is_owed_by_the_team_with_the_conversation(cast: Cast, team: Team) -> None:
    makes(cast, "Чайник", about=with_the_team(), owner=cast.anna, team=team)
    makes(cast, "Чашка", about=alone(), owner=cast.anna, team=None)

    is_away(cast, cast.anna, TOMORROW)

    passed_to_the_team_or_seen(cast, team)


def test_who_works_for_the_brand_no_more_leaves_nothing_behind(cast: Cast, team: Team) -> None:
    makes(cast, "Чайник", about=with_the_team(), owner=cast.anna, team=team)
    makes(cast, "Чашка", about=alone(), owner=cast.anna, team=None)

    works_as(cast, cast.anna, role="", teams="")

    passed_to_the_team_or_seen(cast, team)


def test_when_the_last_of_a_team_goes_home_all_that_it_owes_is_before_the_supervisors(cast: Cast, team: Team) -> None:
    makes(cast, "Чайник", about=with_the_team(), owner=cast.anna, team=team)
    morning = timezone.now() + timedelta(hours=12)

    for person in (cast.anna, cast.pavel):
        is_away(cast, person, morning)

    assert nobodys() == before_supervisors(cast) == {"Ответ Ирине", "Ответ Олегу", "Чайник"}
    in_the_morning = morning + timedelta(minutes=1)
    assert nobodys(in_the_morning) == before_supervisors(cast, in_the_morning) == set()


def test_who_changes_teams_keeps_their_own_and_what_the_team_owes_alone_is_seen(cast: Cast, team: Team) -> None:
    makes(cast, "Чайник", about=with_the_team(), owner=cast.anna, team=team)
    makes(cast, "Чашка", about=alone(), owner=None, team=team)
    works_as(cast, cast.pavel, role="agent", teams="Касса")
    assert (nobodys(), whose()["Чашка"]) == (set(), ("", "Склад"))

    works_as(cast, cast.anna, role="agent", teams="Касса")

    assert (whose()["Чайник"], with_the_team().assignee) == (("Анна Белкина", "Склад"), cast.anna)
    assert nobodys() == before_supervisors(cast) == {"Чашка"}
    gives_all_to(cast, cast.pavel)
    assert (nobodys(), whose()["Чашка"]) == (set(), ("Павел Громов", ""))


def test_a_colleague_who_is_there_takes_what_passed_to_the_team(cast: Cast, team: Team) -> None:
    is_away(cast, cast.anna, TOMORROW)
    address = f"conversations/{with_the_team().public_id}"

    does(cast.pavel, cast, f"{address}/taking")
    does(cast.anna, cast, f"people/{cast.anna.public_id}/absence", back="yes")

    assert (with_the_team().assignee, whose()["Ответ Ирине"]) == (cast.pavel, ("Павел Громов", "Склад"))


def test_all_conversations_of_who_is_ill_pass_to_the_team_and_each_says_so(cast: Cast, team: Team) -> None:
    for number in (3, 4):
        sender = f"u{number}@example.com"
        arrives(letter(sender=sender, message_id=f"<{number}@u.example.com>"), cast.chainik_mail)
    for conversation in Conversation.objects.all():
        given = {"staff": str(cast.anna.pk), "team": str(team.pk)}
        does(cast.anna, cast, f"conversations/{conversation.public_id}/assignment", **given)

    is_away(cast, cast.anna, TOMORROW)

    assert set(Conversation.objects.values_list("assignee", "team")) == {(None, team.pk)}
    assert {owner for owner, _team in whose().values()} == {""}
    page = cast.browser_of(cast.pavel).get(f"/conversations/{with_the_team().public_id}/").content.decode()
    assert "Передано команде: Склад" in page
