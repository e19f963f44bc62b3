"""What one is reminded of: promises that are due soon, silent, or wait for a person; articles to be looked over."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from slovo.knowledge import queries as knowledge
from slovo.knowledge import reminding as articles
from slovo.knowledge.reminder_models import ArticleReminder
from slovo.people.reminded import key_of
from slovo.promises import queries, reminding
from slovo.promises.ladder_models import Why
from slovo.web.desk import pledges
from slovo.web.desk.requests import StaffRequest
from slovo.web.desk.views.promises import promise_of
from slovo.web.desk.words.pledges import WHY, KindNames, choice_words

ROWS_MAX = 50


@login_required
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    found = list(queries.reminders_of(request.user)[:ROWS_MAX])
    rows = pledges.rows(
        request.user, [one.promise for one in found], KindNames(queries.own_kinds(request.user.brand_ids))
    )
    asked = [one.promise_id for one in found if one.why in (Why.ASKED, Why.CANCELLED)]
    chosen = queries.last_choices(asked) if asked else {}
    context = {
        "rows": [
            (row, WHY[one.why], choice_words(chosen[one.promise_id]) if one.promise_id in chosen else "")
            for row, one in zip(rows, found, strict=True)
        ],
        "articles": [(one, _title(one)) for one in knowledge.reminders_of(request.user)[:ROWS_MAX]],
        "live_key": key_of(request.user.pk),
        "at": timezone.now(),
    }
    template = "desk/_reminders.html" if request.GET.get("part") == "rows" else "desk/reminders.html"
    return render(request, template, context)


@login_required
@require_POST
def see(request: StaffRequest, public_id: UUID) -> HttpResponse:
    promise = promise_of(request, public_id)
    reminding.see(promise_id=promise.pk, by=request.user, at=timezone.now())
    return redirect("reminders")


@login_required
@require_POST
def see_article(request: StaffRequest, public_id: UUID) -> HttpResponse:
    article = get_object_or_404(knowledge.visible_to(request.user), public_id=public_id)
    articles.see(article_id=article.pk, by=request.user, at=timezone.now())
    return redirect("reminders")


def _title(reminder: ArticleReminder) -> str:
    """In the brand's language, where it has words in that."""
    texts = sorted(reminder.article.texts.all(), key=lambda text: text.language != reminder.article.brand.language)
    return next((version.title for text in texts for version in text.versions.all()), "")
