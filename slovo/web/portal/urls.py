from django.urls import include, path

from slovo.web.portal import agreeing, faces, own, robots, times, views, working

urlpatterns = [
    path("", include("slovo.web.portal.account.urls")),
    path("", include("slovo.web.portal.articles.urls")),
    path("", include("slovo.web.portal.asking.urls")),
    path("", include("slovo.web.portal.book.urls")),
    path("", include("slovo.web.portal.callback.urls")),
    path("", include("slovo.web.portal.queue.urls")),
    path("", include("slovo.web.portal.visit.urls")),
    path("agree/<str:token>", agreeing.page, name="consent_page"),
    path("robots.txt", robots.robots, name="robots"),
    path("s/<str:token>", views.show, name="status_page"),
    path("s/<str:token>/times", own.clocks, name="status_page_clocks"),
    path("s/<str:token>/letters", own.letters, name="status_page_letters"),
    path("s/<str:token>/call", times.of_call, name="status_page_call"),
    path("s/<str:token>/calls/<uuid:public_id>/times", times.of_call, name="status_page_call_times"),
    path("s/<str:token>/visits/<uuid:public_id>/times", times.of_visit, name="status_page_visit_times"),
    path("s/<str:token>/visits/<uuid:public_id>.ics", times.entry, name="status_page_visit_entry"),
    path("s/<str:token>/faces/<uuid:shown_id>", faces.show, name="status_page_face"),
    path("s/<str:token>/<slug:noun>", views.act, name="status_page_deed"),
    path("w/<str:token>", working.show, name="work_page"),
    path("w/<str:token>/<slug:noun>", working.act, name="work_page_deed"),
]
