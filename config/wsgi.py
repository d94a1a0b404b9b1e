"""The web's entry: granian --interface wsgi config.wsgi:application"""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# A page must fail rather than hang on a stopped database, which would take every thread with it.
os.environ.setdefault("DATABASE_DEADLINE", "10")

application = get_wsgi_application()
