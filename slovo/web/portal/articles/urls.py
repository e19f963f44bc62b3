from django.urls import path

from slovo.web.portal.articles import feedback, views

urlpatterns = [
    path("help/<slug:brand>/", views.entrance, name="help"),
    path("help/<slug:brand>/sitemap.xml", views.sitemap, name="help_sitemap"),
    path("help/<slug:brand>/files/<uuid:public_id>/<str:name>", views.file, name="help_file"),
    path("help/<slug:brand>/<str:language>/", views.index, name="help_index"),
    path("help/<slug:brand>/<str:language>/search", views.search, name="help_search"),
    path("help/<slug:brand>/<str:language>/suggestions", views.suggestions, name="help_suggestions"),
    path("help/<slug:brand>/<str:language>/<slug:slug>/", views.article, name="help_article"),
    path("help/<slug:brand>/<str:language>/<slug:slug>/feedback", feedback.say, name="help_feedback"),
]
