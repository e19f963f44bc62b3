"""What a message is found by."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from slovo.conversations.models import Conversation, Direction, Message
from slovo.conversations.search import phones
from slovo.core.search.documents import Document, filter_term
from slovo.core.text import distinct_forms, fold, forms, lemmas_in_a_text

TEXT_CHARS_MAX = 100_000
PEOPLE_MAX = 50
SENDER, RECIPIENT, KIND, FILE, YEAR, MONTH, PHONE = "f", "t", "k", "h", "y", "m", "p"
HAS_FILE = filter_term(FILE, "1")


@dataclass(slots=True)
class Words:
    """The words of some texts as they were written, each with its lemmas, and the ends of phone numbers."""

    forms: dict[str, frozenset[str]] = field(default_factory=dict)
    phones: set[str] = field(default_factory=set)

    def read(self, text: str, language: str = "") -> None:
        """A text in that language; "" when nobody knows."""
        text = text[:TEXT_CHARS_MAX]
        self.read_name(text, language)
        self.phones |= phones.endings_in(text)

    def read_name(self, text: str, language: str = "") -> None:
        """What holds no telephone number."""
        for form in distinct_forms(text):
            if form not in self.forms:
                self.forms[form] = lemmas_in_a_text(form, language)

    def read_address(self, value: str) -> None:
        """An address whole and in parts; a phone number as one."""
        if not value:
            return
        whole = fold(value)
        self.forms[whole] = frozenset({whole})
        self.read_name(value)
        if value.startswith("+"):
            self.phones |= phones.endings(value)


def words_of(*texts: str, language: str) -> Words:
    """What takes longest, for the preparation of a task."""
    words = Words()
    for text in texts:
        words.read(text, language)
    return words


def document(
    message: Message,
    *,
    conversation: Conversation,
    customer_name: str,
    customer_phones: Iterable[str],
    own_address: str,
    file_names: Sequence[str],
    spoken: Words | None = None,
) -> Document:
    """`own_address`: of ours, to which it came or from which it went. `spoken`: the words of its own text and
    signature, when they are read already.
    """
    words = spoken or words_of(message.text, message.signature, language=message.language)
    words = Words(dict(words.forms), set(words.phones))
    for text in dict.fromkeys([message.subject, conversation.subject]):
        words.read(text, message.language)
    for text in dict.fromkeys([*_names(message), customer_name, *file_names, conversation.reference]):
        words.read_name(text)
    for value in dict.fromkeys(_addresses(message)):
        words.read_address(value)
    for phone in customer_phones:
        words.phones |= phones.endings(phone)
    return Document(message.pk, message.brand_id, list(_terms(message, words, own_address, file_names)), words.forms)


def _terms(message: Message, words: Words, own_address: str, file_names: Sequence[str]) -> Iterator[str]:
    yield filter_term(KIND, message.direction)
    yield from date_terms(message.at)
    if file_names:
        yield HAS_FILE
    yield from person_terms(SENDER, [(message.sender_value, message.sender_name)])
    yield from person_terms(RECIPIENT, [(value, name) for _kind, value, name in message.recipients[:PEOPLE_MAX]])
    if own_address and message.direction != Direction.NOTE:
        yield filter_term(RECIPIENT if message.direction == Direction.IN else SENDER, fold(own_address))
    yield from (filter_term(PHONE, ending) for ending in sorted(words.phones))
    for lemmas in words.forms.values():
        yield from sorted(lemmas) if len(lemmas) > 1 else lemmas


def person_terms(name: str, people: Iterable[tuple[str, str]]) -> Iterator[str]:
    """`people`: (address, name) each."""
    for value, called in people:
        if value:
            yield filter_term(name, fold(value))
        for form in forms(f"{value} {called}"):
            yield from (filter_term(name, lemma) for lemma in sorted(lemmas_in_a_text(form, "")))


def date_terms(at: datetime) -> list[str]:
    at = at.astimezone(UTC)
    return [filter_term(YEAR, str(at.year)), filter_term(MONTH, f"{at.year}-{at.month:02}")]


def _names(message: Message) -> Iterator[str]:
    yield message.sender_name
    yield message.original_name
    yield from (name for _kind, _value, name in message.recipients[:PEOPLE_MAX])


def _addresses(message: Message) -> Iterator[str]:
    yield message.sender_value
    if message.direction == Direction.IN:
        yield message.reply_value
        yield message.original_value
    yield from (value for _kind, value, _name in message.recipients[:PEOPLE_MAX])
