from django.urls import path

from slovo.web.portal.account import articles, deeds, own_data, views

urlpatterns = [
    path("my/<slug:slug>/", views.home, name="my"),
    path("my/<slug:slug>/code", views.ask_code, name="my_code"),
    path("my/<slug:slug>/session", views.enter, name="my_session"),
    path("my/<slug:slug>/entry/<uuid:asked>/<str:secret>", views.enter_from_chat, name="my_entry"),
    path("my/<slug:slug>/leaving", deeds.leave, name="my_leaving"),
    path("my/<slug:slug>/room", deeds.room, name="my_room"),
    path("my/<slug:slug>/consents", deeds.consent, name="my_consents"),
    path("my/<slug:slug>/articles/<uuid:public_id>/", articles.show, name="my_article"),
    path("my/<slug:slug>/articles/files/<uuid:public_id>/<str:name>", articles.file, name="my_article_file"),
    path("my/<slug:slug>/articles/<uuid:public_id>/judgement", articles.judge, name="my_judgement"),
    path("my/<slug:slug>/data", deeds.correct, name="my_data"),
    path("my/<slug:slug>/copies", own_data.ask_copy, name="my_copies"),
    path("my/<slug:slug>/copies/<int:pk>", own_data.take_copy, name="my_copy"),
    path("my/<slug:slug>/erasure", own_data.ask_erasure, name="my_erasure"),
    path("my/<slug:slug>/data.json", deeds.take_along, name="my_data_file"),
    path("my/<slug:slug>/requests/<uuid:public_id>/", views.talk, name="my_request"),
    path("my/<slug:slug>/requests/<uuid:public_id>/answers", deeds.answer, name="my_answers"),
]
