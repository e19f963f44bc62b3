"""From empty to the first answered letter, and then with colleagues. Every step is read from the data; stored is only
who knows their way."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from slovo.brands.models import Brand
from slovo.channels import queries as channels
from slovo.channels.models import ImapPosition, Mailbox
from slovo.people import queries as people
from slovo.people.models import Staff
from slovo.people.rights import Verb


@dataclass(frozen=True, slots=True)
class Step:
    """`code`: a key of the words in `first_steps.html`. `current`: the first that is not done."""

    code: str
    done: bool
    address: str
    current: bool = False


def steps(staff: Staff) -> list[Step]:
    """Of the brands that this person administers."""
    brands = list(people.brands_managed_by(staff, Verb.MANAGE_BRAND).prefetch_related("calendars"))
    brand_ids = [brand.pk for brand in brands]
    mailboxes = list(channels.open_mailboxes(brand_ids))
    arrived = channels.anything_arrived(brand_ids)
    done = {
        "hours": any(map(_has_hours, brands)),
        "mailbox": any(_comes_in(mailbox, arrived) and _goes_out(mailbox) for mailbox in mailboxes),
        "letter": arrived,
        "answer": channels.anything_sent(brand_ids),
        "colleagues": people.everybody_at(staff.brand_ids).exclude(pk=staff.pk).exists(),
    }
    current = next((code for code, is_done in done.items() if not is_done), "")
    addresses = _addresses(brands, mailboxes)
    return [Step(code, is_done, addresses[code], code == current) for code, is_done in done.items()]


def beside(staff: Staff, page: Mapping[str, Any]) -> list[Step]:
    """For an empty list: to administrators, until all is done or they put the guide away."""
    shown = "list" in page and "conversation" not in page and not page["list"]["page"].lines
    if not shown or staff.guide_dismissed_at or not staff.may_anywhere(Verb.MANAGE_BRAND):
        return []
    found = steps(staff)
    return found if any(step.current for step in found) else []


def first_address(staff: Staff) -> str:
    """To which a letter for trying out may go."""
    mailboxes = channels.open_mailboxes(list(staff.brand_ids))
    return next((mailbox.address for mailbox in mailboxes), "")


def _has_hours(brand: Brand) -> bool:
    return any(calendar.document.get("week") or calendar.document.get("special") for calendar in brand.calendars.all())


def _comes_in(mailbox: Mailbox, arrived: bool) -> bool:
    """By IMAP when it was read without trouble; else a letter has shown that they reach this machine."""
    position: ImapPosition | None = getattr(mailbox, "position", None)
    if mailbox.imap_host:
        return bool(position and position.checked_at and not position.trouble)
    return arrived


def _goes_out(mailbox: Mailbox) -> bool:
    return bool(mailbox.smtp_host or mailbox.outgoing_folder)


def _addresses(brands: list[Brand], mailboxes: list[Mailbox]) -> dict[str, str]:
    return {
        "hours": reverse("brand", args=[brands[0].pk]) if brands else reverse("brands"),
        "mailbox": reverse("mailbox", args=[mailboxes[0].pk]) if mailboxes else reverse("mailboxes"),
        "letter": reverse("guide") + "#letter",
        "answer": reverse("conversations"),
        "colleagues": reverse("people"),
    }
