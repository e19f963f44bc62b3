"""Addresses at which a shop tells of its orders by itself."""

import hashlib
from enum import StrEnum

from django.db import models
from django.db.models import Q

from slovo.brands.models import Brand
from slovo.core.ids import new_id
from slovo.core.secrets import EncryptedField
from slovo.orders.models import SOURCE_CHARACTERS_MAX, WORDS_CHARACTERS_MAX, Delivery
from slovo.people.models import Staff

MEANT = (Delivery.SHIPPED.value, Delivery.DELIVERED.value)


class Form(StrEnum):
    """In which words a shop tells."""

    SLOVO = "slovo"
    WOOCOMMERCE = "woocommerce"


class OrderHook(models.Model):
    """`staff`: the program's own row, as which the shop acts. `token_sha256`: of the end of its address, shown once.
    `completed_means`: how an order stands that the shop calls completed. `refusal`: what was wrong with what came last
    and was not taken, in words; it names fields, never what stands in them."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    brand = models.ForeignKey(Brand, models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    source = models.CharField(max_length=SOURCE_CHARACTERS_MAX)
    form = models.CharField(max_length=11)
    completed_means = models.CharField(max_length=10, default=Delivery.SHIPPED.value)
    token_sha256 = models.CharField(max_length=64, unique=True)
    secret = EncryptedField()
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    received_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    refusal = models.CharField(max_length=WORDS_CHARACTERS_MAX, blank=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(name="order_hook_speaks_somehow", condition=Q(form__in=[one.value for one in Form])),
            models.CheckConstraint(name="order_hook_completed_is_on_its_way", condition=Q(completed_means__in=MEANT)),
            models.CheckConstraint(
                name="order_hook_revoked_by_somebody",
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
            models.CheckConstraint(
                name="order_hook_refused_in_words",
                condition=Q(refused_at=None, refusal="") | (Q(refused_at__isnull=False) & ~Q(refusal="")),
            ),
        ]

    def __str__(self) -> str:
        return self.source

    @property
    def key(self) -> str:
        return f"order_hook:{self.pk}"

    @staticmethod
    def digest_of(token: str) -> str:
        return hashlib.sha256(token.encode()).hexdigest()
