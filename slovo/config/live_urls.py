"""What the stream process answers: nothing but the stream."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.urls import path

from slovo.web.desk.live import stream
from slovo.web.widget.live import stream as widget_stream

urlpatterns = [
    path("live", stream, name="live"),
    path("live/widget/<uuid:chat>", widget_stream, name="widget_live"),
]


def handler404(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The desk's page for this has addresses that are not here."""
    return HttpResponseNotFound()
