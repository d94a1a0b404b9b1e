"""The theme's lists: studies, participations, runs, and the people who work here."""

from surveys.admin.lists import participations as participations
from surveys.admin.lists import researchers as researchers
from surveys.admin.lists import runs as runs
from surveys.admin.lists import studies as studies
