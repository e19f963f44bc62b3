from django.urls import include, path
from django.views.generic import RedirectView

urlpatterns = [
    path("", include("slovo.api.v1")),  # one look at the beginning of an address tells whether it is the API's
    path("", include("slovo.web.desk.urls")),  # then this, for its lists are asked for more than all else
    # An administrator decides under which address somebody signs in: allauth's page to change it is not ours.
    path("accounts/email/", RedirectView.as_view(pattern_name="preferences")),
    path("accounts/", include("allauth.urls")),
    path("", include("slovo.api.webhooks.urls")),
    path("api/hooks/", include("slovo.api.hooks.urls")),
    path("", include("slovo.web.portal.urls")),
]
