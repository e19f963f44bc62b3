from django.urls import path

from slovo.web.portal.queue import views

urlpatterns = [
    path("q/<str:code>", views.entrance, name="queue_entrance"),
    path("q/t/<str:token>", views.ticket, name="queue_ticket"),
    path("q/t/<str:token>/departure", views.leave, name="queue_departure"),
]
