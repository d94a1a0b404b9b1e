#!/usr/bin/env python
"""Django's commands. `migrate` and the like connect as the tables' owner."""

import os
import sys

from django.core.management import execute_from_command_line

OWNERS = {"migrate", "makemigrations", "sqlmigrate", "flush"}

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if len(sys.argv) > 1 and sys.argv[1] in OWNERS:
        os.environ.setdefault("LIMELIGHT_OWNER", "1")
    execute_from_command_line(sys.argv)
