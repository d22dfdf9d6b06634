"""What is done in a process with plugins of its own; each step prints what it returns as JSON."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]


def visit(addresses: list[str]) -> dict[str, tuple[int, str]]:
    """Get each address as a visitor: status and text."""
    from django.test import Client

    client = Client()
    answers = {address: client.get(address, headers={"host": "localhost"}, follow=True) for address in addresses}
    return {address: (answer.status_code, answer.content.decode()) for address, answer in answers.items()}


def write_note(title: str, text: str, about: str) -> str:
    from sample_plugin.services import write_note

    return write_note(title, text, about).get_absolute_url()


def add_organisation(name: str, slug: str) -> str:
    from directory.models import Organisation

    organisation = Organisation.objects.create(name=name, slug=slug, form="ideell-forening", summary_sv="Finns här.")
    return organisation.get_absolute_url()


BLOCK = {"component": "sample", "options": [{"name": "count", "value": "2"}]}


def add_page(slug: str) -> str:
    """A page that holds the sample's block, published."""
    from portal.content.models import HomePage, StandardPage

    page = StandardPage(title="Om oss", slug=slug, body=[("plugin_content", BLOCK)])
    HomePage.objects.get(locale__language_code="sv").add_child(instance=page)
    page.save_revision().publish()
    return page.url


def save_page_as_editor(slug: str, lead: str) -> list[Any]:
    """Change another field of the page in the Wagtail admin's form and publish; what it then holds."""
    from django.test import Client
    from django.urls import reverse
    from wagtail.models import Page
    from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

    from portal.accounts.models import User

    page = Page.objects.get(slug=slug)
    editor = User.objects.create_superuser(f"{slug}@example.org", "not-a-secret")
    client = Client(headers={"host": "localhost"})
    client.force_login(editor)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert client.get(address).status_code == 200
    body = page.get_latest_revision_as_object().body.get_prep_value()
    posted = client.post(
        address,
        nested_form_data(
            {
                "title": page.title,
                "slug": page.slug,
                "lead": lead,
                "body": streamfield([(block["type"], _struct(block["value"])) for block in body]),
                "comments": inline_formset([]),
                "action-publish": "yes",
            }
        ),
    )
    assert posted.status_code == 302, posted.content.decode()
    page = Page.objects.get(slug=slug).specific
    return [page.lead, page.body.get_prep_value(), page.get_latest_revision_as_object().body.get_prep_value()]


def _struct(value: dict[str, Any]) -> dict[str, Any]:
    """The block's fields as the browser sends them: its list as Wagtail's list block does."""
    options = value["options"]
    items = {
        str(number): {"deleted": "", "order": number, "type": "item", "id": item["id"], "value": item["value"]}
        for number, item in enumerate(options)
    }
    return {"component": value["component"], "options": {"count": len(options)} | items}


STEPS: dict[str, Callable[..., Any]] = {
    step.__name__: step for step in (visit, write_note, add_organisation, add_page, save_page_as_editor)
}

if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "site"), str(ROOT)]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    import django

    django.setup()
    print(json.dumps(STEPS[sys.argv[1]](**json.loads(sys.argv[2]))))  # noqa: T201
