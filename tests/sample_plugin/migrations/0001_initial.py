
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=100)),
                ('text', models.TextField()),
                ('about', models.SlugField(blank=True, help_text='The slug of an organisation.', max_length=255)),
                ('email', models.EmailField(blank=True, help_text='Of whoever wrote it; shown to nobody.', max_length=254)),
                ('public', models.BooleanField(default=True)),
            ],
        ),
    ]
