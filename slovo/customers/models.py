from typing import Any
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext as _

from slovo.brands.models import Brand
from slovo.core.ids import new_id
from slovo.customers.portrait_models import Portrait
from slovo.people.models import Staff


class Customer(models.Model):
    """A person as one brand knows them.

    Merging moves nothing: the merged one points to who it is (`merged_into`), and `root` is where that
    chain ends. So unmerging is exact, however much was written in between.
    `zone`: whose clock they read, where they or a colleague have said so; "": their brand's.
    `erased_at`: since when nobody is known here any more (`privacy`): who comes with their address is somebody new.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    brand = models.ForeignKey(Brand, models.PROTECT, related_name="customers")
    name = models.CharField(max_length=200, blank=True)
    folded_name = models.CharField(max_length=200, blank=True, editable=False)
    language = models.CharField(max_length=2, blank=True)
    zone = models.CharField(max_length=60, blank=True, default="", db_default="")
    portrait = models.ForeignKey(Portrait, models.PROTECT, null=True, related_name="+", db_index=False)
    created_at = models.DateTimeField()
    root = models.ForeignKey("self", models.PROTECT, null=True, related_name="family")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    merged_at = models.DateTimeField(null=True)
    merged_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="merged_wholly_or_not",
                condition=models.Q(merged_into=None, merged_at=None, merged_by=None)
                | (~models.Q(merged_into=None) & ~models.Q(merged_at=None) & ~models.Q(merged_by=None)),
            ),
            models.CheckConstraint(name="not_merged_into_itself", condition=~models.Q(merged_into=models.F("pk"))),
        ]
        indexes = [models.Index(fields=["brand", "folded_name"], name="customer_by_name")]

    def save(self, **options: Any) -> None:
        """SQLite folds only Latin letters, so the name is kept folded beside itself."""
        self.folded_name = self.name.casefold()[:200]
        if (fields := options.get("update_fields")) and "name" in fields:
            options["update_fields"] = [*fields, "folded_name"]
        super().save(**options)

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone_or(self.brand.zone))

    def zone_or(self, otherwise: str) -> str:
        """As whom they stand now."""
        person = self.root if self.root_id else self
        assert person
        return person.zone or otherwise

    def __str__(self) -> str:
        if self.erased_at:
            return _("Erased customer")
        return self.name or self._address() or _("Unknown sender")

    def _address(self) -> str:
        return next((one.value for one in self.identities.all() if one.kind in Identity.SPOKEN), "")


class Identity(models.Model):
    """How a channel knows the customer. One value leads to one customer of a brand."""

    EMAIL, PHONE = "email", "phone"
    CHAT, SITE = "chat", "site"  # a browser in a brand's chat; the number by which the brand's site knows them
    SPOKEN = (EMAIL, PHONE)  # what a person reads and dials

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="identities")
    brand = models.ForeignKey(Brand, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    value = models.CharField(max_length=254)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["brand", "kind", "value"], name="one_customer_an_identity")]


# The other tables of this domain, which look up at these: Django finds models here.
from slovo.customers import consent_models  # noqa: E402, F401  (see above)
