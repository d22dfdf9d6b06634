"""`make bench`: speed as ratios within one run, written to docs/performance.md by hand.

Everything runs in one process on a database of its own: SQLite's, or one of the PostgreSQL server at
PORTAL_TEST_DATABASE_URL (`scripts/postgresql make bench`). `make bench ONLY=search DOCUMENTS=50000` measures a part.
"""

import argparse
import os
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT / "site"), str(ROOT)]
PARTS = ("pages", "imports", "search", "directory", "science-shop", "registrations")


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], default=[])
    parser.add_argument(
        "--documents",
        type=int,
        default=0,
        help="so many, instead of 1,000 and 50,000; of the directory the most, from 1,000 on",
    )
    asked = parser.parse_args()
    parts = asked.parts or PARTS

    import tests.environment  # noqa: F401 - the variables that Django's settings read

    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    import django
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    call_command("compile_catalogues")
    from tests.databases import make_databases

    databases = make_databases()
    try:
        databases.renew(str(connection.settings_dict["NAME"]))
        if {"pages", "imports"} & {*parts}:
            call_command("load_demonstration", verbosity=0)
        from tests.benchmarks import directory, imports, pages, registrations, science_shop, search

        measures = {
            "pages": pages.measure,
            "imports": imports.measure,
            "search": lambda: search.measure(asked.documents),
            "directory": lambda: directory.measure(databases, directory.sizes(asked.documents)),
            "science-shop": lambda: science_shop.measure(databases),
            "registrations": lambda: registrations.measure(databases),
        }
        for part in parts:
            measures[part]()
    finally:
        connection.close()
        databases.close()
        shutil.rmtree(os.environ["PORTAL_DATA_DIR"], ignore_errors=True)


if __name__ == "__main__":
    main()
