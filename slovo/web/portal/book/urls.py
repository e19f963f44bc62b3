from django.urls import path

from slovo.web.portal.book import views

urlpatterns = [
    path("book/<slug:slug>/", views.show, name="book"),
    path("book/<slug:slug>/poster", views.poster, name="book_poster"),
]
