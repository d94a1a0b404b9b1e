"""manage.py figures: draw the pictures of the score systems anew, after a constant of theirs was changed."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from surveys.charts import FORMATS
from surveys.charts.shipped import SYSTEM_CHARTS, drawn, write

README = ("year",)
"""Those that the README shows: as PNG and SVG in .pictures too."""


class Command(BaseCommand):
    help = "Draw the pictures of the score systems anew."

    def handle(self, *args: Any, **options: Any) -> None:
        pictures = Path(settings.BASE_DIR) / ".pictures"
        for key in SYSTEM_CHARTS:
            one = drawn(key)
            write(one)
            if key in README:
                for suffix in ("svg", "png"):
                    (pictures / f"{key}.{suffix}").write_bytes(FORMATS[suffix].write(one))
            self.stdout.write(f"{key}: {one.alternative}")
