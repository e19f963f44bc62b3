from django.urls import path

from slovo.web.desk.views import article_offers, article_versions, articles

urlpatterns = [
    path("conversations/<uuid:public_id>/articles", article_offers.beside_conversation, name="conversation_articles"),
    path("conversations/<uuid:public_id>/article", article_offers.from_answer, name="conversation_article"),
    path("articles/", articles.index, name="articles"),
    path("articles/new/", articles.new, name="article_new"),
    path("articles/sections/", articles.sections, name="article_sections"),
    path("articles/review", articles.set_review, name="article_review_rule"),
    path("articles/not-found/", articles.not_found, name="articles_not_found"),
    path("articles/<uuid:public_id>/", articles.show, name="article"),
    path("articles/<uuid:public_id>/texts/<slug:language>", articles.text, name="article_text"),
    path("articles/<uuid:public_id>/terms", articles.set_terms, name="article_terms"),
    path("articles/<uuid:public_id>/archiving", articles.archive, name="article_archiving"),
    path("articles/<uuid:public_id>/files", article_versions.attach, name="article_files"),
    path("articles/<uuid:public_id>/files/<uuid:file_id>", article_versions.file, name="article_file"),
    path(
        "articles/<uuid:public_id>/files/<uuid:file_id>/removal",
        article_versions.remove_file,
        name="article_file_removal",
    ),
    path(
        "articles/<uuid:public_id>/files/<uuid:file_id>/deletion",
        article_versions.delete_file,
        name="article_file_deletion",
    ),
    path("article-versions/<int:pk>/restoration", article_versions.restore, name="article_restoration"),
    path("article-versions/<int:pk>/", article_versions.show, name="article_version"),
    path("article-versions/<int:pk>/publication", article_versions.publish, name="article_publication"),
    path("article-versions/<int:pk>/review", article_versions.send_to_review, name="article_review"),
    path("article-versions/<int:pk>/return", article_versions.return_with_words, name="article_return"),
    path("article-texts/<int:pk>/address", article_versions.change_address, name="article_address"),
]
