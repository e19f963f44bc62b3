"""What a reply becomes on its way out: to whom, under which subject, with which words around it."""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils import formats, translation
from django.utils.html import escape, urlize
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from slovo.channels.adapter import Person, Posting
from slovo.conversations.models import Conversation, Message
from slovo.conversations.queries import said_in
from slovo.conversations.recipients import Recipients, answered_of, usual
from slovo.core.errors import UnableTo
from slovo.customers import queries as customers
from slovo.customers.models import Identity
from slovo.people.models import Staff

# What `urlize` would make a link of: it looks at each word, which takes longer than the rest of a letter.
LINK_LIKE = re.compile(r"@|://|www\.|\.(com|edu|gov|int|mil|net|org)\b", re.IGNORECASE)
QUOTE_CHARACTERS_MAX = 10_000
REFERENCES_MAX = 20
FORWARDED_CHARACTERS_MAX = 200_000


Files = tuple[tuple[int, str, str], ...]  # id, name, type


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A letter that was put together before its transaction, in which nobody else may write. `identities`: the
    customer's. `stood`: the conversation, field by field: where it has changed since, the letter is another."""

    posting: Posting
    identities: Sequence[Identity]
    stood: Sequence[object]

    def holds(self, conversation: Conversation) -> bool:
        return self.stood == _standing(conversation)


def foreseen(
    conversation: Conversation, *, by: Staff, text: str, recipients: Recipients | None = None
) -> Foreseen | None:
    """None where nobody can be answered: that is told when all else has been looked at."""
    with suppress(UnableTo):
        return put_together(conversation, by=by, text=text, recipients=recipients)
    return None


def put_together(conversation: Conversation, *, by: Staff, text: str, recipients: Recipients | None) -> Foreseen:
    """`recipients`: None for whoever wrote last and all who were in copy."""
    identities = customers.identities(conversation.customer)
    posting = _reply(conversation, identities, by=by, text=text.strip(), recipients=recipients)
    return Foreseen(posting, identities, _standing(conversation))


def _standing(conversation: Conversation) -> list[object]:
    return [getattr(conversation, field.attname) for field in Conversation._meta.concrete_fields]


def _reply(
    conversation: Conversation,
    identities: Sequence[Identity],
    *,
    by: Staff,
    text: str,
    recipients: Recipients | None,
) -> Posting:
    said = said_in(conversation)
    recipients = recipients or usual(conversation, said, identities)
    if recipients.in_chat:
        return Posting(to=recipients.to, subject="", text=text, html="", from_name=by.name)
    answered = answered_of(conversation, said, identities)
    language = conversation.customer.language or conversation.language or conversation.brand.language
    with translation.override(language):
        signature = "\n".join(filter(None, [by.name, conversation.brand.signature(language)]))
        quote, attribution = _quoted(answered, conversation) if answered else ("", "")
    return Posting(
        to=recipients.to,
        cc=recipients.cc,
        subject=_subject(conversation),
        text=_plain(text, signature, attribution, quote),
        html=_html(text, signature, attribution, quote),
        from_name=f"{by.name}, {conversation.brand.name}",
        reply_token=conversation.reference,
        in_reply_to=answered.external_id if answered else "",
        references=_references(said),
    )


def notice_posting(conversation: Conversation, *, text: str, language: str, files: Files = ()) -> Posting:
    """What a rule says, in the brand's name: no person signs it, and it quotes nothing."""
    said = said_in(conversation)
    identities = customers.identities(conversation.customer)
    answered, recipients = answered_of(conversation, said, identities), usual(conversation, said, identities)
    if recipients.in_chat:
        name = conversation.brand.name
        return Posting(to=recipients.to, subject="", text=text, html="", from_name=name, files=files, automatic=True)
    signature = conversation.brand.signature(language) or conversation.brand.name
    return Posting(
        to=recipients.to,
        subject=_subject(conversation),
        text=_plain(text, signature, "", ""),
        html=_html(text, signature, "", ""),
        from_name=conversation.brand.name,
        reply_token=conversation.reference,
        in_reply_to=answered.external_id if answered else "",
        references=_references(said),
        files=files,
        automatic=True,
    )


def chat_posting(
    conversation: Conversation,
    *,
    to: Person,
    author: str,
    texts: Sequence[str],
    language: str,
    files: Files,
    before: Sequence[str],
) -> Posting:
    """What was said in a chat, to somebody who had left before it came. Nobody has proved that address: no word of
    theirs stands in it. `before`: the ids of such letters that they have already, the newest first."""
    brand = conversation.brand
    with translation.override(language):
        opening = _("You wrote to us in the chat of %(brand)s and left this address. Here is our answer:")
        closing = _("To go on, just answer this letter. If you did not write to us, do nothing.")
        subject = _("Our answer from the chat of %(brand)s")
    name = {"brand": brand.name}
    signature = "\n".join(filter(None, [author, brand.signature(language)]))
    text = "\n\n".join([opening % name, *filter(None, texts), closing])
    return Posting(
        to=(to,),
        subject=f"{subject % name} [#{conversation.reference}]",
        text=_plain(text, signature, "", ""),
        html=_html(text, signature, "", ""),
        from_name=f"{author}, {brand.name}" if author else brand.name,
        reply_token=conversation.reference,
        in_reply_to=before[0] if before else "",
        references=tuple(reversed(before)),
        files=files,
    )


def forward_posting(
    conversation: Conversation, *, by: Staff, text: str, files: Files, recipients: Recipients
) -> Posting:
    """The whole of what was said, the oldest first, under the words of whoever passes it on."""
    with translation.override(conversation.brand.language):
        signature = "\n".join(filter(None, [by.name, conversation.brand.signature(conversation.brand.language)]))
        passed_on = "\n\n".join(_passed_on(message, conversation) for message in reversed(said_in(conversation)))
        heading = _("Forwarded letters:")
    return Posting(
        to=recipients.to,
        cc=recipients.cc,
        subject=f"Fwd: {conversation.subject} [#{conversation.reference}]".replace("  ", " "),
        text=f"{text}\n\n-- \n{signature}\n\n{heading}\n\n{passed_on[:FORWARDED_CHARACTERS_MAX]}\n",
        html="",
        from_name=f"{by.name}, {conversation.brand.name}",
        reply_token=conversation.reference,
        files=files,
    )


def _passed_on(message: Message, conversation: Conversation) -> str:
    moment = formats.date_format(localtime(message.at, conversation.brand.tz), "SHORT_DATETIME_FORMAT")
    author = message.sender_name or message.sender_value
    address = f" <{message.sender_value}>" if message.sender_value and message.sender_value != author else ""
    return f"{moment}, {author}{address}:\n\n{message.text}"


def _subject(conversation: Conversation) -> str:
    return f"Re: {conversation.subject} [#{conversation.reference}]".replace("  ", " ")


def _references(said: Sequence[Message]) -> tuple[str, ...]:
    ids = [(row.outbound and row.outbound.external_id) or row.external_id for row in said[:REFERENCES_MAX]]
    return tuple(reversed([external_id for external_id in ids if external_id]))


def _quoted(answered: Message, conversation: Conversation) -> tuple[str, str]:
    zone = ZoneInfo(conversation.customer.zone_or(conversation.brand.zone))
    moment = formats.date_format(localtime(answered.at, zone), "SHORT_DATETIME_FORMAT")
    name = answered.sender_name or answered.sender_value
    return answered.text[:QUOTE_CHARACTERS_MAX], _("%(moment)s, %(name)s wrote:") % {
        "moment": moment,
        "name": name,
    }


def _plain(text: str, signature: str, attribution: str, quote: str) -> str:
    quoted = "\n".join(f"> {line}".rstrip() for line in quote.splitlines())
    after = f"\n\n{attribution}\n{quoted}" if quoted else ""
    return f"{text}\n\n-- \n{signature}{after}\n"


def _html(text: str, signature: str, attribution: str, quote: str) -> str:
    paragraphs = "".join(f"<p>{_lines(paragraph)}</p>" for paragraph in text.split("\n\n"))
    quoted = f'<p>{escape(attribution)}</p><blockquote type="cite">{_lines(quote)}</blockquote>' if quote else ""
    return f"{paragraphs}<p>-- <br>{_lines(signature)}</p>{quoted}"


def _lines(text: str) -> str:
    words = escape(text)
    return (urlize(words) if LINK_LIKE.search(words) else words).replace("\n", "<br>\n")
