"""A program reads the book, looks after it and answers, within its brand and its scopes."""

import pytest

from slovo.book.models import Answer, Entry, Withheld
from slovo.core import limits
from slovo.people.rights import Verb
from tests.api.programs import Program, program_of
from tests.book.stories import COMPLAINT, Writer, opens
from tests.cast import Cast


@pytest.fixture
def entry(cast: Cast) -> Entry:
    limits.forget()
    opens(cast)
    return Writer().writes()


def path(entry: Entry, noun: str = "") -> str:
    return f"book-entries/{entry.public_id}{noun and '/'}{noun}"


def test_it_reads_looks_over_withholds_and_answers(cast: Cast, entry: Entry) -> None:
    anna = program_of(cast.anna)

    [shown] = anna.get("book-entries").json()["data"]
    assert (shown["number"], shown["kind"], shown["text"], len(shown["withheld"])) == (1, "complaint", COMPLAINT, 3)
    assert anna.post(path(entry, "showing")).json()["looked_at"] is not None
    given = {"words": "безобразие", "reason": "abuse", "why": "Грубо"}
    made = anna.post(path(entry, "withheld"), given)
    assert (made.status_code, made.json()["withheld"][-1]["reason"]) == (201, "abuse")
    lifted = anna.ask("DELETE", path(entry, f"withheld/{made.json()['withheld'][-1]['id']}")).json()
    assert lifted["withheld"][-1]["lifted_at"] is not None
    answered = anna.post(path(entry, "answers"), {"text": "Простите", "published": True, "sent": False})
    assert [one["text"] for one in answered.json()["answers"]] == ["Простите"]


def test_a_complaint_stays_for_programs_too(cast: Cast, entry: Entry) -> None:
    refused = program_of(cast.maria).post(path(entry, "withheld"), {"reason": "abuse", "why": "Не нравится"})

    assert (refused.status_code, Withheld.objects.filter(start=None).count()) == (409, 0)


def test_the_book_is_set_by_who_administers_the_brand(cast: Cast, entry: Entry) -> None:
    given = {"brand": str(cast.chainik.public_id), "open": False, "shown_after_hours": 12}

    assert program_of(cast.anna).ask("PUT", "book", given).status_code in {403, 404, 422}
    shown = program_of(cast.orlov).ask("PUT", "book", given).json()
    assert (shown["open_since"], shown["shown_after_hours"]) == (None, 12)


@pytest.mark.parametrize("noun", ["", "showing", "withheld", "answers"])
def test_another_brand_and_a_narrow_token_do_nothing(cast: Cast, entry: Entry, noun: str) -> None:
    given = {
        "": None,
        "showing": {},
        "withheld": {"words": "безобразие", "reason": "abuse", "why": "Грубо"},
        "answers": {"text": "Ха", "published": True, "sent": False},
    }[noun]

    def ask(program: Program) -> int:
        answer = program.post(path(entry, noun), given) if noun else program.get(path(entry))
        status: int = answer.status_code
        return status

    assert ask(program_of(cast.taras)) == 404
    assert ask(program_of(cast.anna, scopes={Verb.READ})) == (403 if noun else 200)
    assert (Entry.objects.get().looked_at, Answer.objects.count()) == (None, 0)
