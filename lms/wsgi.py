"""The WSGI entry point."""

import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from lms.gate import Gate

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings")

application = get_wsgi_application()
if settings.WEB_WAIT_SECONDS:
    application = Gate(application, threads=settings.WEB_THREADS, seconds=settings.WEB_WAIT_SECONDS)
# Wagtail puts some words of the editor into a language when its addresses are loaded: the site's, not the first visitor's.
import_module(settings.ROOT_URLCONF)
