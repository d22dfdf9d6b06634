"""Compile the translations, with Babel: a fresh machine has no gettext."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation.reloader import translation_file_changed


class Command(BaseCommand):
    help = "Compile every catalogue of this project whose source is newer than what was compiled from it."
    requires_system_checks: list = []

    def handle(self, *args: Any, **options: Any) -> None:
        ours = [Path(config.path) / "locale" for config in apps.get_app_configs()]
        for folder in [*ours, *map(Path, settings.LOCALE_PATHS)]:
            if folder.is_relative_to(settings.BASE_DIR) and ".venv" not in folder.parts:
                for source in folder.glob("*/LC_MESSAGES/django.po"):
                    compile_catalogue(source)


def compile_catalogue(source: Path) -> None:
    """Write the .mo beside the .po at `source`, if it is missing or older."""
    target = source.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime > source.stat().st_mtime:
        return
    with source.open("rb") as read:
        catalogue = read_po(read, locale=source.parts[-3])
    partial = target.with_suffix(".mo.part")
    with partial.open("wb") as write:
        write_mo(write, catalogue)
    partial.replace(target)
    # This process may have looked for the words already, and remembers that there were none.
    translation_file_changed(None, target)
