"""Who works here: inviting, roles, teams, leaving."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from slovo.brands.models import Brand
from slovo.people import actions, queries
from slovo.people.models import Staff
from slovo.people.rights import Role, Verb
from slovo.web.desk.requests import StaffRequest

ROLES = [
    (Role.AGENT.value, _("Agent: answers customers")),
    (Role.SUPERVISOR.value, _("Supervisor: also merges customers and sees who did what")),
    (Role.ADMINISTRATOR.value, _("Administrator: also mailboxes, people and the brand")),
]


class InvitationForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail"))
    brand = forms.ModelChoiceField(queryset=Brand.objects.none(), label=_("Brand"), empty_label=None)
    role = forms.ChoiceField(label=_("Role"), choices=ROLES)

    def __init__(self, by: Staff, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.fields["brand"].queryset = queries.brands_managed_by(by, Verb.MANAGE_PEOPLE)  # type: ignore[attr-defined]


class WorkForm(forms.Form):
    """What somebody is at one brand."""

    role = forms.ChoiceField(label=_("Role"), choices=[("", _("None: does not work for this brand")), *ROLES])
    role.required = False
    teams = forms.CharField(
        label=_("Teams"), help_text=_("With commas between. A new name begins a new team."), required=False
    )


@login_required
@require_http_methods(["GET", "POST"])
def index(request: StaffRequest) -> HttpResponse:
    request.user.must_somewhere(Verb.MANAGE_PEOPLE)
    form = InvitationForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        staff, token = actions.invite_colleague(
            brand=form.cleaned_data["brand"],
            role=Role(form.cleaned_data["role"]),
            name=form.cleaned_data["name"],
            email=form.cleaned_data["email"],
            by=request.user,
            at=timezone.now(),
        )
        return _with_link(request, staff, token)
    return render(request, "desk/people.html", {"people": queries.visible_to(request.user), "form": form})


@login_required
@require_GET
def show(request: StaffRequest, public_id: UUID) -> HttpResponse:
    person = _person(request, public_id)
    brands = queries.brands_managed_by(request.user, Verb.MANAGE_PEOPLE)
    all_teams = list(person.teams.all())
    teams = {brand.pk: [team.name for team in all_teams if team.brand_id == brand.pk] for brand in brands}
    roles = {row.brand_id: row.role for row in person.memberships.all()}
    works = [
        (
            brand,
            WorkForm(
                initial={"role": roles.get(brand.pk, ""), "teams": ", ".join(teams[brand.pk])}, prefix=str(brand.pk)
            ),
        )
        for brand in brands
    ]
    return render(request, "desk/person.html", {"person": person, "works": works})


@login_required
@require_POST
def work(request: StaffRequest, public_id: UUID, brand_id: int) -> HttpResponse:
    person = _person(request, public_id)
    brand = get_object_or_404(queries.brands_managed_by(request.user, Verb.MANAGE_PEOPLE), pk=brand_id)
    form = WorkForm(request.POST, prefix=str(brand.pk))
    if form.is_valid():
        role = Role(form.cleaned_data["role"]) if form.cleaned_data["role"] else None
        teams = form.cleaned_data["teams"].split(",")
        actions.change_work(staff=person, brand=brand, role=role, teams=teams, by=request.user, at=timezone.now())
        messages.success(request, gettext("Saved."))
    gone = not queries.visible_to(request.user).filter(pk=person.pk).exists()
    return redirect("people") if gone else redirect("person", public_id)


@login_required
@require_POST
def link(request: StaffRequest, public_id: UUID) -> HttpResponse:
    person = _person(request, public_id)
    return _with_link(request, person, actions.invite_again(staff=person, by=request.user, at=timezone.now()))


@login_required
@require_POST
def leave(request: StaffRequest, public_id: UUID) -> HttpResponse:
    person = _person(request, public_id)
    actions.dismiss(staff=person, by=request.user, at=timezone.now())
    messages.success(request, gettext("%(name)s can no longer sign in.") % {"name": person.name})
    return redirect("people")


def _person(request: StaffRequest, public_id: UUID) -> Staff:
    person: Staff = get_object_or_404(queries.visible_to(request.user), public_id=public_id)
    return person


def _with_link(request: StaffRequest, person: Staff, token: str) -> HttpResponse:
    """Shown once: only its digest is stored."""
    link = request.build_absolute_uri(reverse("welcome", args=[token])) if token else ""
    response = render(request, "desk/invited.html", {"person": person, "link": link})
    response["Cache-Control"] = "no-store"
    return response
