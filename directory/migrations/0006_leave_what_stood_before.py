import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("directory", "0005_bring_what_stood_before")]
    operations = [
        migrations.RemoveField(model_name="organisation", name="contact_name"),
        migrations.AlterField(
            model_name="tag",
            name="uuid",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
    ]
