"""The bot of a brand: whether it speaks, what it may quote, its flows."""

from django.urls import path

from slovo.web.desk.views import assistant, flows

urlpatterns = [
    path("brands/<int:pk>/assistant", assistant.assistant, name="brand_assistant"),
    path("brands/<int:pk>/assistant/trial", flows.trial, name="flow_trial"),
    path("brands/<int:pk>/assistant/flows", flows.adopt, name="flows"),
    path("brands/<int:pk>/assistant/flows/<int:flow>/", flows.show, name="flow"),
    path("brands/<int:pk>/assistant/flows/<int:flow>/publication", flows.publish, name="flow_publication"),
    path("brands/<int:pk>/assistant/flows/<int:flow>/switch", flows.switch, name="flow_switch"),
    path("brands/<int:pk>/assistant/flows/<int:flow>/removal", flows.remove, name="flow_removal"),
]
