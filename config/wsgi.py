"""The WSGI entrance, for granian or any other server."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
application = get_wsgi_application()
# What the house is made of lives as long as the process: looking through it again and again for what can be thrown away
# takes time from pages, and its memory from the processes that could share it.
gc.collect()
gc.freeze()
