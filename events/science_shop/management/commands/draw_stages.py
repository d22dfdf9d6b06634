"""Draws the documentation's picture of the stages, and writes its tables."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from events.science_shop import stage_drawing

DOCS = Path(settings.BASE_DIR) / "docs"
FILES = {DOCS / "images" / "stages.svg": stage_drawing.picture, DOCS / "stages.md": stage_drawing.tables}


class Command(BaseCommand):
    help = "Draw docs/images/stages.svg and write docs/stages.md from the table of stages."

    def handle(self, *args: Any, **options: Any) -> None:
        for path, made in FILES.items():
            path.write_text(made())
            self.stdout.write(str(path))
