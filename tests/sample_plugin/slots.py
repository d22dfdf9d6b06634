from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from sample_plugin.models import Note


def on_organisation(request: HttpRequest | None, organisation: Any) -> str | None:
    """Notes about the organisation whose profile is shown; nothing if there are none."""
    notes = Note.objects.visible_to(None).filter(about=organisation.slug)
    return render_to_string("sample/about.html", {"notes": notes}) if notes else None


def block(request: HttpRequest | None, options: dict[str, Any]) -> str:
    """The newest notes, where an editor has put the block `sample` into a text."""
    count = min(int(options.get("count", 3)), 10)
    return render_to_string("sample/about.html", {"notes": Note.objects.visible_to(None).order_by("-pk")[:count]})


slots = {"organisation": on_organisation, "block:sample": block}
