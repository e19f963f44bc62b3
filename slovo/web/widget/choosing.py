"""What is chosen from before a chat, as the brand's page for such requests shows it."""

from typing import Any

from django.utils.translation import gettext as _

from slovo.requests import queries
from slovo.web import chat_choosing
from slovo.web.chat_choosing import Option
from slovo.web.money import price_words
from slovo.web.portal.asking.form import chosen_by, value_of
from slovo.web.widget.asked import LOOKING, Asked, answers


@answers("GET", limit=LOOKING)
def options(asked: Asked) -> dict[str, Any]:
    """`options`: none where the brand asks for no choice. `needed`: nothing is said without one."""
    request_type = chat_choosing.type_of(asked.chat)
    if request_type is None:
        return {"options": [], "needed": False}
    versions, brand = queries.offered([request_type.pk]), asked.chat.brand
    free, found = queries.free(versions, brand, asked.at), []
    for version in versions:
        wording, left = version.wording(asked.language, brand.language), free.get(version.pk)
        said = [
            (_("Promised"), wording["promised"]),
            (_("Not promised"), wording["not_promised"]),
            (_("Limits"), wording["limits"]),
            (_("Price"), price_words(wording["price_minor"], wording["currency"])),
        ]
        gone = left is not None and left.starts_on is None
        words = [f"{name}: {text}" for name, text in said if text]
        if gone:
            words.append(_("All places are taken."))
        found.append({"value": value_of(version.pk, left), "name": wording["name"], "words": words, "gone": gone})
    return {
        "title": request_type.name(asked.language),
        "options": found,
        "needed": request_type.demands_choice,
    }


def option_in(text: str) -> Option:
    """What is made up chooses nothing."""
    return Option(*chosen_by(text))


def asks(asked: Asked) -> bool:
    """Whether what the visitor says next comes with a choice."""
    return bool(asked.chat.request_type) and chat_choosing.begins(asked.known, asked.chat, at=asked.at)
