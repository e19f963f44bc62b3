from django.urls import path

from slovo.web.portal.asking import views

urlpatterns = [
    path("ask/<slug:brand>/<slug:slug>/", views.ask, name="ask"),
    path("ask/<slug:brand>/<slug:slug>/framed", views.ask, name="ask_framed"),
]
