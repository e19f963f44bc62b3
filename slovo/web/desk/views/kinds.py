"""The kinds of promises of a brand: their rules, their ladders, and how its notices to customers speak."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from slovo.brands.models import Brand
from slovo.core.errors import UnableTo
from slovo.promises import kind_rules, ladders, notice_words, queries, shown, timing
from slovo.promises.ladder_models import Deed, LadderStep
from slovo.promises.ladder_templates import TEMPLATES
from slovo.promises.ladders import Step
from slovo.promises.queries import KindHere
from slovo.web.desk.requests import StaffRequest, refusals, whole_number
from slovo.web.desk.views.brands import brand_of
from slovo.web.desk.words.ladders import DEEDS, PARTS, step_words
from slovo.web.desk.words.pledges import KindNames

EMPTY_ROWS = 2
HOUR_MINUTES = 60


@login_required
@require_http_methods(["GET", "POST"])
def index(request: StaffRequest, pk: int) -> HttpResponse:
    """Added: `slug` and `name`, in the brand's language."""
    brand = brand_of(request, pk)
    if request.method == "GET":
        return _page(request, brand)
    slug = request.POST.get("slug", "").strip()
    with refusals() as heard:
        kind_rules.set_kind(
            brand=brand,
            slug=slug,
            names={brand.language: request.POST.get("name", "")},
            moves_without_consent_max=1,
            silence_minutes=None,
            by=request.user,
            at=timezone.now(),
        )
    if heard.refusal:
        return _page(request, brand, heard.refusal)
    return redirect("promise_kind", pk, slug)


@login_required
@require_http_methods(["GET", "POST"])
def show(request: StaffRequest, pk: int, slug: str) -> HttpResponse:
    """`name_ru`…, `moves`, `silence` (hours, empty for none), `night`."""
    brand = brand_of(request, pk)
    kind = _kind(brand, slug)
    if request.method == "GET":
        return _kind_page(request, brand, kind)
    hours = whole_number(request.POST.get("silence", ""))
    with refusals() as heard:
        kind_rules.set_kind(
            brand=brand,
            slug=slug,
            names={code: request.POST.get(f"name_{code}", "") for code, _name in settings.LANGUAGES},
            moves_without_consent_max=whole_number(request.POST.get("moves", "")) or 0,
            silence_minutes=hours * HOUR_MINUTES if hours else None,
            told_at_night="night" in request.POST,
            by=request.user,
            at=timezone.now(),
        )
    if heard.refusal:
        return _kind_page(request, brand, kind, heard.refusal)
    messages.success(request, gettext("Saved."))
    return redirect("promise_kind", pk, slug)


@login_required
@require_POST
def ladder(request: StaffRequest, pk: int, slug: str) -> HttpResponse:
    """`minutes`, `when`, `deed`, `later`, `reason_ru`… once for each step; or the button `template`."""
    brand = brand_of(request, pk)
    kind = _kind(brand, slug)
    template = request.POST.get("template", "")
    steps = TEMPLATES[template].steps if template in TEMPLATES else tuple(_steps(request.POST))
    with refusals() as heard:
        ladders.set_ladder(brand=brand, kind=slug, steps=steps, by=request.user, at=timezone.now())
    if heard.refusal:
        return _kind_page(request, brand, kind, heard.refusal, steps=steps)
    messages.success(request, gettext("Saved. What is promised already follows it, too."))
    return redirect("promise_kind", pk, slug)


@login_required
@require_POST
def archive(request: StaffRequest, pk: int, slug: str) -> HttpResponse:
    brand = brand_of(request, pk)
    kind_rules.archive_kind(brand=brand, slug=_kind(brand, slug).slug, by=request.user, at=timezone.now())
    return redirect("promise_kinds", pk)


@login_required
@require_POST
def notices(request: StaffRequest, pk: int) -> HttpResponse:
    """`begins`, `ends`: times of day; `links`: "on" or absent; `opening_ru`…: words of the brand's own, empty for the
    shipped ones."""
    brand = brand_of(request, pk)
    texts = {
        (part, code): request.POST.get(f"{part}_{code}", "")
        for part in notice_words.PARTS
        for code in notice_words.LANGUAGES
    }
    begins, ends = (_minute(request.POST.get(name, "")) for name in ("begins", "ends"))
    with refusals() as heard:
        ladders.set_notice_rules(
            brand=brand,
            begins=begins,
            ends=ends,
            texts=texts,
            links="links" in request.POST,
            by=request.user,
            at=timezone.now(),
        )
    if heard.refusal:
        return _page(request, brand, heard.refusal)
    messages.success(request, gettext("Saved."))
    return redirect("promise_kinds", pk)


def _page(request: StaffRequest, brand: Brand, problem: UnableTo | None = None) -> HttpResponse:
    names = KindNames(queries.own_kinds([brand.pk]))
    climbed = {step.kind for step in queries.ladders_at([brand.pk])}
    kinds = [
        (kind, names.of(kind.slug, brand.pk), kind.slug in climbed) for kind in queries.kinds_at(brand.pk).values()
    ]
    begins, ends = timing.quiet_hours(brand.pk)
    own = queries.own_notice_texts(brand.pk)
    context = {
        "brand": brand,
        "kinds": kinds,
        "quiet": (_clock(begins), _clock(ends)),
        "links": shown.links_in_letters(brand.pk),
        "texts": [
            (PARTS[part], f"{part}_{code}", code, own.get((part, code), ""), notice_words.SHIPPED[code][part])
            for part in notice_words.PARTS
            for code in notice_words.LANGUAGES
        ],
        "problem": problem,
    }
    return render(request, "desk/promise_kinds.html", context, status=422 if problem else 200)


@dataclass(frozen=True, slots=True)
class Row:
    """A step as its form shows it."""

    name: str
    minutes: str = ""
    after: bool = False
    deed: str = ""
    later: str = ""
    reasons: Sequence[tuple[str, str, str]] = ()
    choice: bool = True


def _row(name: str, step: Step | LadderStep | None) -> Row:
    reasons = [(code, str(words), step.reasons.get(code, "") if step else "") for code, words in settings.LANGUAGES]
    if step is None:
        return Row(name, reasons=reasons)
    later = str(step.new_minutes or "")
    minutes = step.minutes_before
    return Row(name, str(abs(minutes)), minutes < 0, step.deed, later, reasons, step.offers_choice)


def _kind_page(
    request: StaffRequest,
    brand: Brand,
    kind: KindHere,
    problem: UnableTo | None = None,
    steps: Sequence[Step] | None = None,
) -> HttpResponse:
    """`steps`: what somebody wanted, where it cannot be."""
    kept = list(queries.ladder_of(brand.pk, kind.slug))
    shown: Sequence[Step | LadderStep] = kept if steps is None else steps
    rows = [_row(str(number), step) for number, step in enumerate(shown)]
    context = {
        "brand": brand,
        "kind": kind,
        "name": KindNames(queries.own_kinds([brand.pk])).of(kind.slug, brand.pk),
        "names": [(code, language, kind.names.get(code, "")) for code, language in settings.LANGUAGES],
        "silence_hours": kind.rules.silence_minutes // HOUR_MINUTES if kind.rules.silence_minutes else "",
        "said": [step_words(step) for step in kept],
        "rows": [*rows, *(_row(f"new-{number}", None) for number in range(EMPTY_ROWS))],
        "deeds": DEEDS.items(),
        "templates": [one for one in TEMPLATES.values() if one.kind in {"", kind.slug}],
        "problem": problem,
    }
    return render(request, "desk/promise_kind.html", context, status=422 if problem else 200)


def _kind(brand: Brand, slug: str) -> KindHere:
    kind = queries.kinds_at(brand.pk).get(slug)
    if kind is None:
        raise Http404
    return kind


def _steps(given: QueryDict) -> Iterator[Step]:
    """A row without minutes is no step."""
    for row in given.getlist("row"):
        minutes = whole_number(given.get(f"minutes_{row}", ""))
        if minutes is None:
            continue
        after, deed = given.get(f"when_{row}") == "after", given.get(f"deed_{row}", "")
        reasons = {code: given.get(f"reason_{code}_{row}", "") for code, _name in settings.LANGUAGES}
        tells = deed == Deed.TELL_CUSTOMER
        yield Step(
            -minutes if after else minutes,
            deed,
            whole_number(given.get(f"later_{row}", "")) if tells else None,
            reasons if tells else {},
            offers_choice=tells and f"choice_{row}" in given,
        )


def _minute(text: str) -> int:
    """Of the day, of «21:00»; -1 of anything else."""
    hours, colon, minutes = text.partition(":")
    found = whole_number(hours), whole_number(minutes[:2])
    return found[0] * HOUR_MINUTES + found[1] if colon and found[0] is not None and found[1] is not None else -1


def _clock(minute: int) -> str:
    return f"{minute // HOUR_MINUTES:02}:{minute % HOUR_MINUTES:02}"
