from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from slovo.core.tasks import actions as task_actions
from slovo.core.tasks import queries as task_queries
from slovo.people import queries as people
from slovo.people.rights import Verb
from slovo.web.desk.requests import StaffRequest

TASKS_MAX = 100


@login_required
@require_GET
def tasks(request: StaffRequest) -> HttpResponse:
    """Background work that could not be done, and what to do about it. What went wrong may tell of any brand."""
    request.user.must_somewhere(Verb.MANAGE_TASKS)
    page = {
        "parked": task_queries.parked()[:TASKS_MAX],
        "tells_why": people.runs_the_house(request.user, Verb.MANAGE_TASKS),
    }
    return render(request, "desk/tasks.html", page)


@login_required
@require_POST
def run_task(request: StaffRequest, pk: int) -> HttpResponse:
    request.user.must_somewhere(Verb.MANAGE_TASKS)
    task_actions.run_again(task_id=pk, at=timezone.now())
    return redirect("tasks")


@require_GET
def health(request: HttpRequest) -> HttpResponse:
    """For a load balancer: the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"well": True})
