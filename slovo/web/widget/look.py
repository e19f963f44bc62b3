"""How a brand's widget looks and speaks: everything that is asked for once, when a page has come to rest."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from slovo.assistant import queries as assistant
from slovo.assistant.flows import queries as flows
from slovo.callbacks import queries as callbacks
from slovo.channels.chat import queries
from slovo.channels.chat.actions import FILE_BYTES_MAX, FILES_MAX
from slovo.channels.chat.models import TEXT_CHARACTERS_MAX, Chat, Contact, Purpose
from slovo.customers.models import Identity
from slovo.knowledge import queries as knowledge
from slovo.requests import form_queries
from slovo.requests.models import in_language
from slovo.web.desk.middleware import live_origin
from slovo.web.portal import colours
from slovo.web.portal.frame import LANGUAGES
from slovo.web.widget.after import sends_letters
from slovo.web.widget.asked import Asked

APART = "apart"  # asked by a script whose second file brings its own texts; those of before an upgrade ask for all


def look_of(asked: Asked) -> dict[str, Any]:
    chat, language, help_ = asked.chat, asked.language, _help(asked.chat)
    consents = [
        {"purpose": purpose, "version": one["version"], "words": chat.in_words(one["words"], language)}
        for purpose, one in chat.consents.items()
        if purpose != Purpose.LETTER or _named(asked)
    ]
    return {
        "brand": chat.brand.name,
        "language": language,
        "languages": {code: LANGUAGES[code] for code in chat.languages},
        "colours": colours.tokens(colours.digits(chat.colour or chat.brand.colour)),
        "words": chat.in_words(chat.words, language),
        "consents": consents,
        "agreed": queries.consents(asked.visitor) if asked.visitor else {},
        "known": asked.visitor is not None,
        "contact": chat.contact,
        "tabs": _tabs(chat, help_=help_),
        "help": help_,
        "forms": _forms(chat, language),
        "menu": flows.menu(chat.brand, language) if assistant.is_on(chat.brand_id) else [],
        "letters": sends_letters(asked),
        "live": _live(asked),
        "limits": {
            "lines": queries.LINES_MAX,
            "text": TEXT_CHARACTERS_MAX,
            "files": FILES_MAX,
            "bytes": FILE_BYTES_MAX,
        },
        "texts": _texts() | (texts_beside() if APART not in asked.request.GET else {}),
    }


def _named(asked: Asked) -> bool:
    """Whether they are asked for an address to which letters could go, or have one."""
    has_address = asked.visitor is not None and asked.visitor.contact_kind == Identity.EMAIL
    return sends_letters(asked) and (has_address or (asked.visitor is None and asked.chat.contact != Contact.NOT_ASKED))


def _tabs(chat: Chat, *, help_: str) -> list[str]:
    tabs = ["chat", "call", "ask", "help"]
    shown = {
        "call": callbacks.rule_of(chat.brand).page_open_since is not None,
        "help": bool(help_),
    }
    return [tab for tab in tabs if shown.get(tab, True)]


def _help(chat: Chat) -> str:
    """Where the brand's articles are, once there is one."""
    if not knowledge.public_versions(chat.brand_id).exists():
        return ""
    return reverse("help", "slovo.web.portal.urls", [chat.brand.slug])


def _forms(chat: Chat, language: str) -> list[dict[str, str]]:
    """The brand's own forms, each on its page."""
    return [
        {
            "name": in_language(one.names, language, chat.brand.language),
            "address": reverse("ask", "slovo.web.portal.urls", [chat.brand.slug, one.slug]),
        }
        for one in form_queries.types_with_a_form(chat.brand_id)
    ]


def _live(asked: Asked) -> str:
    """Where the stream process answers: below the desk's own stream."""
    start = settings.LIVE_URL or f"{live_origin(asked.request)}/live"
    return f"{start.rstrip('/')}/widget/{asked.chat.public_id}"


def _texts() -> dict[str, str]:
    return {
        "open": _("Write to us"),
        "close": _("Close"),
        "chat": _("Chat"),
        "call": _("Call me back"),
        "ask": _("Question"),
        "help": _("Help"),
        "name": _("Your name"),
        "contact": _("E-mail or phone, in case we lose each other"),
        "contact_needed": _("E-mail or phone"),
        "optional": _("if you like"),
        "begin": _("Begin the chat"),
        "counting": _("One moment: your browser shows that no program writes here."),
        "message": _("Your message"),
        "send": _("Send"),
        "attach": _("Attach a file"),
        "remove": _("Remove the file"),
        "earlier": _("Show earlier messages"),
        "you": _("You"),
        "machine": _("automatic message"),
        "bot": _("bot"),
        "waits": _("Not sent yet. It goes by itself as soon as there is a connection."),
        "stored": _("Delivered"),
        "read": _("Read"),
        "refused": _("Not taken:"),
        "again": _("Try again"),
        "typing": _("%s is typing"),
        "offline": _("No connection. What you write is kept here and goes by itself."),
        "anew": _("This chat is not known here any more. Begin a new one."),
        "ways": _("You can also choose another way:"),
        "choose_first": _("Choose one of the options first. Nothing is chosen for you."),
        "new": _("New message"),
        "left": _("Characters left: %s"),
        "over": _("Too many characters: %s. Say it in several messages."),
        "unread": _("This file cannot be read. Of a folder, choose the files in it."),
        "trouble": _("This did not work. Try again in a moment."),
        "quick": _("Answers to choose from"),
    }


def texts_beside() -> dict[str, str]:
    """Of the second file, which brings them."""
    return {
        "help_search": _("What are you looking for?"),
        "help_found": _("Articles found: %s"),
        "help_none": _("No article speaks of that. Ask us:"),
        "help_back": _("Back to the articles"),
        "help_page": _("Open as a page"),
        "help_missing": _("What is missing, or what is wrong?"),
        "helped": _("Did it help?"),
        "yes": _("Yes"),
        "no": _("No"),
        "phone": _("Your phone number"),
        "when": _("When we call"),
        "soonest": _("As soon as possible"),
        "about": _("What it is about"),
        "ask_call": _("Ask for the call"),
        "question": _("Your question"),
        "ask_question": _("Send the question"),
        "choose_one": _("Choose one"),
        "choose_if": _("Choose one, if you like"),
        "large": _("This file is too large."),
        "empty": _("This file is empty."),
        "kind": _("Files of this kind are not taken. Send a picture, a document, a sound or a film."),
        "many": _("With one message go %s files at most. Send the others with the next one."),
        "answer_at": _("E-mail at which we answer"),
        "how": _("How was it?"),
        "of_five": _("%s of 5"),
        "tell_more": _("What was good, what was not?"),
        "tell": _("Tell us"),
        "by_mail": _("Send me the chat as a letter"),
        "mail_to": _("E-mail to which it goes"),
        "emoji": _("Emoji"),
        "photo": _("Take a photo"),
        "room": _("My requests and what was promised to me"),
        "sound": _("Sound for new messages"),
        "agreed": _("What you have agreed to"),
        "agreed_words": _("Take back what you do not agree to any more. It holds from that moment on."),
        "agreed_again": _("You have agreed to it."),
        "withdrawn": _("Taken back."),
    }
