"""What stood in the database before profiles held more goes on in its new shape."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]


def migrated_to(name: str = ""):
    """The models as they were after the migration of this name, or as they are."""
    executor = MigrationExecutor(connection)
    targets = [("directory", name)] if name else executor.loader.graph.leaf_nodes("directory")
    executor.migrate(targets)
    return executor.loader.project_state(targets).apps


def test_descriptions_contact_persons_and_tags_are_brought_along():
    before = migrated_to("0002_municipalities")
    words = {"form": "ideell-forening", "summary_sv": "Ett klubbhus.", "sort_key": "fyren"}
    before.get_model("directory", "Organisation").objects.create(
        name="Fyren", slug="fyren", description_sv="Första <3.\n\nAndra.", contact_name="Siv Svarar", **words
    )
    for name, label_en in (("Mat", "Food"), ("Sport", "Sport")):
        before.get_model("directory", "Tag").objects.create(
            name=name, label_en=label_en, slug=name.lower(), key=name.lower(), sort_key=name.lower()
        )
    after = migrated_to()
    organisation = after.get_model("directory", "Organisation").objects.get()
    assert organisation.description_sv == "<p>Första &lt;3.</p><p>Andra.</p>"
    person = after.get_model("directory", "ContactPerson").objects.get()
    assert (person.name, person.is_public) == ("Siv Svarar", False)
    tags = after.get_model("directory", "Tag").objects
    assert len(set(tags.values_list("uuid", flat=True))) == 2
    kept = after.get_model("directory", "TagWord").objects.values_list("text", flat=True)
    assert sorted(kept) == ["Food", "Mat", "Sport"]
