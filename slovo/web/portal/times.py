"""Behind a customer's page: the times that they may choose, of a visit and of a call, and an entry for their calendar.

What is chosen there is a deed like all others.
"""

from datetime import date, datetime
from itertools import groupby
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from slovo.callbacks import queries as callbacks
from slovo.channels import queries as channels
from slovo.core import icalendar
from slovo.visits import queries as visits
from slovo.visits import slots
from slovo.visits.models import Visit
from slovo.web.portal import told_beside
from slovo.web.portal.deeds_beside import known_phone
from slovo.web.portal.opened import Opened
from slovo.web.portal.reading import behind_a_link, context_of, spoken_with

SHOWN_MAX = 100  # times on one page


@behind_a_link
def of_visit(request: HttpRequest, page: Opened, public_id: UUID) -> HttpResponse:
    found = page.beside.visit(str(public_id))
    if found is None or page.at > found.changeable_until:
        raise Http404
    with spoken_with(request, page):
        line = next(one for one in told_beside.visits(page) if one.row == found)
        days = [(day, list(times)) for day, times in groupby(_free(page, found), key=_day)]
        context = context_of(page) | {"title": _("Choose another time"), "visit": line, "days": days}
        return HttpResponse(render_to_string("portal/times.html", context))


@behind_a_link
def entry(request: HttpRequest, page: Opened, public_id: UUID) -> HttpResponse:
    """The same for their calendar as in the letter: it is the same meeting there."""
    found = page.beside.visit(str(public_id))
    if found is None:
        raise Http404
    mailbox = channels.open_mailbox(page.brand.pk)
    domain = mailbox.domain if mailbox else urlsplit(settings.PUBLIC_URL).hostname
    meeting = icalendar.Meeting(
        uid=f"{found.public_id}@{domain}",
        sequence=found.sequence,
        method=icalendar.PUBLISH,
        title=f"{found.type.name} · {page.brand.name}",
        place=found.type.place,
        starts_at=found.starts_at,
        ends_at=found.ends_at,
        zone=found.zone,
        organizer=mailbox.address if mailbox else "",
        organizer_name=page.brand.name,
        attendee="",
        written_at=page.at,
    )
    return HttpResponse(
        icalendar.written(meeting),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="visit.ics"'},
    )


@behind_a_link
def of_call(request: HttpRequest, page: Opened, public_id: UUID | None = None) -> HttpResponse:
    """`public_id`: one that is awaited already; without it they ask for one."""
    call = page.beside.call(str(public_id)) if public_id else None
    if public_id and call is None:
        raise Http404
    with spoken_with(request, page):
        rule = callbacks.rule_of(page.brand)
        free = callbacks.slots(page.brand, rule, at=page.at)[:SHOWN_MAX]
        days = [(day, list(found)) for day, found in groupby(free, key=lambda slot: _day(slot.starts_at))]
        more = {"title": _("We call you back"), "call": call, "days": days, "minutes": rule.minutes_to_call}
        context = context_of(page) | more | {"digits": known_phone(page)[-2:]}
        return HttpResponse(render_to_string("portal/call.html", context))


def _free(page: Opened, visit: Visit) -> list[datetime]:
    """Whoever can do it: each time once, without the one that they have."""
    first, last = slots.offered(visit.type, page.at)
    found = slots.free(visit.type, list(visits.resources_for(visit.type)), first, last, without=visit.pk)
    times = dict.fromkeys(slot.starts_at for slot in found if slot.starts_at != visit.starts_at)
    return list(times)[:SHOWN_MAX]


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()
