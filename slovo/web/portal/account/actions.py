"""Signing in on the portal, and leaving it. What the portal keeps for itself."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, Q
from django.utils.translation import gettext as _

from slovo.brands.models import Brand
from slovo.channels import actions as channels
from slovo.channels import queries as doors
from slovo.channels.adapter import Person, Posting
from slovo.channels.chat import queries as chats
from slovo.core import limits
from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.ids import new_id
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.core.secrets import is_signature, signature
from slovo.customers import queries as customers
from slovo.customers.models import Customer, Identity
from slovo.facts.customers import PortalEntered, PortalLeft, SignInCodeSpoken
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.promises.link_models import digest_of, new_token
from slovo.web.portal.models import PortalSession, SignInCode
from slovo.web.portal.retention import RUN_OUT_KEPT

HOUR_SECONDS = 3600
CODE_DIGITS = 6
CODE_MINUTES = 10
ATTEMPTS_MAX = 5  # at one code
SESSION_DAYS = 30
LINK_MINUTES = 2  # from the chat to their page
SPOKEN_TO_ONE_MAX, SPOKEN_BY_ONE_MAX = 3, 20  # codes an hour that are read out
RULE = Actor("rule", "portal")


class UnableToSpeakCode(UnableTo):
    pass


@transaction(durable=True)
def send_code(*, brand: Brand, kind: str, value: str, at: datetime) -> UUID:
    """The name of what was asked for; the code itself goes only where somebody is known: to the address that was
    typed, else to one that we know, else into their chat, if the site vouches for them there. Whoever can be written to
    nowhere has one read out by a colleague (`speak_code`)."""
    customer = customers.by_identity(brand_id=brand.pk, kind=kind, value=value) if value else None
    row, code = _new_code(brand, customer, CODE_MINUTES, at=at)
    to = _way_to(brand, customer, kind, value) if customer else None
    if customer and to:
        channels.send(
            brand_id=brand.pk,
            kind=to.kind,
            mailbox=doors.open_mailbox(brand.pk),
            posting=_letter(brand, to, code),
            customer_id=customer.pk,
            actor=RULE,
            at=at,
        )
    return row.public_id


@transaction()
def speak_code(*, customer_id: int, by: Staff, at: datetime) -> str:
    """A code that a colleague reads out to whom they have on the phone. Whoever calls has shown who they are."""
    customer = locked(Customer, customer_id, "brand", "root")
    person = customer.root or customer
    by.must(Verb.EDIT_CUSTOMER, person)
    if not any(one.kind == Identity.PHONE for one in customers.identities(person)):
        raise UnableToSpeakCode(_("No phone number of theirs is known: add it first, so that they can name it there."))
    names = (f"spoken-code:{person.pk}", SPOKEN_TO_ONE_MAX), (f"spoken-code-by:{by.pk}", SPOKEN_BY_ONE_MAX)
    if not all(limits.take(name, limit=most, seconds=HOUR_SECONDS, at=at).allowed for name, most in names):
        raise UnableToSpeakCode(_("That was a lot of codes within an hour. Wait, or let them sign in by letter."))
    row, code = _new_code(customer.brand, person, CODE_MINUTES, at=at, by=by)
    record(SignInCodeSpoken(brand_id=row.brand_id, customer_id=person.pk, code_id=row.pk), actor=by.actor, at=at)
    return code


@transaction()
def vouch(*, brand: Brand, customer: Customer, at: datetime) -> tuple[UUID, str]:
    """For whom the brand's site has just vouched: what opens their page once, in place of a code."""
    row, secret = _new_code(brand, customer, LINK_MINUTES, at=at, code=new_token())
    return row.public_id, secret


def _new_code(
    brand: Brand, customer: Customer | None, minutes: int, *, at: datetime, by: Staff | None = None, code: str = ""
) -> tuple[SignInCode, str]:
    code = code or "".join(secrets.choice("0123456789") for _digit in range(CODE_DIGITS))
    public_id = new_id()
    row = SignInCode.objects.create(
        public_id=public_id,
        brand=brand,
        customer=customer,
        code_sign=signature(f"sign-in {public_id}", code),
        expires_at=at + timedelta(minutes=minutes),
        spoken_by=by,
    )
    return row, code


def _way_to(brand: Brand, customer: Customer, kind: str, value: str) -> Person | None:
    if doors.open_mailbox(brand.pk):
        known = [one.value for one in customers.identities(customer) if one.kind == Identity.EMAIL]
        address = value if kind == Identity.EMAIL else next(iter(known), "")
        if address:
            return Person(Identity.EMAIL, address, customer.name)
    visitor = chats.vouched_for(customer)
    return Person(Identity.CHAT, str(visitor.public_id), customer.name) if visitor else None


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
    fits = row.customer is not None and any(_fits(one, code, at) for one in (row, *_spoken_to(row.customer, at)))
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


def _spoken_to(customer: Customer, at: datetime) -> list[SignInCode]:
    """What a colleague has just read out to them."""
    rows = SignInCode.objects.filter(customer_id__in=customers.family_ids(customer), expires_at__gt=at)
    return list(rows.filter(spoken_by__isnull=False, used_at=None, attempts__lt=ATTEMPTS_MAX))


def _fits(row: SignInCode, code: str, at: datetime) -> bool:
    """One that was read out counts its own tries, however many pages they are made on, and opens once."""
    fits = is_signature(f"sign-in {row.public_id}", code, row.code_sign)
    if row.spoken_by_id is None:
        return fits
    unused = SignInCode.objects.filter(pk=row.pk, used_at=None)
    if not fits:
        unused.update(attempts=F("attempts") + 1)
    return fits and unused.update(used_at=at) == 1


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
