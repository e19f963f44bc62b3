"""Django's settings. What may differ between installations comes from `environment`, by name."""

from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from slovo.config import environment, keys

PACKAGE = Path(__file__).resolve().parents[1]
DATA = environment.data_folder()
DEBUG = environment.yes("SLOVO_DEBUG")
SECRET_KEY = keys.secret_key()
FIELD_KEYS = keys.field_keys()
PUBLIC_URL = environment.read("SLOVO_PUBLIC_URL") or "http://" + environment.read("SLOVO_HTTP")
STATUS_PAGES = PUBLIC_URL.rstrip("/") + "/s/"  # customers’ own: before the token of each
CONSENT_PAGES = PUBLIC_URL.rstrip("/") + "/agree/"  # where a consent is confirmed: before the token of each
HELP_PAGES = PUBLIC_URL.rstrip("/") + "/help/"  # articles for everybody: before the brand, the language, the article
ORDER_HOOKS = PUBLIC_URL.rstrip("/") + "/api/hooks/orders/"  # where a shop tells of orders: before the token of each
_HOSTS = environment.names("SLOVO_HOSTS")
ALLOWED_HOSTS = [*_HOSTS, urlsplit(PUBLIC_URL).hostname or "", "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL.startswith("https://") else []

INSTALLED_APPS = [
    "slovo.core.journal",
    "slovo.core.tasks",
    "slovo.core.live",
    "slovo.core.presence",
    "slovo.core.files",
    "slovo.core.search",
    "slovo.core.limits",
    "slovo.core.proof",
    "slovo.brands",
    "slovo.people",
    "slovo.customers",
    "slovo.channels",
    "slovo.standards",
    "slovo.knowledge",
    "slovo.promises",
    "slovo.visits",
    "slovo.conversations",
    "slovo.requests",
    "slovo.recovery",
    "slovo.book",
    "slovo.assistant",
    "slovo.orders",
    "slovo.privacy",
    "slovo.web.desk",
    "slovo.callbacks",
    "slovo.web.portal",
    "slovo.api",
    "slovo.api.webhooks",
    "slovo.config",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "slovo.web.desk.assets.joined_files",
    "slovo.web.desk.compressing.compressed",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "slovo.web.portal.door.portal",
    "slovo.web.widget.door.widget",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "slovo.web.desk.middleware.language_of_the_reader",
    "slovo.web.desk.middleware.leave_nothing_behind",
    "slovo.web.desk.middleware.name_the_request",
    "slovo.api.door.api",
    "slovo.web.desk.middleware.nothing_unwritable",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "slovo.web.desk.middleware.refusals_in_words",
]
ROOT_URLCONF = "slovo.config.urls"
WSGI_APPLICATION = "slovo.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "slovo.web.desk.django_templates.Templates",
        "NAME": "django",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "slovo.web.desk.context.desk",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "slovo.web.desk.templatetags.desk",
                "slovo.web.desk.templatetags.listed",
                "slovo.web.desk.templatetags.acts",
                "slovo.web.desk.templatetags.offered",
                "slovo.web.desk.templatetags.foretold",
                "slovo.web.desk.templatetags.assets",
            ],
        },
    },
    {
        "BACKEND": "slovo.web.desk.jinja.Templates",
        "NAME": "jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": ["slovo.web.desk.context.desk"],
            "trim_blocks": True,
            "lstrip_blocks": True,
        },
    },
]


def _database() -> dict[str, object]:
    url = environment.read("SLOVO_DATABASE_URL")
    if not url:
        return {
            "ENGINE": "slovo.core.sqlite",
            "NAME": DATA / "slovo.sqlite3",
            "CONN_MAX_AGE": None,  # nothing can be lost on the way to a file
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "cached_statements": 120,  # compiled by SQLite, 25 KB each, of each connection: more gain nothing
                # A small cache for each of a dozen connections: the system keeps the file's pages for all of them. The
                # log is written back in the background (`core/sqlite/checkpoints.py`), by a writer only at 64 MB.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-1000;"
                "PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=16000; PRAGMA foreign_keys=ON;",
            },
            "TEST": {"NAME": DATA / "test.sqlite3"},
        }
    parts = urlsplit(url)
    asked = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "slovo.core.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": asked.get("host") or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": 3},  # what is asked again is planned once
    }


DATABASES = {"default": _database()}
CACHES = {  # small and shared by all processes: the limits of signing in count everywhere
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "core_cache"}
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "slovo.core.tasks.backend.DatabaseBackend", "QUEUES": []}}

AUTH_USER_MODEL = "people.Staff"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
PROXIES = environment.proxies()  # whose word is taken for who a visitor is
ACCOUNT_ADAPTER = "slovo.web.desk.accounts.ClosedAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Slovo"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not environment.yes("SLOVO_HTTPS")
USERSESSIONS_TRACK_ACTIVITY = False  # it would write with every page
EMAIL_BACKEND = "slovo.web.desk.accounts.LetterBackend"

SESSION_ENGINE = "slovo.web.desk.sessions"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = environment.yes("SLOVO_HTTPS")
SESSION_COOKIE_NAME = "slovo"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if environment.yes("SLOVO_HTTPS") else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
OUTGOING_ALLOWED = environment.names("SLOVO_OUTGOING_ALLOWED")
LIVE_URL = environment.read("SLOVO_LIVE_URL")
LIVE_PORT = environment.address("SLOVO_LIVE")[1]
MAIL_LISTENER = environment.address("SLOVO_SMTP")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}

LANGUAGE_CODE = "en"
LANGUAGES = [("ru", _("Russian")), ("uk", _("Ukrainian")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True  # straight from the packages: there is no step to collect them
DATA_UPLOAD_MAX_MEMORY_SIZE = 30 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
DATA_UPLOAD_MAX_NUMBER_FILES = 20
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname:7} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "pymorphy3": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},
        "mail.log": {"level": "ERROR"},
    },
}
