"""Pages and API: `granian --interface wsgi slovo.config.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "slovo.config.settings")
application = get_wsgi_application()
