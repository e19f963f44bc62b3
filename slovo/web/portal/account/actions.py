"""Signing in on the portal, and leaving it. What the portal keeps for itself."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from slovo.brands.models import Brand
from slovo.channels import actions as channels
from slovo.channels import queries as doors
from slovo.channels.adapter import Person, Posting
from slovo.core.db import locked, transaction
from slovo.core.ids import new_id
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.core.secrets import is_signature, signature
from slovo.customers import queries as customers
from slovo.customers.models import Customer, Identity
from slovo.facts.customers import PortalEntered, PortalLeft
from slovo.promises.link_models import digest_of, new_token
from slovo.web.portal.models import PortalSession, SignInCode
from slovo.web.portal.retention import RUN_OUT_KEPT

CODE_DIGITS = 6
CODE_MINUTES = 10
ATTEMPTS_MAX = 5  # at one code
SESSION_DAYS = 30
RULE = Actor("rule", "portal")


@transaction(durable=True)
def send_code(*, brand: Brand, kind: str, value: str, at: datetime) -> UUID:
    """The name of what was asked for; the code itself goes to the address alone, and only where somebody is known."""
    customer = customers.by_identity(brand_id=brand.pk, kind=kind, value=value) if kind == Identity.EMAIL else None
    code = "".join(secrets.choice("0123456789") for _digit in range(CODE_DIGITS))
    public_id = new_id()
    SignInCode.objects.create(
        public_id=public_id,
        brand=brand,
        customer=customer,
        code_sign=signature(f"sign-in {public_id}", code),
        expires_at=at + timedelta(minutes=CODE_MINUTES),
    )
    if customer:
        channels.send(
            brand_id=brand.pk,
            kind=Identity.EMAIL,
            mailbox=doors.open_mailbox(brand.pk),
            posting=_letter(brand, Person(Identity.EMAIL, value, customer.name), code),
            customer_id=customer.pk,
            actor=RULE,
            at=at,
        )
    return public_id


@transaction()
def enter(*, brand: Brand, asked: UUID, code: str, at: datetime) -> str | None:
    """The token of a session; None: it is not this code, or no longer. A code opens once. Each try counts."""
    row_id = SignInCode.objects.filter(public_id=asked, brand=brand).values_list("pk", flat=True).first()
    if row_id is None:
        return None
    row = locked(SignInCode, row_id, "customer")
    if row.used_at or at >= row.expires_at or row.attempts >= ATTEMPTS_MAX:
        return None
    row.attempts += 1
    fits = is_signature(f"sign-in {row.public_id}", code, row.code_sign) and row.customer is not None
    if fits:
        row.used_at = at
    row.save(update_fields=["attempts", "used_at"])
    if not fits or row.customer is None:
        return None
    token = new_token()
    PortalSession.objects.create(
        brand=brand,
        customer=row.customer,
        token_sha256=digest_of(token),
        begun_at=at,
        expires_at=at + timedelta(days=SESSION_DAYS),
    )
    SignInCode.objects.filter(expires_at__lt=at - RUN_OUT_KEPT).delete()
    PortalSession.objects.filter(expires_at__lt=at - RUN_OUT_KEPT).delete()
    fact = PortalEntered(brand_id=brand.pk, customer_id=row.customer.pk)
    record(fact, actor=Actor("customer", str(row.customer.pk)), at=at)
    return token


@transaction()
def leave(*, session_id: int, everywhere: bool, at: datetime) -> None:
    """`everywhere`: in all browsers of this person."""
    session = PortalSession.objects.select_related("customer").get(pk=session_id)
    which = Q(pk=session.pk)
    if everywhere:
        which = Q(customer_id__in=customers.family_ids(session.customer), brand_id=session.brand_id)
    PortalSession.objects.filter(which, ended_at=None).update(ended_at=at)
    fact = PortalLeft(brand_id=session.brand_id, customer_id=session.customer_id, everywhere=everywhere)
    record(fact, actor=Actor("customer", str(session.customer_id)), at=at)


def session_of(brand: Brand, token: str, at: datetime) -> PortalSession | None:
    rows = PortalSession.objects.filter(brand=brand, token_sha256=digest_of(token), ended_at=None, expires_at__gt=at)
    return rows.select_related("customer__root", "customer__brand", "brand").first() if token else None


def person_of(session: PortalSession) -> Customer:
    """As whom they stand now."""
    return session.customer.root or session.customer


def _letter(brand: Brand, to: Person, code: str) -> Posting:
    words = _("Your code for %(brand)s: %(code)s") % {"brand": brand.name, "code": code}
    more = _("It holds for %(count)d minutes and opens once. Tell it to nobody: we never ask for it.") % {
        "count": CODE_MINUTES
    }
    rest = _("If you did not ask for it, you need do nothing.")
    text = f"{words}\n\n{more}\n{rest}"
    return Posting(
        to=(to,),
        subject=_("Code to sign in"),
        text=text,
        html="",
        from_name=brand.name,
        automatic=True,
    )
