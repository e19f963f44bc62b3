from django.urls import path

from slovo.web.portal.callback import views

urlpatterns = [path("callback/<slug:slug>", views.page, name="callback_page")]
