"""The book of complaints and suggestions in words."""

from django.utils.translation import gettext_lazy as _

from slovo.book.models import Kind, Reason

KINDS = {
    Kind.COMPLAINT.value: _("Complaint"),
    Kind.SUGGESTION.value: _("Suggestion"),
    Kind.THANKS.value: _("Thanks"),
}
REASONS = {Reason.PERSONAL_DATA.value: _("personal data"), Reason.ABUSE.value: _("abuse")}
