"""The one-time link: somebody invited chooses a password; the first of all also names the company."""

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django import forms
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from slovo.brands import queries
from slovo.people import actions
from slovo.people import queries as people
from slovo.people.models import Staff
from slovo.web.desk.fields import ZoneField
from slovo.web.desk.founding import found_company

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class PasswordForm(forms.Form):
    password = forms.CharField(
        label=_("Password"),
        help_text=_("Ten characters or more."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, staff: Staff, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.staff = staff

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.staff)
        return password


class CompanyForm(PasswordForm):
    name = forms.CharField(label=_("Your name"), max_length=120)
    email = forms.EmailField(label=_("Your e-mail"))
    company = forms.CharField(label=_("Company or shop"), max_length=120)
    address = forms.EmailField(label=_("Address that customers write to"))
    language = forms.ChoiceField(label=_("Language of the customers"), choices=settings.LANGUAGES)
    zone = ZoneField()
    field_order = ["name", "email", "password", "company", "address", "language", "zone"]


@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, token: str) -> HttpResponse:
    at = timezone.now()
    staff = people.invited(token=token, at=at)
    if staff is None:
        return render(request, "desk/welcome_gone.html", status=410)
    first = not queries.any_brand()
    form = _form(request, staff, first=first)
    if request.method == "POST" and form.is_valid():
        enter = found_company if first else actions.accept_invitation
        entering = enter(token=token, at=at, **form.cleaned_data)
        if is_mfa_enabled(entering):  # the link stands for the password, never for the second step
            return redirect("account_login")
        login(request, entering, backend=BACKEND)
        return redirect("home")
    return render(request, "desk/welcome.html", {"form": form, "first": first})


def _form(request: HttpRequest, staff: Staff, *, first: bool) -> PasswordForm:
    if not first:
        return PasswordForm(staff, request.POST or None)
    zones = {"ru": "Europe/Moscow", "uk": "Europe/Kyiv"}
    language = get_language() or "en"
    initial = {"language": language, "zone": zones.get(language, "Europe/London")}
    return CompanyForm(staff, request.POST or None, initial=initial)
