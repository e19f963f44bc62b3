from django.urls import path

from slovo.web.widget import after, choosing, files, reading, room, script, views, ways

urlpatterns = [
    path("widget/slovo.js", script.served, name="widget_script"),
    path("widget/more.js", script.more_served, name="widget_more"),
    path("widget/frame.js", script.frame_served, name="widget_frame"),
    path("widget/files/<str:token>", files.file, name="widget_file"),
    path("widget/pictures/<str:token>", files.picture, name="widget_picture"),
    path("widget/<uuid:chat>/config", views.config, name="widget_config"),
    path("widget/<uuid:chat>/visitors", views.come, name="widget_visitors"),
    path("widget/<uuid:chat>/identity", views.identify, name="widget_identity"),
    path("widget/<uuid:chat>/news", views.news, name="widget_news"),
    path("widget/<uuid:chat>/earlier", views.earlier, name="widget_earlier"),
    path("widget/<uuid:chat>/messages", views.say, name="widget_messages"),
    path("widget/<uuid:chat>/options", choosing.options, name="widget_options"),
    path("widget/<uuid:chat>/marks", views.mark, name="widget_marks"),
    path("widget/<uuid:chat>/typing", views.type_words, name="widget_typing"),
    path("widget/<uuid:chat>/consents", views.consent, name="widget_consents"),
    path("widget/<uuid:chat>/pages", views.visit, name="widget_pages"),
    path("widget/<uuid:chat>/room", room.enter, name="widget_room"),
    path("widget/<uuid:chat>/ratings", after.rate, name="widget_ratings"),
    path("widget/<uuid:chat>/transcripts", after.send_transcript, name="widget_transcripts"),
    path("widget/<uuid:chat>/articles", reading.articles, name="widget_articles"),
    path("widget/<uuid:chat>/article", reading.article, name="widget_article"),
    path("widget/<uuid:chat>/judgements", reading.judge, name="widget_judgements"),
    path("widget/<uuid:chat>/wait", ways.wait, name="widget_wait"),
    path("widget/<uuid:chat>/times", ways.times, name="widget_times"),
    path("widget/<uuid:chat>/callbacks", ways.call, name="widget_callbacks"),
    path("widget/<uuid:chat>/questions", ways.ask, name="widget_questions"),
]
