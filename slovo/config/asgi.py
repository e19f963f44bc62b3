"""The live stream only: `uvicorn slovo.config.asgi:application`."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "slovo.config.live_settings")

from django.core.asgi import get_asgi_application

application = get_asgi_application()
