"""The index of words: what goes in comes out, the newest first, and nothing else does; the same on both databases."""

import pytest
from django.db import connection

from slovo.core import jobs
from slovo.core.db import is_postgresql, transaction
from slovo.core.search import index, postgresql, vocabulary
from slovo.core.search.documents import TERMS_CHARS_MAX, Document, Wanted, filter_term

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_fresh_vocabulary() -> None:
    vocabulary.forget_what_is_known()


def put(*documents: tuple[int, str], brand_id: int = 1) -> None:
    with transaction():
        index.replace([Document(id_, brand_id, terms.split(" ")) for id_, terms in documents])


def asked(*sets: str, none_of: str = "", brands: tuple[int, ...] = (1,), limit: int = 9, **more: object) -> list[int]:
    """Each of `sets`: terms with blanks between, of which one must be there."""
    wanted = Wanted(
        frozenset(brands), tuple(frozenset(terms.split(" ")) for terms in sets), frozenset(filter(None, [none_of]))
    )
    return index.matching(wanted, limit=limit, **more)  # type: ignore[arg-type]


def test_all_sets_must_be_met_by_any_of_their_terms() -> None:
    put((1, "чай мёд"), (2, "чай лимон"), (3, "мёд лимон"), (4, "чай"))

    assert [asked("чай"), asked("чай", "мёд лимон"), asked("чай", none_of="лимон"), asked("нет"), asked("нет чай")] == [
        [4, 2, 1],
        [2, 1],
        [4, 1],
        [],
        [4, 2, 1],
    ]


def test_the_newest_come_first_and_older_ones_on_demand() -> None:
    put(*((number, "чай") for number in range(1, 8)))

    assert [asked("чай", limit=3), asked("чай", limit=3, before=5), asked("чай", among=[2, 9, 6])] == [
        [7, 6, 5],
        [4, 3, 2],
        [6, 2],
    ]


def test_brands_are_apart_and_no_brand_is_nothing() -> None:
    put((1, "чай"))
    put((2, "чай"), brand_id=2)

    assert [asked("чай", brands=brands) for brands in ((1,), (2,), (2, 1), ())] == [[1], [2], [2, 1], []]


@pytest.mark.parametrize("term", ["a'b", 'a"b', "a\\b", "a:*b", "a&b|!(c)", "irina@example.com", "a-b", "f=x y", "AND"])
def test_any_sign_is_part_of_a_term(term: str) -> None:
    with transaction():
        index.add([Document(1, 1, [term]), Document(2, 1, ["a", "b"])])

    wanted = Wanted(frozenset({1}), (frozenset({term}),), frozenset({term + "x"}))
    assert index.matching(wanted, limit=9) == [1]


def test_what_is_replaced_or_forgotten_leaves_nothing() -> None:
    put((1, "чай"), (2, "чай"), (3, "чай"))
    put((2, "кофе"))
    with transaction():
        index.forget([3])

    assert [asked("чай"), asked("кофе")] == [[1], [2]]


def test_a_range_holds_what_it_is_given_and_no_more() -> None:
    put(*((number, "чай") for number in range(1, 6)))
    with transaction():
        index.replace_range(2, 4, [Document(3, 1, ["чай"])])

    assert asked("чай") == [5, 3, 1]


def test_a_huge_document_is_cut_not_refused() -> None:
    words = [f"слово{number}" for number in range(TERMS_CHARS_MAX // 6)]
    with transaction():
        index.add([Document(1, 1, words)])

    assert [asked("слово1"), asked(words[-1])] == [[1], []]


def test_numbers_far_apart_are_one_index() -> None:
    """On PostgreSQL they lie in partitions, which come to be when they are needed."""
    step = postgresql.PARTITION_DOCUMENTS
    put((5, "чай"), (step + 1, "чай"), (40 * step + 7, "чай"), (40 * step + 8, "кофе"))

    assert [asked("чай"), asked("чай", before=step), asked("чай", limit=2), asked("чай", among=[5, step + 1])] == [
        [40 * step + 7, step + 1, 5],
        [5],
        [40 * step + 7, step + 1],
        [step + 1, 5],
    ]
    if is_postgresql():
        with connection.cursor() as cursor:
            assert postgresql._partitions(cursor, None, None) == [40, 1, 0]


def test_the_newest_come_first_however_many_numbers_lie_between() -> None:
    step = postgresql.PARTITION_DOCUMENTS
    numbers = [place * step + which for place in range(20) for which in (1, 2)]
    put(*((number, "чай") for number in numbers), (3, "кофе"))
    newest = sorted(numbers, reverse=True)

    for limit in (1, 3, 7, 16, 40, 50):
        assert asked("чай", limit=limit) == newest[:limit]
    assert asked("чай", before=newest[10], limit=25) == newest[11:36]
    assert asked("кофе") == [3]


def learn(*forms: tuple[str, str]) -> None:
    """(form, lemmas) each, of one document."""
    with transaction():
        vocabulary.learn({form: lemmas.split(" ") for form, lemmas in forms})


def test_a_beginning_leads_to_the_lemmas_of_its_forms() -> None:
    learn(("детей", "ребенок"), ("дети", "ребенок деть"), ("дело", "дело"), ("a", "b"))

    assert [vocabulary.begins(beginning) for beginning in ("дет", "дел", "де", "нет", "%")] == [
        {"ребенок", "деть"},
        {"дело"},
        {"ребенок", "деть", "дело"},
        set(),
        set(),
    ]


def test_of_many_words_the_commonest_are_taken() -> None:
    for number in range(vocabulary.LEMMAS_MAX + 5):
        learn((f"сло{number:02}", f"сло{number:02}"))
    learn(("слон", "слон"))
    learn(("слон", "слон"))

    begun = vocabulary.begins("сло")
    assert (len(begun), "слон" in begun, "сло34" in begun) == (vocabulary.LEMMAS_MAX, True, False)


def test_rows_of_one_word_become_one_and_nothing_is_lost() -> None:
    for _time in range(3):
        learn(("детей", "ребенок"), ("чай", "чай"))
    apply = jobs.compact_vocabulary.call()
    assert apply
    with transaction():
        apply()

    with connection.cursor() as cursor:
        cursor.execute("SELECT form, lemma, seen FROM search_form ORDER BY form")
        rows = [tuple(row) for row in cursor.fetchall()]
    assert rows == [("детей", "ребенок", 3), ("чай", "чай", 3)]
    assert jobs.compact_vocabulary.call() is None


@pytest.mark.django_db(transaction=True)
def test_numbers_that_come_once_are_forgotten_before_the_words_of_the_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vocabulary, "KNOWN_FORMS_MAX", 10)
    for _time in range(4):
        learn(("чай", "чай"))
    for number in range(30):
        learn((f"{number:05}", f"{number:05}"))
    learn(("чай", "чай"))

    with connection.cursor() as cursor:
        cursor.execute("SELECT seen FROM search_form WHERE form = 'чай' ORDER BY seen")
        assert [seen for (seen,) in cursor.fetchall()] == [1, 1, 2]  # the fifth is none to be written down


@pytest.mark.django_db(transaction=True)
def test_a_word_that_is_known_is_written_when_its_count_has_doubled() -> None:
    for _time in range(9):
        learn(("чай", "чай"))

    with connection.cursor() as cursor:
        cursor.execute("SELECT seen FROM search_form ORDER BY seen")
        assert [seen for (seen,) in cursor.fetchall()] == [1, 1, 2, 4]


@pytest.mark.django_db(transaction=True)
def test_a_word_of_a_change_that_was_undone_is_written_again() -> None:
    def undone() -> None:
        with transaction():
            vocabulary.learn({"чай": ["чай"]})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        undone()
    learn(("чай", "чай"))

    assert vocabulary.begins("чай") == {"чай"}


def test_a_filter_term_is_no_word() -> None:
    assert filter_term("k", "note") == "k=note"
