"""Who has signed in on a brand's portal. Nothing of it is the desk's: another table, another cookie, another path."""

from django.db import models
from django.db.models import Q

from slovo.brands.models import Brand
from slovo.core.ids import new_id
from slovo.customers.models import Customer
from slovo.people.models import Staff


class SignInCode(models.Model):
    """A code that was asked for. `customer`: None, where nobody is known at that address: no code fits then, and who
    asked sees the same. `code_sign`: of the code, under a signature that holds for this row alone. `spoken_by`: who of
    us reads it out on the phone; it fits whatever this customer has asked for."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    brand = models.ForeignKey(Brand, models.CASCADE, related_name="+", db_index=False)
    customer = models.ForeignKey(Customer, models.CASCADE, null=True, related_name="+")
    code_sign = models.CharField(max_length=16)
    expires_at = models.DateTimeField(db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
    spoken_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)


class PortalSession(models.Model):
    """A browser in which a customer has signed in. Only the digest of its cookie is kept."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="+", db_index=False)
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="portal_sessions")
    token_sha256 = models.CharField(max_length=64, unique=True)
    begun_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="portal_session_expires", condition=Q(expires_at__gt=models.F("begun_at")))
        ]
