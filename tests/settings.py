"""The house's own settings on a data folder of the tests' own."""

import atexit
import os
import shutil
import tempfile

if "SLOVO_TEST_DATA" not in os.environ:
    os.environ["SLOVO_TEST_DATA"] = tempfile.mkdtemp(prefix="slovo-tests-")
    atexit.register(shutil.rmtree, os.environ["SLOVO_TEST_DATA"], ignore_errors=True)
os.environ["SLOVO_DATA"] = os.environ["SLOVO_TEST_DATA"]

from slovo.config import translations
from slovo.config.settings import *  # noqa: F403
from slovo.config.settings import INSTALLED_APPS, MIDDLEWARE

translations.compile_stale()

INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]
MIDDLEWARE = ["zeal.middleware.zeal_middleware", *MIDDLEWARE]
ZEAL_RAISE = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # argon2 is slow on purpose
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
WHITENOISE_AUTOREFRESH = True  # a file is looked up when it is asked for, not every file with every Client
