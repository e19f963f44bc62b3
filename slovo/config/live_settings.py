"""The settings of the stream process: the same house with one door."""

from slovo.config.settings import *  # noqa: F403 - the same settings, all of them

ROOT_URLCONF = "slovo.config.live_urls"
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",  # allauth does not start without it
]
