"""The WSGI entry point."""

import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings")

application = get_wsgi_application()
# Wagtail puts some words of the editor into a language when its addresses are loaded: the site's, not the first visitor's.
import_module(settings.ROOT_URLCONF)
