"""Nobody finds what they may not read, and nobody finds what is gone."""

from slovo.conversations import actions
from slovo.conversations.models import Message
from slovo.core.db import transaction
from slovo.core.search import index, vocabulary
from slovo.customers import actions as customers
from slovo.customers.models import Identity
from tests.cast import Cast, work
from tests.conversations.search.conftest import NOW, Write, subjects


def test_another_brands_letters_are_not_found(cast: Cast, wrote: Write) -> None:
    wrote("Чайник протёк.", subject="Протёк")
    wrote("Чайник замість меду?", subject="Про мед", mailbox="honey")

    assert [subjects(person, "чайник") for person in (cast.anna, cast.taras, cast.orlov)] == [
        ["Протёк"],
        ["Про мед"],
        ["Про мед", "Протёк"],
    ]


def test_no_operator_opens_another_brand(cast: Cast, wrote: Write) -> None:
    wrote("Чайник протёк.", subject="Про чайник")

    queries = (
        "brand:chainik",
        "чайник brand:chainik",
        "-brand:honey",
        "is:open",
        "чайник b=1",
        '"чайник протёк"',
        "-x",
    )
    assert [subjects(cast.taras, query) for query in queries] == [[]] * len(queries)


def test_a_note_is_found_by_whoever_may_read_the_conversation(cast: Cast, wrote: Write) -> None:
    conversation = wrote("Чайник протёк.", subject="Наше")
    actions.note(conversation_id=conversation.pk, by=cast.anna, text="Бухгалтерия согласна.", at=NOW)

    assert [subjects(person, "бухгалтерией") for person in (cast.pavel, cast.taras)] == [["Наше"], []]


def test_our_own_answer_is_found(cast: Cast, wrote: Write) -> None:
    conversation = wrote("Чайник протёк.", subject="Наше")
    actions.reply(conversation_id=conversation.pk, by=cast.anna, text="Пришлём прокладку курьером.", at=NOW)

    assert subjects(cast.anna, "прокладки курьер from:белкина to:ирина") == ["Наше"]


def test_a_forgotten_message_leaves_no_ghost(cast: Cast, wrote: Write) -> None:
    wrote("Меня зовут Аристарх, чайник разбит.", subject="Первое")
    wrote("Чайник цел.", subject="Второе")

    with transaction():
        index.forget([Message.objects.order_by("pk")[0].pk])

    assert [subjects(cast.anna, query) for query in ("аристарх", "чайник", "разбитый")] == [[], ["Второе"], []]
    assert (vocabulary.begins("арист"), vocabulary.begins("чайн")) == (frozenset(), {"чайник"})


def test_a_replaced_document_is_found_by_its_new_words_alone(cast: Cast, wrote: Write) -> None:
    from slovo.conversations.search.indexing import documents, whole

    wrote("Самовар.", subject="Наше")
    Message.objects.update(text="Кофейник.")
    with transaction():
        index.replace(documents(whole))

    assert [subjects(cast.anna, query) for query in ("самовар", "кофейник")] == [[], ["Наше"]]


def test_a_customers_new_name_and_phone_lead_to_their_letters(cast: Cast, wrote: Write) -> None:
    conversation = wrote("Чайник протёк.", subject="Наше")
    wrote("Чайник цел.", subject="Другое", sender="b@example.com")
    customer_id = conversation.customer_id
    customers.change(customer_id=customer_id, name="Ирина Заболоцкая", by=cast.anna, at=NOW)
    customers.add_identity(customer_id=customer_id, kind=Identity.PHONE, value="+79161234567", by=cast.anna, at=NOW)
    work()

    assert [subjects(cast.anna, query) for query in ("заболоцкой", "8 916 123-45-67")] == [["Наше"], ["Наше"]]


def test_a_conversation_that_changed_hands_is_found_by_its_new_customer(cast: Cast, wrote: Write) -> None:
    text = "Клиент пишет: где чайник?"
    conversation = wrote(text, subject="Fwd: Чайник", sender="Коллега <kollega@shop.example>")
    message = conversation.messages.get()
    Message.objects.filter(pk=message.pk).update(original_value="gleb@example.net", original_name="Глеб Вершинин")
    actions.take_original_sender(message_id=message.pk, by=cast.anna, at=NOW)
    work()

    assert subjects(cast.anna, "вершинина") == [conversation.subject]
