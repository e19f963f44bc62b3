"""Links to a customer's own page, where they read what is promised to them."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from slovo.brands.models import Brand
from slovo.core.ids import new_id
from slovo.customers.models import Customer
from slovo.people.models import Staff

RULE_CHARACTERS_MAX = 30
LIFE_DAYS_AFTER_SETTLED = 90  # of a link, once nothing is owed any more

# A hundred and thirty bits that can be typed from paper: no two look alike, and none is lost at the end of a sentence.
TOKEN_ALPHABET, TOKEN_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz", 27


def new_token() -> str:
    return "".join(secrets.choice(TOKEN_ALPHABET) for _letter in range(TOKEN_LETTERS))


def digest_of(token: str) -> str:
    """What is stored of it."""
    return hashlib.sha256(token.encode()).hexdigest()


FOR_ANYBODY = "visit_page"  # the rule that makes links for whoever typed an address


class StatusLink(models.Model):
    """Whoever has its token reads the page. Only the digest of it is kept: the token is shown once.

    `about`: the key of the one matter that is shown; "": all that is promised to this customer. `expires_at`: a moment
    that was chosen; without one it holds as long as anything is owed, and LIFE_DAYS_AFTER_SETTLED longer.
    `made_by_rule`: which, when it was no person.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    brand = models.ForeignKey(Brand, models.PROTECT, related_name="+", db_index=False)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="status_links")
    about = models.CharField(max_length=60, blank=True)
    token_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    made_by_rule = models.CharField(max_length=RULE_CHARACTERS_MAX, blank=True)
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="link_revoked_by_somebody",
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
            models.CheckConstraint(
                name="link_made_by_somebody",
                condition=Q(made_by__isnull=False, made_by_rule="") | (Q(made_by=None) & ~Q(made_by_rule="")),
            ),
            models.CheckConstraint(
                name="link_expires_later", condition=Q(expires_at=None) | Q(expires_at__gt=models.F("made_at"))
            ),
        ]
        indexes = [
            models.Index(name="link_newest", fields=["brand", "id"]),
            models.Index(name="link_revoked", fields=["brand", "id"], condition=Q(revoked_at__isnull=False)),
        ]

    @property
    def is_anybodys(self) -> bool:
        """Nobody has made sure that whoever has it is this customer: it tells nothing that they did not say there."""
        return self.made_by_rule == FOR_ANYBODY

    def holds(self, at: datetime, *, owes: bool, settled_at: datetime | None) -> bool:
        """`owes`: whether anything that it shows is owed; `settled_at`: when the last of the rest was settled."""
        if self.revoked_at or (self.expires_at and at >= self.expires_at):
            return False
        since = max(filter(None, (self.made_at, settled_at)))
        return bool(self.expires_at) or owes or at < since + timedelta(days=LIFE_DAYS_AFTER_SETTLED)
