"""The tags of the brands that one looks after."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from slovo.conversations import counting, queries
from slovo.conversations import tags as actions
from slovo.conversations.models import Tag
from slovo.conversations.tags import UnableToTag
from slovo.people import queries as people
from slovo.people.rights import Verb
from slovo.web.desk.requests import StaffRequest, whole_number


@login_required
@require_http_methods(["GET", "POST"])
def index(request: StaffRequest) -> HttpResponse:
    request.user.must_somewhere(Verb.MANAGE_TAGS)
    if request.method == "GET":
        return _page(request)
    try:
        actions.add_tag(
            brand_id=whole_number(request.POST.get("brand", "")) or 0,
            name=request.POST.get("name", ""),
            colour=request.POST.get("colour", ""),
            by=request.user,
            at=timezone.now(),
        )
    except UnableToTag as problem:
        return _page(request, problem)
    return redirect("tag_list")


@login_required
@require_POST
def change(request: StaffRequest, pk: int) -> HttpResponse:
    tag = _managed(request, pk)
    try:
        actions.change_tag(
            tag_id=tag.pk,
            name=request.POST.get("name", ""),
            colour=request.POST.get("colour", ""),
            by=request.user,
            at=timezone.now(),
        )
    except UnableToTag as problem:
        return _page(request, problem)
    return redirect("tag_list")


@login_required
@require_POST
def merge(request: StaffRequest, pk: int) -> HttpResponse:
    kept_id = whole_number(request.POST.get("kept", "")) or 0
    found = {tag.pk: tag for tag in _all_managed(request).filter(pk__in=[pk, kept_id])}
    if found.keys() != {pk, kept_id}:
        raise Http404
    kept, merged = found[kept_id], found[pk]
    actions.merge_tags(kept_id=kept.pk, merged_id=merged.pk, by=request.user, at=timezone.now())
    said = gettext("“%(merged)s” is “%(kept)s” from now on.") % {"merged": merged, "kept": kept}
    messages.success(request, said)
    return redirect("tag_list")


@login_required
@require_POST
def archive(request: StaffRequest, pk: int) -> HttpResponse:
    """Or, with `back`, bring it back."""
    tag = _managed(request, pk)
    act = actions.unarchive_tag if "back" in request.POST else actions.archive_tag
    act(tag_id=tag.pk, by=request.user, at=timezone.now())
    return redirect("tag_list")


def _page(request: StaffRequest, problem: UnableToTag | None = None) -> HttpResponse:
    brands = list(people.brands_managed_by(request.user, Verb.MANAGE_TAGS))
    tags = list(queries.tags_kept([brand.pk for brand in brands]))
    counts = counting.counts([Tag.conversations.through.objects.filter(tag_id=tag.pk) for tag in tags])
    counted = list(zip(tags, counts, strict=True))
    rows = [(brand, [(tag, number) for tag, number in counted if tag.brand_id == brand.pk]) for brand in brands]
    context = {"brands": rows, "problem": problem}
    return render(request, "desk/tags.html", context, status=422 if problem else 200)


def _managed(request: StaffRequest, pk: int) -> Tag:
    return get_object_or_404(_all_managed(request), pk=pk)


def _all_managed(request: StaffRequest) -> QuerySet[Tag]:
    brands = people.brands_managed_by(request.user, Verb.MANAGE_TAGS)
    return queries.tags_kept(list(brands.values_list("pk", flat=True)))
