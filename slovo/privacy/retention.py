"""How long copies, proofs of erasures, and the tables that are not ours keep their rows."""

from datetime import timedelta

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, Q

from slovo.core.keeping import Days, Kept, SweptElsewhere, as_long_as, for_ever
from slovo.people.models import Staff
from slovo.privacy.models import Copy, CopyPart, Erasure, KeptDays, PrivacyRule

SIGNED_OUT_KEPT = timedelta(days=1)  # of a colleague's browser, once its session has run out

KEPT: tuple[Kept, ...] = (
    *for_ever("the company's own", PrivacyRule, KeptDays),
    *for_ever("the proof that somebody was erased, and it names nobody", Erasure),
    SweptElsewhere(
        model=Copy,
        after="expires_at",
        life=timedelta(0),
        by="privacy.forget_copies@1",
        why="all that is known of somebody lies in one file: not an hour longer than was said",
    ),
    *as_long_as(Copy, {CopyPart: "copy"}),
    *for_ever("Django's own list", Permission, Group, Group.permissions.through, ContentType),
    *as_long_as(Staff, {EmailAddress: "user", Authenticator: "user"}),
    *as_long_as(EmailAddress, {EmailConfirmation: "email_address"}),
    Days(model=Session, after="expire_date", life=SIGNED_OUT_KEPT),
    Days(
        model=UserSession,
        after="created_at",
        life=SIGNED_OUT_KEPT,
        only=~Q(Exists(Session.objects.filter(session_key=OuterRef("session_key")))),
    ),
)
