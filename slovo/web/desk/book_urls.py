"""The book of complaints and suggestions, at the desk."""

from django.urls import path

from slovo.web.desk.views import book

urlpatterns = [
    path("conversations/<uuid:public_id>/book", book.of_conversation, name="conversation_book"),
    path("conversations/<uuid:public_id>/book/look", book.look_over, name="book_look"),
    path("conversations/<uuid:public_id>/book/withholdings", book.withhold, name="book_withholdings"),
    path("conversations/<uuid:public_id>/book/showing", book.show_again, name="book_showing"),
    path("conversations/<uuid:public_id>/book/answers", book.answer, name="book_answers"),
    path("conversations/<uuid:public_id>/book/publications", book.publish, name="book_publications"),
    path("brands/<int:pk>/book", book.settings, name="brand_book"),
    path("brands/<int:pk>/book/again", book.look_again, name="book_again"),
]
