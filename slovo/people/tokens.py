"""Keys to the API: issuing, noting their use, revoking. Actions, as in `actions.py`."""

import secrets
from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from slovo.brands.models import Brand
from slovo.core.db import transaction
from slovo.core.errors import UnableTo
from slovo.core.ids import new_id
from slovo.core.journal.recording import record
from slovo.facts.people import TokenIssued, TokenRevoked
from slovo.people import queries
from slovo.people.models import NOT_ALLOWED, Staff, Token
from slovo.people.rights import NotAllowed, Verb

PREFIX = "slovo_"  # so that a scanner of published code knows one when it sees it
NAME_CHARACTERS_MAX = 80
TOKENS_MAX = 50  # that hold at one time, of one person or one brand
REQUESTS_A_MINUTE = 3_000
REQUESTS_A_MINUTE_MAX = 60_000


class UnableToIssueToken(UnableTo):
    pass


@transaction()
def issue_token(
    *,
    by: Staff,
    name: str,
    scopes: Collection[Verb],
    expires_at: datetime | None,
    at: datetime,
    brand: Brand | None = None,
    requests_a_minute_max: int = REQUESTS_A_MINUTE,
) -> tuple[Token, str]:
    """The token and its text, which nobody can see again. With `brand` it is an integration's, under a name of its
    own; else it is the person's own."""
    if by.scopes is not None:
        raise NotAllowed(NOT_ALLOWED)  # a token never begets another one
    _check(by, name, scopes, brand, at=at)
    staff = integration(name=name, brand=brand, at=at) if brand else by
    text = PREFIX + secrets.token_urlsafe(32)
    token = Token.objects.create(
        staff=staff,
        name=name.strip(),
        sha256=Token.digest_of(text),
        ending=text[-4:],
        scopes=sorted(scopes),
        requests_a_minute_max=min(max(1, requests_a_minute_max), REQUESTS_A_MINUTE_MAX),
        created_at=at,
        created_by=by,
        expires_at=expires_at,
    )
    fact = TokenIssued(
        brand_id=brand.pk if brand else None, staff_id=staff.pk, token_id=token.pk, scopes=tuple(token.scopes)
    )
    record(fact, actor=by.actor, at=at)
    return token, text


@transaction()
def revoke_token(*, token: Token, by: Staff, at: datetime) -> None:
    """It opens nothing from this moment on. One's own, or an integration's of a brand that one administers."""
    brand_id = token.staff.integration_at_id
    if brand_id is None and token.staff_id != by.pk:
        raise NotAllowed(NOT_ALLOWED)
    if brand_id is not None and not by.may_at(Verb.MANAGE_BRAND, brand_id):
        raise NotAllowed(NOT_ALLOWED)
    if not Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at, revoked_by=by):
        return
    fact = TokenRevoked(brand_id=brand_id, staff_id=token.staff_id, token_id=token.pk)
    record(fact, actor=by.actor, at=at)


@transaction()
def note_token_used(*, token: Token, at: datetime) -> None:
    Token.objects.filter(pk=token.pk).update(last_used_at=at)


def _check(by: Staff, name: str, scopes: Collection[Verb], brand: Brand | None, *, at: datetime) -> None:
    if brand:
        by.must(Verb.MANAGE_BRAND, brand)
        if not all(by.may(verb, brand) for verb in scopes):
            raise NotAllowed(NOT_ALLOWED)
    if not name.strip() or len(name.strip()) > NAME_CHARACTERS_MAX:
        raise UnableToIssueToken(_("Give the token a name by which you will know it again."))
    if not scopes:
        raise UnableToIssueToken(_("Choose at least one thing that the token may do."))
    held = queries.tokens_of_integrations(brand) if brand else queries.tokens_of(by)
    if held.exclude(expires_at__lt=at).count() >= TOKENS_MAX:
        raise UnableToIssueToken(_("There are 50 tokens already. Revoke one that is no longer used."))


def integration(*, name: str, brand: Brand, at: datetime) -> Staff:
    """The program's own row among the staff: without a membership, an address that works, or a password. Within the
    transaction of whoever connects it."""
    staff = Staff(email=f"{new_id()}@integration.invalid", name=name.strip(), joined_at=at, integration_at=brand)
    staff.set_unusable_password()
    staff.save()
    return staff
