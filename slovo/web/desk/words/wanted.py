"""A filter as a sentence: «Open · nobody’s · with the tag returns · overdue»."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from slovo.conversations.filters import Filter

STATES = {
    "any": gettext_lazy("all conversations"),
    "unclosed": gettext_lazy("conversations not closed"),
    "open": gettext_lazy("conversations where it is our turn"),
    "waiting": gettext_lazy("conversations waiting for the customer"),
    "snoozed": gettext_lazy("conversations put off"),
    "closed": gettext_lazy("closed conversations"),
}
ASSIGNEES = {
    "": gettext_lazy("anybody"),
    "me": gettext_lazy("me"),
    "nobody": gettext_lazy("nobody yet"),
    "somebody": gettext_lazy("somebody"),
}
ATTENTION = {
    "": gettext_lazy("whether they call for me or not"),
    "mentioned": gettext_lazy("where a note calls me"),
    "followed": gettext_lazy("that I follow"),
}
PROMISES = {
    "": gettext_lazy("whatever the promise"),
    "overdue": gettext_lazy("with a promise overdue"),
    "soon": gettext_lazy("with a promise due soon"),
    "owed": gettext_lazy("with an answer owed"),
    "none": gettext_lazy("with no answer owed"),
}
FILES = {
    "": gettext_lazy("with files or without"),
    "yes": gettext_lazy("with files"),
    "no": gettext_lazy("without files"),
}
LANGUAGES = {
    "ru": gettext_lazy("in Russian"),
    "uk": gettext_lazy("in Ukrainian"),
    "en": gettext_lazy("in English"),
}
CHANNELS = {
    "email": gettext_lazy("e-mail"),
    "page": gettext_lazy("status page"),
    "book": gettext_lazy("book of complaints"),
}


@dataclass(frozen=True, slots=True)
class Names:
    """What ids are called, as far as the reader may know."""

    people: Mapping[int, str] = field(default_factory=dict)
    teams: Mapping[int, str] = field(default_factory=dict)
    tags: Mapping[int, str] = field(default_factory=dict)
    brands: Mapping[int, str] = field(default_factory=dict)
    customer: str = ""


def sentence(wanted: Filter, names: Names) -> str:
    said = [str(STATES[wanted.state]), *_who(wanted, names), *_what(wanted, names), *_when(wanted)]
    if wanted.attention:
        said.append(str(ATTENTION[wanted.attention]))
    if wanted.promise:
        said.append(str(PROMISES[wanted.promise]))
    if wanted.has_file is not None:
        said.append(str(FILES["yes" if wanted.has_file else "no"]))
    words = ", ".join(said)
    return words[:1].upper() + words[1:] + "."


def _who(wanted: Filter, names: Names) -> Iterable[str]:
    people = [str(ASSIGNEES[wanted.assignee])] if wanted.assignee else []
    people += _named(wanted.assignee_ids, names.people)
    if people:
        yield _("responsible: %(people)s") % {"people": _either(people)}
    if wanted.team_ids:
        yield _("team %(teams)s") % {"teams": _either(_named(wanted.team_ids, names.teams))}
    if wanted.customer_id:
        yield _("of the customer %(customer)s") % {"customer": names.customer or "?"}


def _what(wanted: Filter, names: Names) -> Iterable[str]:
    if wanted.brand_ids:
        yield _("of %(brands)s") % {"brands": _either(_named(wanted.brand_ids, names.brands))}
    if wanted.tag_ids:
        yield _("tagged %(tags)s") % {"tags": _either(_named(wanted.tag_ids, names.tags))}
    if wanted.without_tag_ids:
        yield _("not tagged %(tags)s") % {"tags": _either(_named(wanted.without_tag_ids, names.tags))}
    if wanted.channels:
        yield _("by %(channels)s") % {"channels": _either([str(CHANNELS.get(one, one)) for one in wanted.channels])}
    if wanted.languages:
        yield _either([str(LANGUAGES.get(one, one)) for one in wanted.languages])


def _when(wanted: Filter) -> Iterable[str]:
    if wanted.created_after:
        yield _after(wanted.created_after, _("begun since %(day)s"), _begun)
    if wanted.created_before:
        yield _after(wanted.created_before, _("begun before %(day)s"), _begun_before)
    if wanted.last_after:
        yield _after(wanted.last_after, _("last message since %(day)s"), _said)
    if wanted.last_before:
        yield _after(wanted.last_before, _("last message before %(day)s"), _quiet)


def _after(moment: str, words: str, of_days: object) -> str:
    if moment.endswith("d"):
        days = int(moment[:-1])
        assert callable(of_days)
        return str(of_days(days))
    return words % {"day": date_format(date.fromisoformat(moment), "j E Y")}


def _begun(days: int) -> str:
    return ngettext("begun in the last %(days)d day", "begun in the last %(days)d days", days) % {"days": days}


def _begun_before(days: int) -> str:
    return ngettext("begun over %(days)d day ago", "begun over %(days)d days ago", days) % {"days": days}


def _said(days: int) -> str:
    words = ngettext("with a message in the last %(days)d day", "with a message in the last %(days)d days", days)
    return words % {"days": days}


def _quiet(days: int) -> str:
    return ngettext("quiet for %(days)d day", "quiet for %(days)d days", days) % {"days": days}


def _named(ids: Iterable[int], names: Mapping[int, str]) -> list[str]:
    return [names.get(one, "?") for one in ids]


def _either(words: list[str]) -> str:
    if len(words) == 1:
        return words[0]
    return _("%(some)s or %(last)s") % {"some": ", ".join(words[:-1]), "last": words[-1]}
