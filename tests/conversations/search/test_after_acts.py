"""What is merged, split, moved, passed on or taken back is found where it is read now, and only there."""

from django.utils import timezone

from slovo.channels.adapter import Person
from slovo.conversations import actions, merging, moving, replying, splitting
from slovo.conversations.models import Conversation, Message
from slovo.conversations.recipients import Recipients
from tests.cast import Cast, arrives, letter, work
from tests.conversations.search.conftest import Write, found, subjects


def pks(cast: Cast, query: str) -> list[int]:
    return [result.pk for result in found(cast.anna, query).results]


def test_a_merged_conversation_is_found_once_and_where_it_is_read(cast: Cast, wrote: Write) -> None:
    kept, merged = wrote("Чайник протёк.", subject="Протёк"), wrote("Чайник треснул.", subject="Треснул")
    merging.merge(kept_id=kept.pk, merged_id=merged.pk, by=cast.anna, at=timezone.now())
    merged_away = Conversation.objects.get(pk=merged.pk)

    assert pks(cast, "чайник") == [kept.pk]
    assert pks(cast, "треснул") == [kept.pk]
    assert pks(cast, merged_away.reference) == [kept.pk]
    assert pks(cast, "is:open") == [kept.pk]

    merging.unmerge(conversation_id=merged.pk, by=cast.anna, at=timezone.now())
    assert pks(cast, "треснул") == [merged.pk]


def test_how_a_merged_one_stands_is_how_the_kept_one_does(cast: Cast, wrote: Write) -> None:
    kept, merged = wrote("Чайник протёк.", subject="Протёк"), wrote("Чайник треснул.", subject="Треснул")
    merging.merge(kept_id=kept.pk, merged_id=merged.pk, by=cast.anna, at=timezone.now())
    actions.close_conversation(conversation_id=kept.pk, by=cast.anna, at=timezone.now(), answer_not_needed=True)

    assert (pks(cast, "треснул is:open"), pks(cast, "треснул is:closed")) == ([], [kept.pk])


def test_a_moved_conversation_is_found_in_its_new_brand(cast: Cast, wrote: Write) -> None:
    conversation = wrote("Мёд засахарился.", subject="Про мёд")
    moving.move(conversation_id=conversation.pk, brand=cast.honey, by=cast.orlov, at=timezone.now())
    work()

    assert [subjects(person, "засахарился") for person in (cast.anna, cast.taras)] == [[], ["Про мёд"]]
    assert subjects(cast.orlov, "засахарился brand:honey") == ["Про мёд"]
    assert subjects(cast.orlov, "засахарился brand:chainik") == []


def test_a_part_is_found_by_its_own_reference_and_subject(cast: Cast, wrote: Write) -> None:
    origin = wrote("Чайник протёк.", subject="Протёк")
    again = letter(
        "И крышка треснула.", message_id="<s@example.com>", headers=[("References", "<1@irina.example.com>")]
    )
    arrives(again, cast.chainik_mail)
    second = Message.objects.order_by("-pk")[0]
    assert second.conversation_id == origin.pk
    at = timezone.now()
    new = splitting.split(
        conversation_id=origin.pk, message_ids=[second.pk], by=cast.anna, at=at, subject="Крышечное дело"
    )
    work()

    assert [pks(cast, query) for query in ("крышечное", new.reference, "крышка")] == [[new.pk]] * 3

    splitting.rejoin(conversation_id=new.pk, by=cast.anna, at=timezone.now())
    work()
    assert pks(cast, "крышка") == [origin.pk]
    assert pks(cast, "крышечное") == []


def test_what_is_taken_back_is_not_found_and_what_is_passed_on_is(cast: Cast, wrote: Write) -> None:
    conversation = wrote("Чайник протёк.", subject="Протёк")
    at = timezone.now()
    message = actions.reply(conversation_id=conversation.pk, by=cast.anna, text="Пришлём прокладку.", at=at)
    assert pks(cast, "прокладка") == [conversation.pk]

    replying.take_back(message_id=message.pk, by=cast.anna, at=timezone.now())
    assert pks(cast, "прокладка") == []

    replying.forward(
        conversation_id=conversation.pk,
        by=cast.anna,
        recipients=Recipients(to=(Person("email", "sklad@example.com", "Склад"),), cc=()),
        text="Проверьте кладовку.",
        at=timezone.now(),
    )
    assert pks(cast, "кладовка to:sklad@example.com") == [conversation.pk]
