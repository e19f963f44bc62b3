"""One version of an article: compared, sent to review, returned, published; its files and its address."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from slovo.core.files import storage
from slovo.knowledge import attaching, comparing, drafting, publishing, queries
from slovo.knowledge.attaching import FILE_BYTES_MAX
from slovo.knowledge.file_names import PICTURES
from slovo.knowledge.models import ArticleFile, ArticleText, State, Version
from slovo.people.rights import Verb
from slovo.web.desk import articles
from slovo.web.desk.requests import StaffRequest, whole_number
from slovo.web.desk.views.articles import article_of, version_of


@login_required
@require_GET
def show(request: StaffRequest, pk: int) -> HttpResponse:
    """`with`: the number of the version that it is compared with; else the one before."""
    version = version_of(request, pk)
    others = list(Version.objects.filter(text=version.text).exclude(pk=pk).only("number", "state"))
    wanted = whole_number(request.GET.get("with", ""))
    before = [one.number for one in others if one.number < version.number]
    number = wanted if wanted in {one.number for one in others} else max(before, default=None)
    other = Version.objects.filter(text=version.text, number=number).first() if number else None
    files = queries.files_in(version)
    older, newer = (other, version) if other and other.number < version.number else (version, other)
    context = {
        "version": version,
        "article": version.text.article,
        "state": articles.STATES[version.state],  # type: ignore[index]  # its values are the keys
        "html": articles.html_of(version.body, files),
        "files": files,
        "others": others,
        "other": other,
        "lines": comparing.lines(older, newer) if older and newer else [],
        "may_write": request.user.may(Verb.WRITE_ARTICLES, version.text),
        "may_publish": request.user.may(Verb.PUBLISH_ARTICLES, version.text),
        "may_restore": _may_restore(request, version, others),
        "unreviewed": queries.unreviewed([version], version.text.brand_id, request.user),
        "in_hand": version.state in drafting.IN_HAND,
        "at": timezone.now(),
    }
    return render(request, "desk/article_version.html", context)


@login_required
@require_POST
def publish(request: StaffRequest, pk: int) -> HttpResponse:
    version = version_of(request, pk)
    publishing.publish(version_id=pk, by=request.user, at=timezone.now())
    return redirect("article", version.text.article.public_id)


@login_required
@require_POST
def restore(request: StaffRequest, pk: int) -> HttpResponse:
    version = version_of(request, pk)
    drafting.restore(version_id=pk, by=request.user, at=timezone.now())
    return redirect("article", version.text.article.public_id)


@login_required
@require_POST
def send_to_review(request: StaffRequest, pk: int) -> HttpResponse:
    version = version_of(request, pk)
    publishing.send_to_review(version_id=pk, by=request.user, at=timezone.now())
    return redirect("article", version.text.article.public_id)


@login_required
@require_POST
def return_with_words(request: StaffRequest, pk: int) -> HttpResponse:
    version, words = version_of(request, pk), request.POST.get("words", "")
    publishing.return_with_words(version_id=pk, words=words, by=request.user, at=timezone.now())
    return redirect("article", version.text.article.public_id)


@login_required
@require_POST
def change_address(request: StaffRequest, pk: int) -> HttpResponse:
    rows = ArticleText.objects.filter(brand_id__in=request.user.brand_ids).select_related("article")
    text: ArticleText = get_object_or_404(rows, pk=pk)
    drafting.change_address(text_id=pk, slug=request.POST.get("slug", ""), by=request.user, at=timezone.now())
    return redirect("article", text.article.public_id)


@login_required
@require_POST
def attach(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """`files`."""
    article = article_of(request, public_id)
    for file in request.FILES.getlist("files"):
        content = file.read(FILE_BYTES_MAX + 1)
        attaching.attach(
            article_id=article.pk, name=file.name or "", content=content, by=request.user, at=timezone.now()
        )
    return redirect("article", article.public_id)


@login_required
@require_GET
def file(request: StaffRequest, public_id: UUID, file_id: UUID) -> HttpResponse:
    row = _file(request, public_id, file_id)
    response = HttpResponse(storage.read(row.file), content_type=row.type)
    if row.type not in PICTURES:
        response["Content-Disposition"] = "attachment"
    response["Cache-Control"] = "private, max-age=3600"
    return response


@login_required
@require_POST
def remove_file(request: StaffRequest, public_id: UUID, file_id: UUID) -> HttpResponse:
    row = _file(request, public_id, file_id)
    attaching.remove(file_id=row.pk, by=request.user, at=timezone.now())
    return redirect("article", public_id)


@login_required
@require_POST
def delete_file(request: StaffRequest, public_id: UUID, file_id: UUID) -> HttpResponse:
    row = _file(request, public_id, file_id)
    attaching.destroy(file_id=row.pk, by=request.user, at=timezone.now())
    return redirect("article", public_id)


def _may_restore(request: StaffRequest, version: Version, others: list[Version]) -> bool:
    """An earlier one, while nobody is at a new one."""
    free = not any(one.state in drafting.IN_HAND for one in [version, *others])
    usable = version.state == State.SUPERSEDED and not version.text.article.archived_at
    return free and usable and request.user.may(Verb.WRITE_ARTICLES, version.text)


def _file(request: StaffRequest, public_id: UUID, file_id: UUID) -> ArticleFile:
    rows = queries.files_visible_to(request.user).select_related("file", "article")
    found: ArticleFile = get_object_or_404(rows, public_id=file_id, article__public_id=public_id)
    return found
