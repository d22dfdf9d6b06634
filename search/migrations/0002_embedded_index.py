from django.db import migrations

# The index of SQLite's embedded engine; search.checks refuses other databases.
CREATE = """
CREATE VIRTUAL TABLE search_index USING fts5(
    title, labels, body, weak, revision UNINDEXED, tokenize='ascii', prefix='3 4 5'
)
"""


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(CREATE)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE search_index")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(create, drop)]
