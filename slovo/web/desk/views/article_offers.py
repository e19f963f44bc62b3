"""Articles beside a conversation: what may answer it, put into the reply; and an answer that becomes an article."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from slovo.assistant.suggesting import beside
from slovo.conversations import drafts
from slovo.conversations import queries as conversations
from slovo.conversations.models import Conversation, Direction
from slovo.knowledge import markdown, queries
from slovo.knowledge.masking import without_personal_data
from slovo.knowledge.models import Audience, State, Version
from slovo.knowledge.search import search
from slovo.people.rights import Verb
from slovo.web.desk import articles, listing
from slovo.web.desk.articles import TermsForm, WordsForm
from slovo.web.desk.requests import StaffRequest, whole_number
from slovo.web.desk.views.articles import written
from slovo.web.desk.views.conversations import again, visible
from slovo.web.portal.articles.room import absolute

OFFERED_MAX = 4
FOUND_MAX = 20


@dataclass(frozen=True, slots=True)
class Offer:
    """`link`: what is put into the reply for it, "" for what only the staff reads. `words`: the text itself."""

    version: Version
    link: str
    words: str
    audience: object
    stale: bool


@login_required
@require_http_methods(["GET", "POST"])
def beside_conversation(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """`q`: other words than the customer's. `part=beside`: a few, for the page of the conversation. Posted: `version`
    and `how` (link or words) go to the end of one's answer."""
    conversation = visible(request, public_id)
    if request.method == "POST":
        return _mentioned(request, conversation)
    words, part = request.GET.get("q", "").strip(), request.GET.get("part") == "beside"
    if words:
        every = list(articles.AUDIENCES)
        hits = search(conversation.brand_id, words, audiences=every, typing=True, limit=FOUND_MAX)
        found = [one.version for one in hits]
    else:
        said, most = _last_words(conversation), OFFERED_MAX if part else FOUND_MAX
        found = beside(conversation.brand_id, said, language=_language(conversation), limit=most)
    context = {
        "conversation": conversation,
        "offers": [_offer(one, conversation) for one in found],
        "words": words,
        "query": listing.query(request),
        "may_reply": request.user.may(Verb.REPLY, conversation),
        "may_write": request.user.may(Verb.WRITE_ARTICLES, conversation),
    }
    template = "desk/_article_offers.html" if part else "desk/article_offers.html"
    return render(request, template, context)


@login_required
@require_GET
def from_answer(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """The last answer of a colleague as the beginning of an article, without who it was for: "Keep" is the second
    click. What a rule or the bot said is no answer of anybody's."""
    conversation = visible(request, public_id)
    request.user.must(Verb.WRITE_ARTICLES, conversation)
    said = conversations.messages_of(conversation).filter(direction=Direction.OUT, staff__isnull=False)
    answer = said.select_related("staff").exclude(text="").order_by("-pk").first()
    brand, customer = conversation.brand, conversation.customer
    names = [customer.name, answer.staff.name if answer and answer.staff else ""]
    with translation.override(brand.language):
        body = without_personal_data(answer.text if answer else "", names=names)
        title = without_personal_data(conversation.subject, names=names)
    words = WordsForm(initial={"title": title, "body": body})
    terms = TermsForm(brand=brand, initial={"owner": request.user.pk})
    note = _("Names, addresses and numbers were taken out. Look through the words once more before you keep them.")
    return written(request, words, terms, brand=brand, brands=[brand], note=note)


def _mentioned(request: StaffRequest, conversation: Conversation) -> HttpResponse:
    rows = queries.versions_visible_to(request.user).filter(
        state=State.PUBLISHED, text__brand_id=conversation.brand_id, text__article__archived_at=None
    )
    wanted = whole_number(request.POST.get("version", "")) or 0
    version: Version = get_object_or_404(rows.select_related("text__article"), pk=wanted)
    offer = _offer(version, conversation)
    words = offer.link if request.POST.get("how") == "link" else offer.words
    if not words:
        raise Http404
    drafts.append(conversation_id=conversation.pk, words=words, by=request.user, at=timezone.now())
    return again(request, conversation)


def _offer(version: Version, conversation: Conversation) -> Offer:
    article, text = version.text.article, version.text
    link = ""
    if article.audience == Audience.PUBLIC:
        path = reverse("help_article", args=[conversation.brand.slug, text.language, text.slug])
        link = f"{version.title}: {absolute(path)}"
    return Offer(
        version=version,
        link=link,
        words="" if article.audience == Audience.INTERNAL else markdown.plain(version.body).strip(),
        audience=articles.AUDIENCES[Audience(article.audience)],
        stale=queries.is_stale(article, version, timezone.now()),
    )


def _last_words(conversation: Conversation) -> str:
    said = (one for one in conversations.said_in(conversation) if one.direction == Direction.IN)
    last = next(said, None)
    return f"{conversation.subject}\n{last.text if last else ''}"


def _language(conversation: Conversation) -> str:
    return conversation.customer.language or conversation.language or conversation.brand.language
