"""A new portal has a home page in each language, so that there is something to write on."""

from typing import Any

from django.db import migrations

TITLES = {"sv": "Här möts de som gör Skåne bättre.", "en": "Here those meet who make Skåne better."}
WAGTAILS_WELCOME = "00010001"


def make_home_pages(apps: Any, schema_editor: Any) -> None:
    ContentType = apps.get_model("contenttypes.ContentType")
    Page = apps.get_model("wagtailcore.Page")
    Locale = apps.get_model("wagtailcore.Locale")
    HomePage = apps.get_model("content.HomePage")
    if Page.objects.filter(depth=2).exclude(path=WAGTAILS_WELCOME).exists():
        return  # Somebody has begun already.
    Page.objects.filter(path=WAGTAILS_WELCOME).delete()
    content_type, _made = ContentType.objects.get_or_create(model="homepage", app_label="content")
    homes = []
    for number, (language, title) in enumerate(TITLES.items(), start=1):
        locale, _made = Locale.objects.get_or_create(language_code=language)
        home = HomePage(
            title=title,
            draft_title=title,
            slug="home" if language == "sv" else f"home-{language}",
            path=f"0001{number:04}",
            depth=2,
            numchild=0,
            url_path="/home/" if language == "sv" else f"/home-{language}/",
            locale=locale,
            content_type=content_type,
        )
        if homes:
            home.translation_key = homes[0].translation_key
        home.save()
        homes.append(home)
    Page.objects.filter(depth=1).update(numchild=len(homes))
    apps.get_model("wagtailcore.Site").objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": homes[0]}
    )


class Migration(migrations.Migration):
    dependencies = [("content", "0001_initial"), ("wagtailcore", "0098_apitoken")]

    operations = [migrations.RunPython(make_home_pages, migrations.RunPython.noop)]
