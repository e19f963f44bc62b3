"""The corpus of the bench is what intake would have made, so that its figures mean something."""

from types import ModuleType

import pytest
from django.db import connection

from slovo.conversations.models import Conversation, Message, Tag
from slovo.conversations.search.indexing import documents, whole
from slovo.core.db import transaction
from slovo.core.search import index, postgresql, sqlite, vocabulary
from tests.bench import corpus
from tests.bench.corpus import Company
from tests.cast import Cast

pytestmark = pytest.mark.thorough

CONVERSATIONS = 120  # one of the small brand's among them


def test_the_index_made_in_bulk_is_the_one_that_intake_makes(cast: Cast) -> None:
    with transaction():  # what earlier tests have committed lies in no table that is emptied after them
        _database().delete_range(0, 10**9)
        connection.cursor().execute("DELETE FROM search_form")
    vocabulary.forget_what_is_known()
    mailboxes = {cast.chainik.pk: cast.chainik_mail, cast.honey.pk: cast.honey_mail}
    tags = [Tag.objects.create(brand=brand, name="метка") for brand in (cast.chainik, cast.honey)]
    messages = corpus.build(Company(cast.chainik, cast.honey, mailboxes, [cast.anna], tags), CONVERSATIONS)
    assert (messages, Message.objects.count(), Conversation.objects.count()) == (600, 600, CONVERSATIONS)

    made_in_bulk, words_in_bulk = _terms(), _vocabulary()
    with transaction():
        index.forget(list(made_in_bulk))
        index.add(documents(whole.all()))

    assert made_in_bulk == _terms()
    assert words_in_bulk == _vocabulary()


def _database() -> ModuleType:
    return postgresql if connection.vendor == "postgresql" else sqlite


def _terms() -> dict[int, set[str]]:
    database = _database()
    return {pk: database.terms_of([pk]) for pk in Message.objects.values_list("pk", flat=True)}


def _vocabulary() -> set[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT form, lemma FROM search_form")
        return set(cursor.fetchall())
