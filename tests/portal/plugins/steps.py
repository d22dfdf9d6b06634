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


STEPS: dict[str, Callable[..., Any]] = {step.__name__: step for step in (visit, write_note, add_organisation)}

if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "site"), str(ROOT)]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    import django

    django.setup()
    print(json.dumps(STEPS[sys.argv[1]](**json.loads(sys.argv[2]))))  # noqa: T201
