"""Links to a customer's own page. Actions, as in `actions.py`."""

from datetime import datetime
from typing import TypeVar

from django.utils.translation import gettext as _

from slovo.brands.models import Brand
from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.core.rows import insert
from slovo.core.rules import Rule
from slovo.facts.links import StatusLinkMade, StatusLinkRevoked
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.promises import shown
from slovo.promises.link_models import StatusLink, digest_of, new_token

LINKS_MAX = 20  # of one customer that are not revoked

FactT = TypeVar("FactT", StatusLinkMade, StatusLinkRevoked)


class UnableToMakeLink(UnableTo):
    pass


@transaction()
def make_link(
    *, brand: Brand, customer_id: int, about: str, by: Staff, at: datetime, expires_at: datetime | None = None
) -> tuple[StatusLink, str]:
    """The link and its token, which nobody can see again.

    `about`: the key of one matter, "" for all that is promised to the customer; whoever calls has made sure that it is
    this customer's, of this brand.
    """
    by.must(Verb.PROMISE, brand)
    if expires_at and expires_at <= at:
        raise UnableToMakeLink(_("This moment has passed. Choose a later one, or none."), rule=Rule.MOMENT_IS_TO_COME)
    if shown.links_of([customer_id]).filter(revoked_at=None, made_by__isnull=False).count() >= LINKS_MAX:
        raise UnableToMakeLink(
            _("This customer has 20 links already. Revoke those that are no longer used."),
            rule=Rule.LINKS_WITHIN_LIMITS,
        )
    link = StatusLink(brand=brand, customer_id=customer_id, about=about, made_at=at, made_by=by, expires_at=expires_at)
    return link, _made(link, actor=by.actor, at=at)


@transaction()
def make_link_by_rule(
    *, brand: Brand, customer_id: int, about: str, actor: Actor, at: datetime
) -> tuple[StatusLink, str]:
    """As `make_link`, for what a rule writes to the customer."""
    link = StatusLink(
        brand=brand, customer_id=customer_id, about=about, made_at=at, made_by_rule=actor.id or actor.kind
    )
    return link, _made(link, actor=actor, at=at)


@transaction()
def revoke_link(*, link_id: int, by: Staff, at: datetime) -> None:
    """It opens nothing from this moment on."""
    link = locked(StatusLink, link_id)
    by.must(Verb.PROMISE, link)
    if link.revoked_at:
        return
    link.revoked_at, link.revoked_by = at, by
    link.save(update_fields=["revoked_at", "revoked_by"])
    record(_fact(StatusLinkRevoked, link), actor=by.actor, at=at)


def _made(link: StatusLink, *, actor: Actor, at: datetime) -> str:
    """Its token."""
    token = new_token()
    link.token_sha256 = digest_of(token)
    insert(link)
    record(_fact(StatusLinkMade, link), actor=actor, at=at)
    return token


def _fact(fact: type[FactT], link: StatusLink) -> FactT:
    regarding = link.about or f"customer:{link.customer_id}"
    return fact(brand_id=link.brand_id, link_id=link.pk, customer_id=link.customer_id, regarding=regarding)
