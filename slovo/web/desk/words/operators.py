"""What can be typed into the search, with examples in the reader's language."""

from django.utils.translation import gettext as _

from slovo.conversations.search.finding import BEGINNING, SOME


def operators() -> list[tuple[str, str]]:
    """(example, meaning) each."""
    return [
        (_("refund kettle"), _("both words, in any form")),
        (_("“does not work”"), _("these words just so, one after another")),
        (_("kettle -delivery"), _("messages with the first word and without the second")),
        (_("from:irina"), _("written by her: a name, an address or its end")),
        (_("to:irina@example.com"), _("sent to this address")),
        (_("tag:urgent"), _("conversations with this tag")),
        (_("owner:me"), _("yours; also owner:nobody, or a colleague’s name")),
        (_("team:warehouse"), _("conversations of this team")),
        (_("brand:honey"), _("conversations of this brand")),
        (_("is:open"), _("our turn; also is:waiting, is:closed, is:unassigned, is:mine")),
        (_("after:2026-03-15"), _("from this day on; also a month, 2026-03, or a year")),
        (_("before:2026-03-15"), _("earlier than this day")),
        (_("has:file"), _("messages with a file")),
        (_("in:notes"), _("notes among colleagues")),
    ]


def how_found(how: str) -> str:
    """Said when not exactly what was typed was found."""
    return {
        BEGINNING: _("The last word is taken as the beginning of a word."),
        SOME: _("No message has all these words. These have some of them, the most telling first."),
    }.get(how, "")
