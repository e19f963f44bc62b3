from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.utils.functional import SimpleLazyObject

from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.web.desk.beside_chats import takes_chats
from slovo.web.desk.middleware import BEGAN_AT, live_origin


def desk(request: HttpRequest) -> dict[str, Any]:
    """What the frame of every page needs."""
    ours: dict[str, Any] = {
        "csrf_input": SimpleLazyObject(lambda: csrf_input(request))
    }  # one for all forms of a page, if it has any
    staff = getattr(request, "user", None)
    if not isinstance(staff, Staff):
        return ours
    return ours | {
        "staff": staff,
        "live_url": settings.LIVE_URL or f"{live_origin(request)}/live",
        "takes_chats": takes_chats(request),
        "live_since": int(request.META[BEGAN_AT].timestamp() * 1000),
        "may_see_audit": staff.may_anywhere(Verb.SEE_AUDIT),
        "may_manage_mailboxes": staff.may_anywhere(Verb.MANAGE_MAILBOXES),
        "may_manage_tags": staff.may_anywhere(Verb.MANAGE_TAGS),
        "may_see_room": staff.may_anywhere(Verb.SEE_ROOM),
        "may_see_figures": staff.may_anywhere(Verb.SEE_FIGURES),
        "may_work_recovery": staff.may_anywhere(Verb.WORK_RECOVERY),
        "may_manage_people": staff.may_anywhere(Verb.MANAGE_PEOPLE),
        "may_manage_brand": staff.may_anywhere(Verb.MANAGE_BRAND),
        "may_manage_canned": staff.may_anywhere(Verb.MANAGE_CANNED),
        "may_manage_personal_data": staff.may_anywhere(Verb.MANAGE_PERSONAL_DATA),
        "may_manage_tasks": staff.may_anywhere(Verb.MANAGE_TASKS),
    }
