"""What the stream process answers: nothing but the stream."""

from django.urls import path

from slovo.web.desk.live import stream

urlpatterns = [path("live", stream, name="live")]
