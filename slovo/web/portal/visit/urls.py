from django.urls import path

from slovo.web.portal.visit import views

urlpatterns = [path("visit/<slug:slug>", views.page, name="visit_page")]
