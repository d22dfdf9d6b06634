"""`make bench`: speed as ratios within one run, written to docs/performance.md by hand.

Everything runs in one process on a database of its own with the demonstration's content.
"""

import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT / "site"), str(ROOT)]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "PORTAL_DEMONSTRATION": "true",
            "PORTAL_DATA_DIR": folder,
        }
        import django
        from django.core.management import call_command

        django.setup()
        call_command("compile_catalogues")
        call_command("migrate", verbosity=0)
        call_command("load_demonstration", verbosity=0)

        from tests.benchmarks import imports, pages

        pages.measure()
        imports.measure()


if __name__ == "__main__":
    main()
