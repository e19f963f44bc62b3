"""The assistant of a brand: whether it speaks first in the chat, and what it may quote there."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from slovo.assistant import queries, setting, shelf, voice_queries
from slovo.channels.chat import queries as chats
from slovo.knowledge import queries as knowledge
from slovo.web.desk.requests import StaffRequest
from slovo.web.desk.views import flows
from slovo.web.desk.views.brands import brand_of


@login_required
@require_http_methods(["GET", "POST"])
def assistant(request: StaffRequest, pk: int) -> HttpResponse:
    """`on`: "yes", or nothing."""
    brand = brand_of(request, pk)
    if request.method == "POST":
        setting.set_rule(brand=brand, on=request.POST.get("on") == "yes", by=request.user, at=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("brand_assistant", brand.pk)
    chat = chats.chat_of(brand.pk)
    context = {
        "brand": brand,
        "voice": voice_queries.voice_of(brand.pk),
        "rule": queries.rule_of(brand.pk),
        "has_chat": chat is not None and chat.open_since is not None,
        "flow_rows": flows.rows(request, brand),
        "templates": flows.templates(),
        **flows.panel(request, brand, None),
        "articles": [(name, *_counts(brand.pk, code)) for code, name in settings.LANGUAGES],
    }
    return render(request, "desk/brand_assistant.html", context)


def _counts(brand_id: int, language: str) -> tuple[int, int]:
    """What it may quote, and how many of them it quotes as perhaps out of date."""
    at = timezone.now()
    versions = list(shelf.quotable(brand_id, language).defer("body"))
    return len(versions), sum(knowledge.is_stale(one.text.article, one, at) for one in versions)
