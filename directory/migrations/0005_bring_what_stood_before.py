"""What stood before goes on in its new shape: descriptions, contact persons, and the words of tags."""

from uuid import uuid4

from django.db import migrations

from directory.alphabet import sameness_key
from directory.rich_text import canonical


def bring(apps, schema_editor):
    Organisation = apps.get_model("directory", "Organisation")
    ContactPerson = apps.get_model("directory", "ContactPerson")
    Tag = apps.get_model("directory", "Tag")
    TagWord = apps.get_model("directory", "TagWord")
    for organisation in Organisation.objects.exclude(description_sv="", description_en="").iterator():
        Organisation.objects.filter(pk=organisation.pk).update(
            description_sv=canonical(organisation.description_sv),
            description_en=canonical(organisation.description_en),
        )
    # That they had said yes is not known: until it is, only keepers and editors see them.
    ContactPerson.objects.bulk_create(
        ContactPerson(organisation_id=pk, name=name, sort_order=0)
        for pk, name in Organisation.objects.exclude(contact_name="").values_list("pk", "contact_name").iterator()
    )
    known = set()
    for tag in Tag.objects.order_by("pk"):
        Tag.objects.filter(pk=tag.pk).update(uuid=uuid4())
        for text in filter(None, (tag.name, tag.label_en)):
            if (key := sameness_key(text)) not in known:
                known.add(key)
                TagWord.objects.create(tag_id=tag.pk, text=text, key=key, is_label=True)


class Migration(migrations.Migration):
    dependencies = [("directory", "0004_what_profiles_hold")]
    operations = [migrations.RunPython(bring, migrations.RunPython.noop, elidable=True)]
