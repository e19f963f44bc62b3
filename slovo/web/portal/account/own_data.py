"""A customer who has signed in takes a copy of what is kept about them, and asks to be erased."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from slovo.core.errors import UnableTo
from slovo.core.files import storage
from slovo.core.journal.actor import Actor
from slovo.customers import queries as customers
from slovo.privacy import asking, copying
from slovo.privacy.models import CopyPart
from slovo.web.portal.account.deeds import deed, home
from slovo.web.portal.account.views import Inside, own_page, signed_in


@deed
def ask_copy(request: HttpRequest, inside: Inside) -> HttpResponse:
    try:
        copying.ask_by_customer(customer_id=inside.person.pk, at=inside.at)
    except UnableTo as problem:
        return own_page(request, inside, problem=str(problem), status=422)
    return home(inside, "saved")


@require_safe
@signed_in
def take_copy(request: HttpRequest, inside: Inside, pk: int) -> HttpResponse:
    """One of their own that is still there."""
    family = customers.family_ids(inside.person)
    rows = CopyPart.objects.filter(copy__customer_id__in=family, copy__by_themselves=True)
    part = rows.filter(copy__expires_at__gt=inside.at).select_related("copy", "file").filter(pk=pk).first()
    if part is None:
        raise Http404
    copying.note_taken(part_id=part.pk, actor=Actor("customer", str(inside.person.pk)), at=inside.at)
    response = HttpResponse(storage.read(part.file), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{inside.brand.slug}-{part.number}.zip"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@deed
def ask_erasure(request: HttpRequest, inside: Inside) -> HttpResponse:
    """`sure`: it cannot be undone. Asked twice it is asked once."""
    if request.POST.get("sure") != "yes":
        words = _("Say that you know that it cannot be undone.")
        return own_page(request, inside, problem=words, status=422)
    try:
        asking.ask(customer_id=inside.person.pk, once=f"my-erasure:{inside.session.pk}", at=inside.at)
    except UnableTo as problem:
        return own_page(request, inside, problem=str(problem), status=422)
    return home(inside, "asked")
