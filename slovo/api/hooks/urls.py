from django.urls import path

from slovo.api.hooks import orders

urlpatterns = [path("orders/<str:token>", orders.receive, name="order_hook")]
