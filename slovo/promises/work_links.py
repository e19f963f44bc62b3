"""Links for whoever does the work without a login: courier, cook, workshop. Actions, as in `actions.py`."""

from datetime import datetime, timedelta
from typing import TypeVar

from django.utils.translation import gettext as _

from slovo.brands.models import Brand
from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.recording import record
from slovo.core.rules import Rule
from slovo.facts.links import WorkLinkMade, WorkLinkRevoked
from slovo.people import queries as people
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.promises import queries, worked
from slovo.promises.kinds import Kind
from slovo.promises.link_models import digest_of, new_token
from slovo.promises.models import Promise
from slovo.promises.work_models import LABEL_CHARACTERS_MAX, LIFE_DAYS, WorkLink

LINKS_MAX = 200  # of a brand that open anything

FactT = TypeVar("FactT", WorkLinkMade, WorkLinkRevoked)


class UnableToMakeWorkLink(UnableTo):
    pass


@transaction()
def make_work_link(
    *,
    brand: Brand,
    label: str,
    by: Staff,
    at: datetime,
    promise: Promise | None = None,
    team_id: int | None = None,
    kind: str = "",
    names_customer: bool = False,
    expires_at: datetime | None = None,
) -> tuple[WorkLink, str]:
    """The link and its token, which nobody can see again. `promise`: the one of this brand that it is about; without
    one it is about all that the team owes, of that kind, or both."""
    by.must(Verb.PROMISE, brand)
    label = label.strip()
    _check(brand, label=label, promise=promise, team_id=team_id, kind=kind, at=at)
    expires_at = expires_at or max(at, (promise and promise.honest_at) or at) + timedelta(days=LIFE_DAYS)
    if expires_at <= at:
        raise UnableToMakeWorkLink(
            _("This moment has passed. Choose a later one, or none."), rule=Rule.MOMENT_IS_TO_COME
        )
    token = new_token()
    link = WorkLink.objects.create(
        brand=brand,
        label=label,
        promise=promise,
        team_id=team_id,
        kind=kind,
        names_customer=names_customer,
        token_sha256=digest_of(token),
        made_at=at,
        made_by=by,
        expires_at=expires_at,
    )
    record(_fact(WorkLinkMade, link), actor=by.actor, at=at)
    return link, token


@transaction()
def revoke_work_link(*, link_id: int, by: Staff, at: datetime) -> None:
    """It opens nothing from this moment on."""
    link = locked(WorkLink, link_id)
    by.must(Verb.PROMISE, link)
    if link.revoked_at:
        return
    link.revoked_at, link.revoked_by = at, by
    link.save(update_fields=["revoked_at", "revoked_by"])
    record(_fact(WorkLinkRevoked, link), actor=by.actor, at=at)


def _check(brand: Brand, *, label: str, promise: Promise | None, team_id: int | None, kind: str, at: datetime) -> None:
    if not label or len(label) > LABEL_CHARACTERS_MAX:
        words = _("Say whose link it is, like “Courier Oleg”, in %(count)d characters at most.")
        raise UnableToMakeWorkLink(words % {"count": LABEL_CHARACTERS_MAX}, rule=Rule.TEXT_WITHIN_LIMITS)
    if (promise is None) == (team_id is None and not kind):
        raise UnableToMakeWorkLink(
            _("Choose one promise, or a team, a kind, or both."), rule=Rule.WORK_LINK_ABOUT_SOMETHING
        )
    if promise and (promise.is_answer or not promise.owed):
        raise UnableToMakeWorkLink(
            _("An answer is written here, and what is settled needs nobody: choose another one."),
            rule=Rule.WORK_LINK_ABOUT_SOMETHING,
        )
    if team_id and not people.teams_of([brand.pk]).filter(pk=team_id).exists():
        raise UnableToMakeWorkLink(
            _("This team belongs to another brand. Choose one of this brand."), rule=Rule.TEAM_OF_THE_BRAND
        )
    if kind and (kind == Kind.ANSWER or kind not in queries.kinds_at(brand.pk)):
        raise UnableToMakeWorkLink(
            _("This brand makes no promises of this kind. Choose one of its kinds."), rule=Rule.KIND_OF_THE_BRAND
        )
    if worked.open_links(brand.pk, at).count() >= LINKS_MAX:
        raise UnableToMakeWorkLink(
            _("This brand has 200 such links already. Revoke those that are no longer used."),
            rule=Rule.LINKS_WITHIN_LIMITS,
        )


def _fact(fact: type[FactT], link: WorkLink) -> FactT:
    regarding = link.promise.about if link.promise else f"brand:{link.brand_id}"
    return fact(brand_id=link.brand_id, work_link_id=link.pk, promise_id=link.promise_id, regarding=regarding)
