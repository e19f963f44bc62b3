from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from slovo.people import actions
from slovo.web.desk.fields import ZoneField
from slovo.web.desk.requests import StaffRequest


class PreferencesForm(forms.Form):
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", _("As the browser asks")), *settings.LANGUAGES]
    )
    theme = forms.ChoiceField(
        label=_("Colours"),
        required=False,
        choices=[("", _("As the system")), ("light", _("Light")), ("dark", _("Dark"))],
    )
    zone = ZoneField(required=False, empty=_("Empty: as the brand."))
    single_keys = forms.BooleanField(
        label=_("Single keys do things: J and K walk through the list, R replies"), required=False
    )


@login_required
@require_http_methods(["GET", "POST"])
def show(request: StaffRequest) -> HttpResponse:
    staff = request.user
    initial = {"language": staff.language, "theme": staff.theme, "zone": staff.zone, "single_keys": staff.single_keys}
    form = PreferencesForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.choose_preferences(staff=staff, at=timezone.now(), **form.cleaned_data)
        with translation.override(form.cleaned_data["language"] or translation.get_language()):
            messages.success(request, gettext("Your choice is kept."))
        return redirect("preferences")
    at = timezone.now()
    return render(request, "desk/preferences.html", {"form": form, "away": staff.is_away(at), "at": at})
