"""What columns and orders of a list are called."""

from django.utils.translation import gettext_lazy as _

COLUMNS = {
    "customer": _("Customer"),
    "subject": _("Subject"),
    "preview": _("First words"),
    "tags": _("Tags"),
    "assignee": _("Responsible"),
    "team": _("Team"),
    "brand": _("Brand"),
    "due": _("When due"),
    "last": _("Last message"),
}
ORDERS = {
    "due": _("What is due first"),
    "newest": _("Newest first"),
    "oldest": _("Longest waiting first"),
}
ROOM = {
    "overdue": _("Overdue now"),
    "soon": _("At risk"),
    "nobodys": _("Nobody’s"),
}
