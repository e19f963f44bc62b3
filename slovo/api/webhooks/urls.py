from django.urls import path

from slovo.api.webhooks import pages

urlpatterns = [
    path("brands/<int:pk>/webhooks/", pages.index, name="webhooks"),
    path("webhooks/<uuid:public_id>/", pages.show, name="webhook"),
    path("webhooks/<uuid:public_id>/secrets", pages.rotate, name="webhook_secrets"),
    path("webhooks/<uuid:public_id>/removal", pages.remove, name="webhook_removal"),
    path("webhooks/deliveries/<uuid:public_id>/replays", pages.replay, name="delivery_replays"),
]
