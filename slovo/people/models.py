import hashlib
from collections.abc import Collection
from datetime import datetime
from functools import cached_property
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from slovo.brands.models import Brand
from slovo.core.files.models import File
from slovo.core.ids import new_id
from slovo.core.journal.actor import Actor
from slovo.core.prepared import prepared
from slovo.people.rights import VERBS_OF, NotAllowed, Role, Verb

NOT_ALLOWED = _("Your role does not allow this here. Ask a supervisor of the brand.")


class StaffManager(BaseUserManager["Staff"]):
    def get(self, *conditions: Any, **wanted: Any) -> "Staff":
        """Django asks for who is signed in by their key alone, with every page."""
        if conditions or wanted.keys() != {"pk"} or wanted["pk"] is None:
            return super().get(*conditions, **wanted)
        for staff in _by_key(wanted["pk"]):
            return staff
        raise Staff.DoesNotExist

    def get_by_natural_key(self, username: str | None) -> "Staff":
        return self.get(email=(username or "").strip().lower())


class Staff(AbstractBaseUser):
    """Somebody who works here and signs in. Rights come from memberships, one for each brand.

    An integration is a program that works at one brand, `integration_at`: it has no membership, never signs in, and
    has exactly the scopes of the token that it shows.

    `shift_hours`: when they work, a document as docs/calendars.md describes it; None: nobody has said so.
    `shift_ends_at`: when the clock looks at it next. `off_until`: their shift is over, the next one begins then.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(_("language"), max_length=2, blank=True)
    zone = models.CharField(_("time zone"), max_length=60, blank=True)
    theme = models.CharField(_("colours"), max_length=5, blank=True)
    single_keys = models.BooleanField(_("single keys"), default=True)
    guide_dismissed_at = models.DateTimeField(null=True)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    left_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    away_until = models.DateTimeField(null=True)
    shift_hours = models.JSONField(null=True)
    shift_ends_at = models.DateTimeField(null=True)
    off_until = models.DateTimeField(null=True)
    photo = models.ForeignKey(File, models.PROTECT, null=True, related_name="+", db_index=False)
    photo_shown_since = models.DateTimeField(null=True)  # since when they agree that customers see it
    integration_at = models.ForeignKey(Brand, models.PROTECT, null=True, related_name="integrations")

    scopes: frozenset[Verb] | None = None  # of the token by which they act just now; None: in person

    objects = StaffManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="staff_left_by_somebody", condition=models.Q(left_by=None) | ~models.Q(left_at=None)
            )
        ]
        indexes = [
            models.Index(
                name="staff_shift_ends",
                fields=["shift_ends_at"],
                condition=models.Q(shift_ends_at__isnull=False, left_at=None),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        """Whether they may sign in: what the frameworks ask."""
        return self.left_at is None and self.integration_at_id is None

    @property
    def actor(self) -> Actor:
        return Actor("integration" if self.integration_at_id else "staff", str(self.pk))

    @property
    def as_colleague(self) -> "Staff | None":
        """Who may have work given to them: a person, not a program."""
        return None if self.integration_at_id else self

    def is_away(self, at: datetime) -> bool:
        """Ill, on leave, or home for today: they come back by themselves at `away_until`."""
        return self.away_until is not None and at < self.away_until

    def is_off(self, at: datetime) -> bool:
        """Between two shifts: what is due before the next one is not theirs to do."""
        return self.off_until is not None and at < self.off_until

    def is_there(self, at: datetime) -> bool:
        """At this moment: they work here, are not away, and their shift is not over."""
        return self.left_at is None and not self.is_away(at) and not self.is_off(at)

    def comes_by(self, due_at: datetime, at: datetime) -> bool:
        """They are there, or their next shift begins before that moment."""
        late = self.is_off(at) and self.is_off(due_at)
        return self.left_at is None and not self.is_away(at) and not late

    @cached_property
    def places(self) -> "list[Membership]":
        """Where they work, with the brands: asked once for all that a page wants to know of it."""
        return places_of(self.pk)

    @cached_property
    def roles(self) -> dict[int, Role]:
        """Brand id → role."""
        return {row.brand_id: Role(row.role) for row in self.places}

    @cached_property
    def verbs(self) -> dict[int, frozenset[Verb]]:
        """Brand id → what they may do there. A token narrows what its owner may, and never adds to it."""
        if self.integration_at_id:
            return {self.integration_at_id: self.scopes or frozenset()}
        allowed = {brand_id: VERBS_OF[role] for brand_id, role in self.roles.items()}
        if self.scopes is None:
            return allowed
        return {brand_id: verbs & self.scopes for brand_id, verbs in allowed.items()}

    @property
    def brand_ids(self) -> Collection[int]:
        return self.verbs.keys()

    def may(self, verb: Verb, thing: Any) -> bool:
        """`thing`: a brand, or anything that has a `brand_id`."""
        return self.may_at(verb, thing.pk if isinstance(thing, Brand) else thing.brand_id)

    def may_at(self, verb: Verb, brand_id: int) -> bool:
        return self.left_at is None and verb in self.verbs.get(brand_id, ())

    def may_anywhere(self, verb: Verb) -> bool:
        return self.left_at is None and any(verb in verbs for verbs in self.verbs.values())

    def must(self, verb: Verb, thing: Any) -> None:
        if not self.may(verb, thing):
            raise NotAllowed(NOT_ALLOWED)

    def must_at(self, verb: Verb, brand_id: int) -> None:
        if not self.may_at(verb, brand_id):
            raise NotAllowed(NOT_ALLOWED)

    def must_wholly(self, verb: Verb, person: "Staff") -> None:
        """Who signs in for somebody, or shuts them out, does so at every brand of theirs: that takes the right at
        each."""
        brand_ids = list(person.brand_ids)
        if not brand_ids or not all(self.may_at(verb, brand_id) for brand_id in brand_ids):
            raise NotAllowed(_("This person works for brands that you do not administer. Ask their administrator."))

    def must_say_for(self, verb: Verb, person: "Staff") -> None:
        """Of oneself everybody says when they are there; of others, whoever has the right at a brand of theirs."""
        if self.pk != person.pk and not any(self.may_at(verb, brand_id) for brand_id in person.brand_ids):
            raise NotAllowed(_("Only they themselves or a supervisor of one of their brands can say this."))

    def must_somewhere(self, verb: Verb) -> None:
        if not self.may_anywhere(verb):
            raise NotAllowed(NOT_ALLOWED)


class Team(models.Model):
    brand = models.ForeignKey(Brand, models.CASCADE, related_name="teams")
    name = models.CharField(max_length=80)
    members = models.ManyToManyField(Staff, related_name="teams", blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["brand", "name"], name="one_team_a_name")]

    def __str__(self) -> str:
        return self.name


@prepared
def places_of(staff_id: int) -> "models.QuerySet[Membership]":
    return Membership.objects.filter(staff_id=staff_id).select_related("brand").order_by("pk")


@prepared
def _by_key(pk: int) -> models.QuerySet[Staff]:
    return Staff.objects.filter(pk=pk)


class Membership(models.Model):
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="memberships")
    brand = models.ForeignKey(Brand, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=13, choices=[(role.value, role.value) for role in Role])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff", "brand"], name="one_role_a_brand")]


class Invitation(models.Model):
    """A link that lets one person choose a password, once."""

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="invitations")
    token_sha256 = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    @staticmethod
    def digest_of(token: str) -> str:
        return hashlib.sha256(token.encode()).hexdigest()


class Token(models.Model):
    """A key to the API, shown once and kept as a digest. Who shows it acts as `staff`: as the person whom it belongs
    to, never with more rights than that person has today, or as an integration of a brand."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=80)
    sha256 = models.CharField(max_length=64, unique=True)
    ending = models.CharField(max_length=4)  # by which a person tells theirs apart
    scopes = models.JSONField()
    requests_a_minute_max = models.PositiveIntegerField()
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="token_revoked_by_somebody",
                condition=models.Q(revoked_at=None, revoked_by=None)
                | models.Q(revoked_at__isnull=False, revoked_by__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def verbs(self) -> frozenset[Verb]:
        """Scopes that a newer version wrote and this one does not know give nothing."""
        return frozenset(Verb(scope) for scope in self.scopes if scope in set(Verb))

    def holds(self, at: datetime) -> bool:
        return self.revoked_at is None and (self.expires_at is None or at < self.expires_at)

    @staticmethod
    def digest_of(text: str) -> str:
        return hashlib.sha256(text.encode(errors="replace")).hexdigest()
