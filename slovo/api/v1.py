"""/api/v1: what there is. `document.py` writes its description, `problems.py` says what went wrong."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_GET
from ninja import NinjaAPI

from slovo.api import document
from slovo.api.access import Bearer
from slovo.api.problems import add_handlers
from slovo.api.resources import (
    absences,
    afterwards,
    article_review,
    articles,
    assistant,
    attachments,
    book,
    callbacks,
    choices,
    company,
    conversations,
    customers,
    drafts,
    expectations,
    extras,
    faces,
    facts,
    figures,
    flows,
    forecast,
    forms,
    kept_days,
    ladders,
    letters,
    links,
    messages,
    notices,
    order_hooks,
    order_rules,
    orders,
    personal_data,
    pledges,
    portraits,
    queue_settings,
    ratings,
    recovery,
    recovery_report,
    recovery_tasks,
    reminders,
    requests,
    reservations,
    sooner,
    views,
    visit_settings,
    webhooks,
    work,
    work_links,
)

VERSION = "1"

api = NinjaAPI(
    title="Slovo",
    version=VERSION,
    description=document.INTRODUCTION,
    auth=Bearer(),
    urls_namespace="api",
    openapi_url=None,  # our own view serves it: written once, and open to everybody
    docs_url=None,
)
for resource in (
    conversations,
    work,
    drafts,
    views,
    messages,
    attachments,
    customers,
    personal_data,
    kept_days,
    orders,
    reservations,
    order_hooks,
    order_rules,
    figures,
    forecast,
    sooner,
    absences,
    reminders,
    pledges,
    portraits,
    ratings,
    ladders,
    letters,
    notices,
    requests,
    choices,
    forms,
    extras,
    expectations,
    article_review,
    articles,
    recovery,
    book,
    recovery_report,
    recovery_tasks,
    callbacks,
    afterwards,
    assistant,
    flows,
    visit_settings,
    queue_settings,
    links,
    work_links,
    company,
    faces,
    facts,
    webhooks,
):
    api.add_router("", resource.router)
api.add_router("", afterwards.asking)
add_handlers(api)


@require_GET
def openapi(request: HttpRequest) -> HttpResponse:
    return HttpResponse(document.text(api), content_type="application/json")


urlpatterns = [
    path("api/v1/openapi.json", openapi, name="openapi"),
    path("api/v1/", api.urls),
]
