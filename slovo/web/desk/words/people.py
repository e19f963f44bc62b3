"""What people are here."""

from django.utils.translation import gettext_lazy as _

from slovo.people.rights import Role

ROLES = {
    Role.AGENT.value: _("agent"),
    Role.SUPERVISOR.value: _("supervisor"),
    Role.ADMINISTRATOR.value: _("administrator"),
}
