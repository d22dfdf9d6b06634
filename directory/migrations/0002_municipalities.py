"""The 33 municipalities of Skåne, from directory/data/municipalities.csv."""

import csv
from pathlib import Path

from django.db import migrations

from directory.alphabet import sort_key

FILE = Path(__file__).parent.parent / "data" / "municipalities.csv"


def load(apps, schema_editor):
    Municipality = apps.get_model("directory", "Municipality")
    with FILE.open(encoding="utf-8", newline="") as file:
        Municipality.objects.bulk_create(
            Municipality(
                code=row["code"],
                name=row["name"],
                slug=row["slug"],
                seat=row["seat"],
                latitude=float(row["seat_lat"]),
                longitude=float(row["seat_lon"]),
                sort_key=sort_key(row["name"]),
            )
            for row in csv.DictReader(file)
        )


class Migration(migrations.Migration):
    dependencies = [("directory", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop, elidable=False)]
