"""Signing in, by django-allauth: nobody registers here by themselves, people are invited."""

from collections.abc import Sequence
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from slovo.channels import actions as channels
from slovo.channels.adapter import Person, Posting
from slovo.channels.queries import open_mailbox
from slovo.core.journal.actor import SYSTEM
from slovo.core.proxies import visitor
from slovo.people import actions
from slovo.people import queries as people
from slovo.people.models import Staff


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Whom limits count and sessions name."""
        forwarded = request.headers.get("X-Forwarded-For", "")
        return visitor(request.META.get("REMOTE_ADDR", ""), forwarded, settings.PROXIES) or "127.0.0.1"

    def post_login(self, request: HttpRequest, user: Staff, **options: Any) -> HttpResponse:
        actions.note_signed_in(staff=user, at=timezone.now())
        response: HttpResponse = super().post_login(request, user, **options)
        return response


class LetterBackend(BaseEmailBackend):
    """Letters to staff (a forgotten password) leave by the same door as all others."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        return sum(self._send(letter) for letter in email_messages)

    def _send(self, letter: EmailMessage) -> bool:
        staff = people.by_email(letter.to[0]) if letter.to else None
        brand_id = next(iter(staff.brand_ids), None) if staff else None
        mailbox = open_mailbox(brand_id) if brand_id else None
        if not mailbox:
            return False
        text: Any = letter.body
        posting = Posting(
            to=(Person("email", letter.to[0]),),
            subject=str(letter.subject),
            text=str(text),
            html="",
            from_name=mailbox.brand.name,
            automatic=True,
        )
        channels.send(
            brand_id=mailbox.brand_id,
            kind="email",
            mailbox=mailbox,
            posting=posting,
            actor=SYSTEM,
            at=timezone.now(),
        )
        return True
