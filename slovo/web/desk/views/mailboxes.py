from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from slovo.brands.models import Brand
from slovo.channels import actions, queries
from slovo.channels.email.trial import try_mailbox
from slovo.channels.models import Mailbox, Security
from slovo.people import queries as people
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.web.desk.requests import StaffRequest
from slovo.web.desk.words.trials import heading_of, lines_of

SECURITY_CHOICES = [
    (Security.TLS.value, _("TLS from the start")),
    (Security.STARTTLS.value, _("STARTTLS")),
    (Security.NONE.value, _("None: only inside one machine")),
]
PASSWORD = forms.PasswordInput(attrs={"autocomplete": "off"})


class NewMailboxForm(forms.Form):
    address = forms.EmailField(label=_("Address that customers write to"))
    brand = forms.ModelChoiceField(queryset=Brand.objects.none(), label=_("Brand"), empty_label=None)

    def __init__(self, by: Staff, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.fields["brand"].queryset = people.brands_managed_by(by, Verb.MANAGE_MAILBOXES)  # type: ignore[attr-defined]


class MailboxForm(forms.Form):
    imap_host = forms.CharField(label=_("IMAP server"), required=False, max_length=200)
    imap_port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535)
    imap_security = forms.ChoiceField(label=_("Security"), choices=SECURITY_CHOICES)
    imap_user = forms.CharField(label=_("User"), required=False, max_length=200)
    imap_password = forms.CharField(label=_("Password"), required=False, widget=PASSWORD, strip=False)
    imap_folder = forms.CharField(label=_("Folder"), max_length=200)
    authserv_id = forms.CharField(
        label=_("Name in Authentication-Results"),
        help_text=_("Of the server that checks senders for you. Empty: nothing is shown about senders."),
        required=False,
        max_length=200,
    )
    smtp_host = forms.CharField(label=_("SMTP server"), required=False, max_length=200)
    smtp_port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535)
    smtp_security = forms.ChoiceField(label=_("Security"), choices=SECURITY_CHOICES)
    smtp_user = forms.CharField(label=_("User"), required=False, max_length=200)
    smtp_password = forms.CharField(label=_("Password"), required=False, widget=PASSWORD, strip=False)


@login_required
@require_http_methods(["GET", "POST"])
def index(request: StaffRequest) -> HttpResponse:
    request.user.must_somewhere(Verb.MANAGE_MAILBOXES)
    form = NewMailboxForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        mailbox = actions.open_mailbox(actor=request.user.actor, at=timezone.now(), **form.cleaned_data)
        return redirect("mailbox", mailbox.pk)
    mailboxes = list(queries.visible_to(request.user))
    page = {"mailboxes": mailboxes, "stuck": queries.stuck_by_mailbox(mailboxes), "form": form}
    return render(request, "desk/mailboxes.html", page)


@login_required
@require_http_methods(["GET", "POST"])
def show(request: StaffRequest, pk: int) -> HttpResponse:
    mailbox: Mailbox = get_object_or_404(queries.visible_to(request.user), pk=pk)
    if request.GET.get("part") == "state":
        return render(request, "desk/_mailbox_state.html", _page(MailboxForm(), mailbox))
    initial = {name: getattr(mailbox, name) for name in MailboxForm.base_fields if not name.endswith("password")}
    form = MailboxForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.connect_mailbox(mailbox=mailbox, servers=form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, gettext("The mailbox is connected anew."))
        return redirect("mailbox", mailbox.pk)
    return render(request, "desk/mailbox.html", _page(form, mailbox))


@login_required
@require_POST
def trial(request: StaffRequest, pk: int) -> HttpResponse:
    """Try what stands in the form, without keeping it. By htmx a part, else the page with the form as it was."""
    mailbox: Mailbox = get_object_or_404(queries.visible_to(request.user), pk=pk)
    form = MailboxForm(request.POST)
    page = _page(form, mailbox)
    if form.is_valid():
        tried = try_mailbox(mailbox=mailbox, servers=form.cleaned_data, by=request.user)
        page |= {"trial": lines_of(tried), "result": heading_of(tried)}
    by_htmx = request.headers.get("HX-Request") == "true"
    response = render(request, "desk/_trial.html" if by_htmx else "desk/mailbox.html", page)
    response["Cache-Control"] = "no-store"
    return response


def _page(form: MailboxForm, mailbox: Mailbox) -> dict[str, object]:
    return {"form": form, "mailbox": mailbox, "stuck": queries.stuck_by_mailbox([mailbox])}


@login_required
@require_POST
def close(request: StaffRequest, pk: int) -> HttpResponse:
    mailbox: Mailbox = get_object_or_404(queries.visible_to(request.user), pk=pk)
    actions.close_mailbox(mailbox=mailbox, by=request.user, at=timezone.now())
    messages.success(request, gettext("%(address)s is closed. Its letters stay.") % {"address": mailbox.address})
    return redirect("mailboxes")
