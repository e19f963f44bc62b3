"""The company of the bench: a large brand and a small one, fifty agents, twenty tags, and its conversations."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tests.bench.database import fresh

if TYPE_CHECKING:  # the settings must stand first
    from slovo.people.models import Staff
    from tests.bench.corpus import Company

AGENT, SUPERVISOR = "anna@chainik.example", "orlov@chainik.example"
AGENTS, TAGS = 50, 10
COLOURS = ("#1d4ed8", "#15803d", "#b45309", "#be123c")


@contextmanager
def corpus_of(folder: str, conversations: int) -> Iterator[None]:
    """The corpus is made when the database is empty."""
    with fresh(folder):
        from slovo.conversations.models import Conversation
        from tests.bench import corpus

        made = Conversation.objects.filter(pk__lte=conversations).count()
        if made == 0:
            started = time.monotonic()
            messages = corpus.build(found(f"{folder}/outgoing"), conversations)
            took = time.monotonic() - started
            print(f"Made {conversations:,} conversations, {messages:,} messages in {took:.0f} s.", flush=True)
        elif made != conversations:
            raise SystemExit(f"This database has {made} conversations. Name another folder or database.")
        yield


def found(outgoing: str) -> "Company":
    """The brands, with their people, tags and views."""
    from django.utils import timezone

    from slovo.conversations import actions
    from slovo.people import actions as people
    from slovo.people.models import Staff
    from slovo.people.rights import Role
    from tests import cast as cast_module
    from tests.bench.corpus import Company

    cast = cast_module.gather(outgoing=outgoing)
    at = timezone.now()
    staff = [cast.anna]
    for number in range(AGENTS - 1):
        agent = people.add_staff(
            email=f"agent{number}@chainik.example",
            name=f"Агент {number}",
            language="ru",
            actor=cast_module.SYSTEM,
            at=at,
        )
        for brand in (cast.chainik, cast.honey):
            people.give_role(staff=agent, brand=brand, role=Role.AGENT, actor=cast_module.SYSTEM, at=at)
        staff.append(agent)
    _keep_views(cast.orlov)
    Staff.objects.filter(pk=cast.anna.pk).update(language="ru")
    tags = [
        actions.create_tag(brand=brand, name=f"метка {number}", colour=COLOURS[number % len(COLOURS)])
        for brand in (cast.chainik, cast.honey)
        for number in range(TAGS)
    ]
    mailboxes = {cast.chainik.pk: cast.chainik_mail, cast.honey.pk: cast.honey_mail}
    return Company(cast.chainik, cast.honey, mailboxes, staff, tags)


VIEWS: tuple[dict[str, Any], ...] = (
    {"state": "closed", "assignee": "nobody"},
    {"state": "unclosed", "promise": "overdue"},
    {"created_after": "30d"},
    {"state": "closed", "last_after": "7d"},
    {"state": "unclosed", "assignee": "somebody", "languages": ["uk"]},
    {"state": "unclosed", "tag_ids": [1]},
)


def _keep_views(staff: "Staff") -> None:
    """With those that are built in and counted, ten."""
    from django.utils import timezone

    from slovo.conversations.list_models import SavedView

    for position, wanted in enumerate(VIEWS):
        SavedView.objects.create(
            owner=staff,
            name=f"Вид {position}",
            filter={"version": 1, **wanted},
            position=position,
            kept_by=staff,
            kept_at=timezone.now(),
        )
