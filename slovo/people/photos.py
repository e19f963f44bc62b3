"""How somebody looks: a small picture, for colleagues, and for customers where both the person and the brand want it.
Actions, as in `actions.py`."""

from datetime import datetime

from django.utils.translation import gettext as _

from slovo.core.db import locked, transaction
from slovo.core.files import storage
from slovo.core.files.pictures import Picture
from slovo.core.journal.recording import record
from slovo.facts.people import StaffPhotoChanged
from slovo.people.models import Staff
from slovo.people.rights import NotAllowed, Verb

UPLOAD_BYTES_MAX = 12 * 1024 * 1024  # a camera's
SIDE_PIXELS = 160  # sharp on a phone at the size in which it is shown, and some 6 KB


@transaction()
def set_photo(*, staff: Staff, picture: Picture, by: Staff, at: datetime) -> Staff:
    """By themselves, or by whoever administers them: then customers see it when they have agreed to this one."""
    _must_change(by, staff)
    row = locked(Staff, staff.pk)
    row.photo = storage.put(picture.content, at=at)
    row.photo_shown_since = row.photo_shown_since if by.pk == staff.pk else None
    _save(row, by=by, at=at)
    return row


@transaction()
def remove_photo(*, staff: Staff, by: Staff, at: datetime) -> None:
    _must_change(by, staff)
    row = locked(Staff, staff.pk)
    row.photo = row.photo_shown_since = None
    _save(row, by=by, at=at)


@transaction()
def show_to_customers(*, staff: Staff, shown: bool, by: Staff, at: datetime) -> Staff:
    """Whether they want it: nobody else says so for them."""
    if by.pk != staff.pk:
        raise NotAllowed(_("Only they themselves can say this."))
    row = locked(Staff, staff.pk)
    row.photo_shown_since = (row.photo_shown_since or at) if shown else None
    _save(row, by=by, at=at)
    return row


def _must_change(by: Staff, staff: Staff) -> None:
    if by.pk != staff.pk:
        by.must_wholly(Verb.MANAGE_PEOPLE, staff)


def _save(row: Staff, *, by: Staff, at: datetime) -> None:
    row.save(update_fields=["photo", "photo_shown_since"])
    record(StaffPhotoChanged(brand_id=None, staff_id=row.pk), actor=by.actor, at=at)
