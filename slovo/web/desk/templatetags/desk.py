"""Words for moments and states, icons, avatars. Every template has them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, cast
from zlib import crc32

import phonenumbers
from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import engines
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from slovo.conversations.counting import COUNT_MAX
from slovo.conversations.intake import plain_subject
from slovo.conversations.lines import Line
from slovo.conversations.models import Attachment, Conversation, Direction, Message
from slovo.conversations.timeline import Event
from slovo.core.journal.models import JournalEntry
from slovo.people.models import Staff
from slovo.promises.models import Promise
from slovo.web.desk.icons import strokes
from slovo.web.desk.mail_html import SHOWN_TYPES
from slovo.web.desk.words import events, facts, moments, people, remarks, states, things, troubles

register = template.Library()

ICON_PIXELS = 17
TINTS_MAX = 8
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_ICON = f'<svg class="icon" width="{ICON_PIXELS}" height="{ICON_PIXELS}" viewBox="0 0 24 24" aria-hidden="true">'
FILE_ICONS = (
    ("image/", "image"),
    ("audio/", "music"),
    ("video/", "video"),
    ("application/zip", "file-archive"),
    ("application/x-", "file-archive"),
    ("application/vnd.ms-excel", "sheet"),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml", "sheet"),
    ("text/csv", "sheet"),
    ("message/", "mail"),
    ("text/calendar", "calendar"),
    ("", "file-text"),
)
BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("YaBrowser/", "Яндекс Браузер"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
VIEWS = (
    ("open", gettext_noop("To answer"), "inbox"),
    ("mine", gettext_noop("Mine"), "circle-user-round"),
    ("unassigned", gettext_noop("Nobody’s"), "circle-dashed"),
    ("waiting", gettext_noop("Waiting"), "circle-pause"),
    ("mentions", gettext_noop("Mentions"), "at-sign"),
    ("followed", gettext_noop("Followed"), "eye"),
    ("snoozed", gettext_noop("Put off"), "alarm-clock"),
    ("closed", gettext_noop("Closed"), "archive"),
    ("all", gettext_noop("All"), "layers"),
)


@register.simple_tag
@lru_cache(maxsize=256)
def icon(name: str) -> SafeString:
    """An icon that only repeats what words beside it say."""
    return mark_safe(f"{_ICON}{strokes(name)}</svg>")  # noqa: S308  (from the package's own files)


@register.simple_tag
@lru_cache(maxsize=256)
def dot(colour: str) -> SafeString:
    """A brand's or a tag's colour as a picture: the page's policy allows no style attributes."""
    fill = colour if _COLOUR.fullmatch(colour) else "currentColor"
    return format_html(
        '<svg class="dot" viewBox="0 0 8 8" aria-hidden="true"><circle cx="4" cy="4" r="4" fill="{}"/></svg>', fill
    )


@register.simple_tag
def avatar(name: object, size: str = "") -> SafeString:
    """`name`: of anybody, or a colleague, whose photo is shown if there is one. `size`: "", "tiny" or "large"."""
    if isinstance(name, Staff) and (photo_id := name.__dict__.get("photo_id")):
        address = reverse("person_photo", args=[name.public_id])
        return format_html(
            '<img class="{}" src="{}?{}" alt="" loading="lazy">', f"avatar {size}".strip(), address, photo_id
        )
    return _avatar(str(name), size)


@lru_cache(maxsize=4096)
def _avatar(name: str, size: str) -> SafeString:
    classes = f"avatar tint-{tint(name)} {size}".strip()
    return format_html('<span class="{}" aria-hidden="true">{}</span>', classes, initials(name))


def tint(name: str) -> int:
    """The same name always has the same colour."""
    return crc32(name.casefold().encode()) % TINTS_MAX


def initials(name: str) -> str:
    words = re.findall(r"\w+", name.partition("@")[0])
    return "".join(word[0] for word in words[:2]).upper() or "?"


@register.simple_tag
def due_of(thing: Conversation | Line | Promise, now: datetime) -> states.Due:
    return states.due_of(thing, now)


@register.simple_tag
def due(thing: Conversation | Line | Promise, now: datetime, look: str = "") -> SafeString:
    """Icon and words of the time left. `look`: "chip" for a coloured pill, "told" for a sentence."""
    return filled("desk/due.html", {"left": due_of(thing, now), "look": look})


@register.simple_tag
def sending(message: Message, now: datetime) -> states.Sending | None:
    return states.sending_of(message.outbound, now) if message.outbound else None


@register.simple_tag
def event_line(event: Event, promises: Mapping[int, Promise]) -> events.Line | None:
    return events.line_of(event, promises)


@register.filter
def ago(at: datetime, now: datetime) -> str:
    return moments.ago(at, now)


@register.filter
def moment(at: datetime, now: datetime) -> str:
    return moments.short(at, now)


@register.filter
def by_when(at: datetime, now: datetime) -> str:
    return moments.by_when(at, now)


@register.filter
def exactly(at: datetime) -> str:
    return moments.exact(at)


@register.filter
def file_size(byte_count: int) -> str:
    return filesizeformat(byte_count)


@register.filter
def file_icon(type_: str) -> str:
    return next(name for beginning, name in FILE_ICONS if type_.startswith(beginning))


@register.filter
def is_picture(attachment: Attachment) -> bool:
    return attachment.type in SHOWN_TYPES


@register.filter
def another_subject(message: Message, conversation: Conversation) -> str:
    """The subject of a customer's letter when it is not the conversation's. In a chat it is how a message begins."""
    subject = plain_subject(message.subject) if message.direction == Direction.IN else ""
    begins = " ".join(message.text.split()).startswith(subject.removesuffix("…"))
    return "" if begins or subject == conversation.subject else subject


@register.filter
def remark_words(found: Iterable[Sequence[str]]) -> list[str]:
    return remarks.remark_words(found)


@register.filter
def turn_words(conversation: Conversation) -> str:
    return states.turn_words(conversation.state)


@register.filter
def phone(value: str) -> str:
    """«+7 900 000-00-12» for the eye."""
    try:
        number = phonenumbers.parse(value)
    except phonenumbers.NumberParseException:
        return value
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


@register.filter
def language_name(code: str) -> str:
    return {"ru": _("in Russian"), "uk": _("in Ukrainian"), "en": _("in English")}.get(code, code)


@register.filter
def fact_words(entry: JournalEntry) -> str:
    return facts.fact_words(entry)


@register.filter
def actor_words(entry: JournalEntry) -> str:
    return facts.actor_words(entry)


@register.filter
def thing_words(entry: JournalEntry) -> str:
    return things.thing_words(entry)


@register.simple_tag
def views() -> list[tuple[str, str, str]]:
    """The views of the list: code, words, icon."""
    return [(code, _(words), sign) for code, words, sign in VIEWS]


@register.simple_tag(takes_context=True)
def jinja(context: template.Context, name: str) -> SafeString:
    """What stands in a page many times is drawn by Jinja2: see `slovo/web/desk/jinja.py`."""
    return filled(name, cast(dict[str, Any], context.flatten()))


def filled(name: str, values: Mapping[str, Any]) -> SafeString:
    html: str = cast(Any, engines["jinja2"].get_template(name)).template.render(values)
    return mark_safe(html)  # noqa: S308  (it escapes by itself)


@register.simple_tag
def page_language() -> str:
    """The page's, as the `lang` attribute wants it."""
    return get_language() or settings.LANGUAGE_CODE


@register.filter
def view_words(code: str) -> str:
    return next(words for view, words, _sign in views() if view == code)


@register.filter
def counted(number: int | None) -> str:
    """What is counted only so far says so."""
    if number is None:
        return ""
    return f"{COUNT_MAX - 1}+" if number >= COUNT_MAX else str(number)


@register.filter
def at_key(table: Mapping[str, Any] | None, key: str) -> Any:
    return (table or {}).get(key)


@register.filter
def role_words(role: str) -> str:
    return str(people.ROLES.get(role, role))


@register.filter
def trouble_words(code: str) -> str:
    return troubles.trouble_words(code)


@register.filter
def browser(user_agent: str) -> str:
    """«Firefox, Windows»: as much as tells one's own devices apart."""
    names = [next((name for mark, name in marks if mark in user_agent), "") for marks in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, names)) or user_agent[:80]


@register.filter
def own_page(address: str | None, request: HttpRequest) -> str:
    """Where the reader came from, when that is a page of ours."""
    known = address and url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()})
    return address if known and address else "/"
