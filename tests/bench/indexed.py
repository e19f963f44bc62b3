"""The search index of the corpus, as intake would have made it: `tests/bench/test_corpus.py` compares the two.

The same few thousand sentences come again and again, so the words of each are analysed once.
"""

from collections.abc import Iterable, Iterator
from functools import cache

from slovo.channels.models import Mailbox
from slovo.conversations.models import Conversation, Direction, Message
from slovo.conversations.search.terms import Words, document
from slovo.core.search.documents import Document
from tests.bench import corpus
from tests.bench.corpus import Plan


def documents(plans: Iterable[Plan], mailboxes: dict[int, Mailbox], conversations: int) -> Iterator[Document]:
    """`mailboxes`: by brand."""
    for plan in plans:
        conversation = Conversation(subject=corpus.subject(plan), reference=corpus.reference(plan))
        message = Message(brand_id=plan.brand.pk, language="ru")  # one for all: making them takes longest
        for index in range(plan.messages):
            message.pk, message.at = plan.first_message + index, corpus.said_at(plan, index)
            message.direction = Direction.OUT if index % 2 else Direction.IN
            message.sender_name, message.sender_value = corpus.sender(plan, index)
            message.reply_value = message.sender_value
            yield document(
                message,
                conversation=conversation,
                customer_name=corpus.customer_name(plan.customer),
                customer_phones=(),
                own_address=mailboxes[plan.brand.pk].address,
                file_names=(),
                spoken=_spoken(corpus.spoken(message.pk, oldest=corpus.is_oldest(plan, conversations))),
            )


def _spoken(sentences: Iterable[str]) -> Words:
    words = Words()
    for sentence in sentences:
        known = _words(sentence)
        words.forms.update(known.forms)
        words.phones |= known.phones
    return words


@cache
def _words(sentence: str) -> Words:
    words = Words()
    words.read(sentence, "ru")
    return words
