"""A brand's chat on its sites: settings, with the line to copy into a page."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from slovo.assistant import queries as assistant
from slovo.assistant.flows import queries as flows
from slovo.brands.models import Brand
from slovo.channels.chat import queries
from slovo.channels.chat.desk_models import ALARM_MINUTES_MAX
from slovo.channels.chat.desk_setting import set_desk_rule
from slovo.channels.chat.models import Chat, Contact, Purpose
from slovo.channels.chat.setting import KEPT_DAYS_MAX, Terms, renew_secret, set_chat
from slovo.core.errors import UnableTo
from slovo.requests.models import RequestType
from slovo.web.desk.fields import offer
from slovo.web.desk.requests import StaffRequest, refusals
from slovo.web.desk.views.brands import brand_of

CONTACTS = {
    Contact.NOT_ASKED.value: _("Not asked"),
    Contact.ASKED.value: _("Asked, and may stay empty"),
    Contact.NEEDED.value: _("Needed before the first message"),
}
TEXTS = {
    "words": _("Words before the first message"),
    Purpose.TALK.value: _("Consent: keeping what is written"),
    Purpose.PAGE.value: _("Consent: seeing which page they are on"),
    Purpose.LETTER.value: _("Consent: an answer that comes too late goes to their e-mail, too"),
}


@dataclass(frozen=True, slots=True)
class Fold:
    """What visitors read in one language. `missing`: how many texts it lacks that another language has, if visitors are
    spoken to in it. `open`: the brand's own, and one in which something is wrong."""

    code: str
    language: Any
    fields: list[forms.BoundField]
    missing: int
    open: bool


class DeskForm(forms.Form):
    assigns = forms.BooleanField(
        label=_("Chats are given out"),
        required=False,
        help_text=_("To whoever takes chats and has the fewest. Else everybody takes them from the queue."),
    )
    agent_alarm_minutes = forms.IntegerField(
        label=_("Call the agent so many minutes after an answer was due"), min_value=0, max_value=ALARM_MINUTES_MAX
    )
    lead_alarm_minutes = forms.IntegerField(
        label=_("Call the lead so many minutes after an answer was due"), min_value=0, max_value=ALARM_MINUTES_MAX
    )


class ChatForm(forms.Form):
    open = forms.BooleanField(label=_("Visitors find the chat"), required=False)
    origins = forms.CharField(
        label=_("Sites on which it stands"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One on a line, such as https://shop.example. On other sites it does not work."),
        required=False,
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=settings.LANGUAGES, widget=forms.CheckboxSelectMultiple
    )
    colour = forms.CharField(
        label=_("Colour"), required=False, max_length=7, help_text=_("As #1f6f5c. Empty: the brand's own.")
    )
    contact = forms.ChoiceField(label=_("E-mail or phone"), choices=list(CONTACTS.items()))
    request_type = forms.ChoiceField(
        label=_("A choice before the chat"),
        required=False,
        help_text=_("Of which request visitors choose what suits them before they write."),
    )
    chats_max = forms.IntegerField(label=_("Chats of one person at once"), min_value=1)
    long_wait_minutes = forms.IntegerField(
        label=_("Other ways are offered when the wait is longer (minutes)"), min_value=1
    )

    kept_days = forms.IntegerField(
        label=_("Forget visitors after so many days of silence"),
        min_value=1,
        max_value=KEPT_DAYS_MAX,
        required=False,
        help_text=_(
            "Their browsers' keys, names, pages and the chat's own copy of what was said go; the conversation stays. "
            "Empty: nothing is forgotten by itself."
        ),
    )

    def __init__(self, *arguments: Any, brand: Brand, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._own = brand.language
        types = RequestType.objects.filter(brand=brand, archived_at=None)
        offer(self, request_type=[("", _("None")), *((one.slug, one.name(brand.language)) for one in types)])
        for name, label in TEXTS.items():
            for code, _language in settings.LANGUAGES:
                area = forms.Textarea(attrs={"rows": 2, "lang": code})
                text = forms.CharField(required=False, max_length=1000, widget=area)
                text.label = label
                self.fields[f"{name}_{code}"] = text

    def besides_texts(self) -> list[forms.BoundField]:
        return [self[name] for name in self.base_fields]

    def folds(self) -> Iterator[Fold]:
        """The brand's own language first."""
        spoken = self["languages"].value() or []
        said = {name: {code for code, _language in settings.LANGUAGES if self._says(name, code)} for name in TEXTS}
        for code, language in sorted(settings.LANGUAGES, key=lambda one: one[0] != self._own):
            fields = [self[f"{name}_{code}"] for name in TEXTS]
            missing = sum(bool(codes) and code not in codes for codes in said.values()) if code in spoken else 0
            wrong = any(field.errors for field in fields)
            yield Fold(code, language, fields, missing, open=code == self._own or wrong)

    def _says(self, name: str, code: str) -> bool:
        return bool((self[f"{name}_{code}"].value() or "").strip())

    def terms(self) -> Terms:
        given = dict(self.cleaned_data)
        texts = {name: {code: given.pop(f"{name}_{code}") for code, _language in settings.LANGUAGES} for name in TEXTS}
        words = texts.pop("words")
        origins = given.pop("origins").split()
        return Terms(**given, origins=origins, words=words, consents=texts)


@login_required
@require_http_methods(["GET", "POST"])
def chat(request: StaffRequest, pk: int) -> HttpResponse:
    brand = brand_of(request, pk)
    known = queries.chat_of(brand.pk)
    form = ChatForm(request.POST or None, brand=brand, initial=_initial(known))
    problem = None
    if request.method == "POST" and form.is_valid():
        with refusals() as heard:
            set_chat(brand=brand, terms=form.terms(), by=request.user, at=timezone.now())
            messages.success(request, gettext("Saved."))
            return redirect("brand_chat", brand.pk)
        problem = heard.refusal
    return _page(request, brand, known, form, problem=problem)


@login_required
@require_safe
def site(request: StaffRequest, pk: int) -> HttpResponse:
    """A page as one of the brand's site, with its chat in the corner."""
    brand = brand_of(request, pk)
    known = get_object_or_404(Chat, brand=brand, open_since__isnull=False)
    begins = flows.menu(brand, get_language() or brand.language) if assistant.is_on(brand.pk) else []
    return render(request, "desk/chat_site.html", {"brand": brand, "chat": known, "begins": begins})


@login_required
@require_POST
def desk(request: StaffRequest, pk: int) -> HttpResponse:
    """How chats come to people, and who is called when one is left unanswered."""
    brand = brand_of(request, pk)
    known = get_object_or_404(Chat, brand=brand)
    form, problem = DeskForm(request.POST), None
    if form.is_valid():
        with refusals() as heard:
            set_desk_rule(chat_id=known.pk, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, gettext("Saved."))
            return redirect("brand_chat", brand.pk)
        problem = heard.refusal
    return _page(request, brand, known, ChatForm(brand=brand, initial=_initial(known)), desk_form=form, problem=problem)


@login_required
@require_POST
def secret(request: StaffRequest, pk: int) -> HttpResponse:
    """A new one: what was signed with the old one is worth nothing."""
    known = get_object_or_404(Chat, brand=brand_of(request, pk))
    renew_secret(chat_id=known.pk, by=request.user, at=timezone.now())
    messages.success(request, gettext("There is a new secret. Give it to the server of your site."))
    return redirect("brand_chat", pk)


def _page(
    request: StaffRequest,
    brand: Brand,
    known: Chat | None,
    form: ChatForm,
    *,
    desk_form: DeskForm | None = None,
    problem: UnableTo | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {"brand": brand, "chat": known, "form": form, "problem": problem}
    context["script"] = _script(request, known)
    wrong = problem or form.errors or (desk_form and desk_form.errors)
    if known:
        rule = queries.desk_rule(known)
        context["desk_form"] = desk_form or DeskForm(initial={**vars(rule), "assigns": rule.assigns_since})
    return render(request, "desk/brand_chat.html", context, status=422 if wrong else 200)


def _initial(known: Chat | None) -> dict[str, Any]:
    if known is None:
        return {**vars(Chat()), "origins": "", "open": True, "languages": [code for code, _name in settings.LANGUAGES]}
    texts = {"words": known.words, **{purpose: one["words"] for purpose, one in known.consents.items()}}
    said = {f"{name}_{code}": text for name, words in texts.items() for code, text in words.items()}
    return {**vars(known), **said, "origins": "\n".join(known.origins), "open": bool(known.open_since)}


def _script(request: StaffRequest, known: Chat | None) -> str:
    if known is None:
        return ""
    address = settings.PUBLIC_URL.rstrip("/") or request.build_absolute_uri("/").rstrip("/")
    return f'<script async src="{address}/widget/slovo.js" data-chat="{known.public_id}"></script>'
