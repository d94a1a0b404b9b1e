"""The web's entry: granian --interface wsgi config.wsgi:application"""

import os

import django

from config.handler import Handler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# A page must fail rather than hang on a stopped database, which would take every thread with it.
os.environ.setdefault("DATABASE_DEADLINE", "10")

django.setup(set_prefix=False)
application = Handler()
