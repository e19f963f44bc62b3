"""When rules write to customers, and in whose words: of a delay, and of what is given for one."""

from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field

from slovo.api import references
from slovo.api.access import ApiRequest, reads, writes
from slovo.api.answers import Shape, answer, one, selected
from slovo.api.kinds import Chosen, Flag, Given, Shown, Text
from slovo.brands.models import Brand
from slovo.people.rights import Verb
from slovo.promises import ladders, notice_words, queries, timing
from slovo.promises.shown import links_in_letters
from slovo.recovery import queries as recovery
from slovo.recovery import rules
from slovo.recovery.saying import usual_words

router = Router(tags=["promises"])

Languages = Literal["ru", "uk", "en"]
Parts = Literal["opening", "line", "late_line", "sooner_line", "news", "news_next", "choice", "several", "closing"]
Minute = Annotated[int, Field(ge=0, lt=ladders.DAY_MINUTES, description="Of the day.")]


class OfBrand(Chosen):
    brand: UUID | None = None


class NoticeText(Shown):
    """`own`: "" where the brand says what Slovo brings along, `shipped`."""

    part: Parts
    language: Languages
    own: str
    shipped: str


class NoticeRulesShown(Shown):
    """From `quiet_from` to `quiet_until`, minutes of the day, no rule writes. `links`: letters of rules carry a link to
    the customer's own page."""

    brand: UUID
    quiet_from: int
    quiet_until: int
    links: bool
    texts: list[NoticeText]


class TextGiven(Given):
    part: Parts
    language: Languages
    own: Annotated[Text, Field(max_length=ladders.TEXT_CHARACTERS_MAX)]


class NoticeRulesGiven(Given):
    """The texts that are named are set, "" for the shipped words again; the others stay."""

    brand: UUID | None = None
    quiet_from: Minute
    quiet_until: Minute
    links: Flag = True
    texts: Annotated[list[TextGiven], Field(max_length=len(notice_words.PARTS) * 3)] = []


class ApologyShown(Shown):
    """`{what}` and `{gifts}` stand for what was promised and what is given."""

    language: Languages
    own: str
    shipped: str


class ApologyList(Shown):
    data: list[ApologyShown]


class ApologyGiven(Given):
    brand: UUID | None = None
    own: Annotated[Text, Field(max_length=rules.NOTICE_CHARACTERS_MAX, description="Empty: the shipped ones.")]


@router.get("/notice-rules", response=NoticeRulesShown)
@reads()
def show(request: ApiRequest, given: Query[OfBrand]) -> HttpResponse:
    """Those of a brand. A token of one brand need not name it."""
    brand = references.brand(request, given.brand, Verb.READ)
    return one(request, _shape(brand), NoticeRulesShown, fields=given.fields)


@router.put("/notice-rules", response=NoticeRulesShown)
@writes(Verb.MANAGE_BRAND)
def set_rules(request: ApiRequest, given: NoticeRulesGiven) -> HttpResponse:
    brand = references.brand(request, given.brand, Verb.MANAGE_BRAND)
    ladders.set_notice_rules(
        brand=brand,
        begins=given.quiet_from,
        ends=given.quiet_until,
        links=given.links,
        texts={(one.part, one.language): one.own for one in given.texts},
        by=request.by,
        at=request.at,
    )
    return one(request, _shape(brand), NoticeRulesShown)


@router.get("/apologies", response=ApologyList)
@reads()
def apologies(request: ApiRequest, given: Query[OfBrand]) -> HttpResponse:
    """The words around what is given for a delay."""
    brand = references.brand(request, given.brand, Verb.READ)
    rows = [_apology(brand, language) for language in notice_words.LANGUAGES]
    return answer({"data": selected(rows, ApologyShown, given.fields)})


@router.put("/apologies/{language}", response=ApologyShown)
@writes(Verb.EDIT_OVERRUN_RULES)
def set_apology(request: ApiRequest, language: Languages, given: ApologyGiven) -> HttpResponse:
    brand = references.brand(request, given.brand, Verb.EDIT_OVERRUN_RULES)
    rules.set_words(brand=brand, language=language, text=given.own, by=request.by, at=request.at)
    return one(request, _apology(brand, language), ApologyShown)


def _shape(brand: Brand) -> Shape:
    begins, ends = timing.quiet_hours(brand.pk)
    own = queries.own_notice_texts(brand.pk)
    return {
        "brand": brand.public_id,
        "quiet_from": begins,
        "quiet_until": ends,
        "links": links_in_letters(brand.pk),
        "texts": [
            {
                "part": part,
                "language": language,
                "own": own.get((part, language), ""),
                "shipped": notice_words.SHIPPED[language][part],
            }
            for part in notice_words.PARTS
            for language in notice_words.LANGUAGES
        ],
    }


def _apology(brand: Brand, language: str) -> Shape:
    return {
        "language": language,
        "own": recovery.words_of(brand.pk, language),
        "shipped": usual_words(language),
    }
