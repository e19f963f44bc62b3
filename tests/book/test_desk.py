"""Anna looks entries over and answers; nobody makes a complaint disappear."""

from datetime import timedelta

import pytest

from slovo.book.models import Answer, Entry, Withheld
from slovo.conversations.models import Conversation, Message
from slovo.core import limits
from slovo.promises.models import Promise, State
from tests.book.stories import COMPLAINT, Writer, desk, opens, reads_at
from tests.cast import IRINA, Cast, work
from tests.web.portal.pages import text_of

ABUSE = {"words": "безобразие", "reason": "abuse", "why": "Бранное слово"}


@pytest.fixture(autouse=True)
def an_open_book(cast: Cast) -> None:
    limits.forget()
    opens(cast)


def test_looked_over_it_is_shown_at_once(cast: Cast) -> None:
    entry = Writer().writes()

    cast.browser_of(cast.anna).post(desk(entry, "look"))

    assert "Курьер пришёл ночью" in Writer().reads()
    assert Entry.objects.get().looked_by == cast.anna


def test_what_is_withheld_stands_in_the_register_with_its_reason_and_its_person(cast: Cast) -> None:
    entry = Writer().writes()

    cast.browser_of(cast.anna).post(desk(entry, "withholdings"), ABUSE)
    page = reads_at(timedelta(hours=25))

    assert "безобразие" not in page
    assert "изъято: брань" in page
    assert "10 знаков, брань. Бранное слово Анна Белкина." in page


def test_shown_again_the_line_of_the_register_stays(cast: Cast) -> None:
    entry, anna = Writer().writes(), cast.browser_of(cast.anna)
    anna.post(desk(entry, "withholdings"), ABUSE)
    row = Withheld.objects.get(reason="abuse")

    anna.post(desk(entry, "showing"), {"withheld": str(row.public_id)})
    page = reads_at(timedelta(hours=25))

    assert "безобразие" in page
    assert "Снова показано: Анна Белкина" in page


@pytest.mark.parametrize("who", ["anna", "maria", "orlov"])
def test_a_complaint_is_never_withheld_whole(cast: Cast, who: str) -> None:
    entry = Writer().writes()
    browser = cast.browser_of(getattr(cast, who))

    answer = browser.post(desk(entry, "withholdings"), {"whole": "yes", "why": "Не нравится"})

    assert answer.status_code == (403 if who == "anna" else 422)
    assert not Withheld.objects.filter(start=None).exists()


PIECES = ["Курьер", "пришёл", "ночью и", "накричал", "на нас", "Пуэр", "был вскрыт", "деньги", "не вернули"]


@pytest.mark.parametrize("who", ["anna", "maria", "orlov"])
def test_nor_piece_by_piece_by_whomever(cast: Cast, who: str) -> None:
    entry = Writer().writes(text="Курьер пришёл ночью и накричал на нас. Пуэр был вскрыт, деньги не вернули.", name="")
    browser = cast.browser_of(getattr(cast, who))

    answers = [
        browser.post(desk(entry, "withholdings"), {"words": words, "reason": "personal_data", "why": "Неприятно"})
        for words in PIECES
    ]

    assert [answer.status_code for answer in answers] == [302] * 3 + [422] * 6
    assert "накричал на нас. Пуэр был вскрыт, деньги не вернули." in reads_at(timedelta(hours=25))


def test_all_at_once_is_too_much_for_a_lead_as_well(cast: Cast) -> None:
    text = "Курьер пришёл ночью и накричал на нас"
    entry = Writer().writes(text=text, name="")

    answer = cast.browser_of(cast.orlov).post(desk(entry, "withholdings"), ABUSE | {"words": text})

    assert (answer.status_code, Withheld.objects.count()) == (422, 0)
    assert "Из жалобы изымают не больше трети" in text_of(answer.content.decode())


def test_no_sentence_of_a_complaint_goes_whole_but_an_oath_may(cast: Cast) -> None:
    more = "Мы ждали три недели, звонили каждый день, писали вам письма и так ничего и не дождались."
    entry = Writer().writes(text=f"Вас накажут за это. {more} Вот ведь гады!", name="")
    maria = cast.browser_of(cast.maria)

    sentence = maria.post(desk(entry, "withholdings"), ABUSE | {"words": "Вас накажут за это"})
    oath = maria.post(desk(entry, "withholdings"), ABUSE | {"words": "Вот ведь гады"})

    assert (sentence.status_code, oath.status_code) == (422, 302)
    assert "Ни одно предложение жалобы не изымают целиком" in text_of(sentence.content.decode())


def test_what_the_program_took_out_makes_nobodys_share_larger(cast: Cast) -> None:
    entry = Writer().writes(text="+7 900 000-00-12, +7 900 000-00-13, +7 900 000-00-14. Дураки вы тут", name="")

    answer = cast.browser_of(cast.anna).post(desk(entry, "withholdings"), ABUSE | {"words": "Дураки"})

    assert answer.status_code == 422


def test_advertising_is_withheld_whole_by_a_lead_and_still_counted(cast: Cast) -> None:
    entry = Writer().writes(kind="suggestion", text="Купите наши кредиты", name="")

    why = {"whole": "yes", "why": "Реклама чужой фирмы"}
    assert cast.browser_of(cast.anna).post(desk(entry, "withholdings"), why).status_code == 403
    cast.browser_of(cast.maria).post(desk(entry, "withholdings"), why)
    page = reads_at(timedelta(hours=25))

    assert "кредиты" not in page
    assert "Предложение № 1" in page
    assert "всё целиком, брань. Реклама чужой фирмы Мария Ветрова." in page


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"words": "нет такого"}, "этих слов нет"),
        ({"words": ""}, "этих слов нет"),
        ({"reason": "we_do_not_like_it"}, "Изымают только личные данные"),
        ({"why": " "}, "Скажите почему"),
    ],
)
def test_nothing_else_is_withheld(cast: Cast, given: dict[str, str], says: str) -> None:
    entry = Writer().writes()

    answer = cast.browser_of(cast.maria).post(desk(entry, "withholdings"), ABUSE | given)

    assert answer.status_code == 422
    assert says in text_of(answer.content.decode())
    assert not Withheld.objects.filter(reason="abuse").exists()


def test_an_answer_is_published_and_sent_and_its_private_part_goes_by_letter_alone(cast: Cast) -> None:
    entry = Writer().writes(contact=IRINA)
    given = {"text": "Мы были неправы.", "private": "Код на скидку: ЧАЙ-10", "published": "yes", "sent": "yes"}

    cast.browser_of(cast.anna).post(desk(entry, "answers"), given)
    work()

    letter = Message.objects.get(direction="out")
    page = Writer().reads()
    assert letter.text == "Мы были неправы.\n\nКод на скидку: ЧАЙ-10"
    assert (letter.recipients[0][1], "Мы были неправы." in page, "ЧАЙ-10" in page) == (IRINA, True, False)
    assert Promise.objects.get().state == State.KEPT


def test_only_by_letter_nothing_is_published(cast: Cast) -> None:
    entry = Writer().writes(contact=IRINA)

    cast.browser_of(cast.anna).post(desk(entry, "answers"), {"text": "Позвоните нам.", "sent": "yes"})

    assert (Answer.objects.count(), Message.objects.filter(direction="out").count()) == (0, 1)
    assert "Позвоните нам" not in Writer().reads()


def test_who_left_no_address_reads_the_answer_in_the_book_and_the_promise_is_kept(cast: Cast) -> None:
    entry, anna = Writer().writes(), cast.browser_of(cast.anna)

    by_letter = anna.post(desk(entry, "answers"), {"text": "Простите.", "published": "yes", "sent": "yes"})
    assert (by_letter.status_code, Answer.objects.count()) == (422, 0)
    anna.post(desk(entry, "answers"), {"text": "Простите.", "published": "yes"})

    assert "Простите." in Writer().reads()
    assert (Promise.objects.get().state, Conversation.objects.get().state) == (State.KEPT, "waiting")


def test_published_alone_it_does_not_take_the_letter_from_who_waits_for_one(cast: Cast) -> None:
    entry = Writer().writes(contact=IRINA)

    cast.browser_of(cast.anna).post(desk(entry, "answers"), {"text": "Простите.", "published": "yes"})

    assert Promise.objects.get().state == State.OPEN


def test_taken_back_the_answer_leaves_the_book_too(cast: Cast) -> None:
    entry, anna = Writer().writes(contact=IRINA), cast.browser_of(cast.anna)
    anna.post(desk(entry, "answers"), {"text": "Вы сами виноваты.", "published": "yes", "sent": "yes"})
    assert "Вы сами виноваты" in Writer().reads()

    anna.post(f"/messages/{Message.objects.get(direction='out').public_id}/taking-back")

    assert "Вы сами виноваты" not in Writer().reads()


def test_another_brand_sees_and_changes_nothing(cast: Cast) -> None:
    entry, taras = Writer().writes(), cast.browser_of(cast.taras)
    row = Withheld.objects.all()[0]

    assert taras.get(desk(entry)).status_code == 404
    for noun, given in (
        ("look", {}),
        ("withholdings", ABUSE),
        ("showing", {"withheld": str(row.public_id)}),
        ("answers", {"text": "Ха", "published": "yes"}),
    ):
        assert taras.post(desk(entry, noun), given).status_code == 404
    assert taras.post(f"/brands/{cast.chainik.pk}/book", {"hours": "1"}).status_code in {403, 404}
    assert cast.browser_of(cast.anna).post(f"/brands/{cast.chainik.pk}/book", {"hours": "1"}).status_code in {403, 404}
    assert (Entry.objects.get().looked_at, Answer.objects.count()) == (None, 0)


def test_the_line_of_another_entry_is_not_shown_again_here(cast: Cast) -> None:
    first, second = Writer().writes(), Writer().writes()
    row = Withheld.objects.filter(entry=second)[0]

    answer = cast.browser_of(cast.anna).post(desk(first, "showing"), {"withheld": str(row.public_id)})

    assert (answer.status_code, Withheld.objects.get(pk=row.pk).lifted_at) == (404, None)


def test_the_entry_is_reached_from_its_conversation(cast: Cast) -> None:
    entry, anna = Writer().writes(), cast.browser_of(cast.anna)

    page = anna.get(f"/conversations/{entry.message.conversation.public_id}/").content.decode()
    assert desk(entry) in page
    assert COMPLAINT.split(".", maxsplit=1)[0] in text_of(anna.get(desk(entry)).content.decode())


def test_the_hours_are_bounded(cast: Cast) -> None:
    orlov = cast.browser_of(cast.orlov)

    for hours in ("0", "73", "x"):
        assert orlov.post(f"/brands/{cast.chainik.pk}/book", {"open": "yes", "hours": hours}).status_code == 422


def replies(cast: Cast, entry: Entry, text: str) -> Message:
    conversation = entry.message.conversation
    answer = cast.browser_of(cast.anna).post(f"/conversations/{conversation.public_id}/replies", {"text": text})
    assert answer.status_code in {200, 302}
    return Message.objects.filter(conversation=conversation, staff=cast.anna).latest("pk")


def test_an_ordinary_reply_is_published_beside_the_entry_by_one_click(cast: Cast) -> None:
    entry, anna = Writer().writes(contact=IRINA), cast.browser_of(cast.anna)
    reply = replies(cast, entry, "Просим прощения: курьеры ночью больше не ездят.")
    anna.post(desk(entry, "look"))
    assert "Просим прощения" not in Writer().reads()
    assert "Просим прощения" in text_of(anna.get(desk(entry)).content.decode())

    answer = anna.post(desk(entry, "publications"), {"message": str(reply.public_id)})

    assert answer.status_code == 302
    assert "Просим прощения: курьеры ночью больше не ездят." in Writer().reads()
    row = Answer.objects.get()
    assert (row.message, row.staff) == (reply, cast.anna)
    again = anna.post(desk(entry, "publications"), {"message": str(reply.public_id)})
    assert (again.status_code, Answer.objects.count()) == (404, 1)


def test_what_looks_like_personal_data_in_a_reply_is_put_right_before_anybody_reads_it(cast: Cast) -> None:
    entry, anna = Writer().writes(contact=IRINA), cast.browser_of(cast.anna)
    reply = replies(cast, entry, "Позвоните курьеру: +7 900 000-00-13.")

    answer = anna.post(desk(entry, "publications"), {"message": str(reply.public_id)})

    assert (answer.status_code, Answer.objects.count()) == (422, 0)
    page = answer.content.decode()
    assert "looks like personal data" in text_of(page)
    assert "Позвоните курьеру: +7 900 000-00-13.</textarea>" in page


def test_a_note_and_a_letter_of_another_conversation_are_not_published(cast: Cast) -> None:
    first, second = Writer().writes(contact=IRINA), Writer().writes(contact=IRINA, text="Спасибо за чай!")
    reply = replies(cast, second, "И вам спасибо.")
    if first.message.conversation_id == second.message.conversation_id:
        pytest.fail("two entries are two conversations")
    anna = cast.browser_of(cast.anna)
    anna.post(f"/conversations/{first.message.conversation.public_id}/notes", {"text": "Между нами."})
    note = Message.objects.filter(direction="note", staff=cast.anna).latest("pk")

    for one in (reply, note):
        assert anna.post(desk(first, "publications"), {"message": str(one.public_id)}).status_code == 404
    assert not Answer.objects.exists()
