"""In whose words rules write to customers about visits, about what was waited for, and about calls in vain."""

from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field

from slovo.api import references
from slovo.api.access import ApiRequest, reads, writes
from slovo.api.answers import Shape, one
from slovo.api.kinds import Chosen, Given, Shown, Text
from slovo.brands.models import Brand
from slovo.conversations import letter_words, lettering
from slovo.people.rights import Verb
from slovo.promises.notice_words import LANGUAGES

router = Router(tags=["visits"])

Languages = Literal["ru", "uk", "en"]
Parts = Literal[
    "visit_booked",
    "visit_moved",
    "visit_cancelled",
    "visit_off",
    "visit_soon",
    "visit_change",
    "it_is_here",
    "call_failed",
    "call_again",
    "call_on",
    "call_never",
    "call_when",
    "call_wrong",
]


class OfBrand(Chosen):
    brand: UUID | None = None


class LetterText(Shown):
    """`own`: "" where the brand says what Slovo brings along, `shipped`. `names` may stand in it in braces."""

    part: Parts
    language: Languages
    own: str
    shipped: str
    names: list[str]


class LetterWordsShown(Shown):
    brand: UUID
    texts: list[LetterText]


class LetterTextGiven(Given):
    part: Parts
    language: Languages
    own: Annotated[Text, Field(max_length=lettering.TEXT_CHARACTERS_MAX)]


class LetterWordsGiven(Given):
    """The texts that are named are set, "" for the shipped words again; the others stay."""

    brand: UUID | None = None
    texts: Annotated[list[LetterTextGiven], Field(max_length=len(letter_words.PARTS) * 3)]


@router.get("/letter-words", response=LetterWordsShown)
@reads()
def show(request: ApiRequest, given: Query[OfBrand]) -> HttpResponse:
    """Those of a brand. A token of one brand need not name it."""
    brand = references.brand(request, given.brand, Verb.READ)
    return one(request, _shape(brand), LetterWordsShown, fields=given.fields)


@router.put("/letter-words", response=LetterWordsShown)
@writes(Verb.MANAGE_BRAND)
def set_words(request: ApiRequest, given: LetterWordsGiven) -> HttpResponse:
    brand = references.brand(request, given.brand, Verb.MANAGE_BRAND)
    texts: dict[tuple[str, str], str] = {(one.part, one.language): one.own for one in given.texts}
    lettering.set_words(brand=brand, texts=texts, by=request.by, at=request.at)
    return one(request, _shape(brand), LetterWordsShown)


def _shape(brand: Brand) -> Shape:
    own = letter_words.own_texts(brand.pk)
    return {
        "brand": brand.public_id,
        "texts": [
            {
                "part": part,
                "language": language,
                "own": own.get((part, language), ""),
                "shipped": letter_words.SHIPPED[language][part],
                "names": list(names),
            }
            for part, names in letter_words.PARTS.items()
            for language in LANGUAGES
        ],
    }
