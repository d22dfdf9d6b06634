"""What a browser sends of the forms."""

from datetime import datetime
from typing import Any

from django.test import Client
from django.utils import timezone
from wagtail.test.utils.form_data import rich_text

from directory import content
from directory.models import Organisation
from directory.models.common import Kept
from directory.rich_text import DescriptionField, to_text
from directory.sections import SECTIONS, Section

# What is filled in beside a field.
BESIDE = {
    "proposed_tag": "tags",
    **dict.fromkeys(("new_logo", "remove_logo"), "logo"),
    **dict.fromkeys(("new_image", "remove_image"), "image"),
}


def rows(prefix: str, written: list[dict[str, Any]], extra: int = 1) -> dict[str, Any]:
    """A formset's; what is empty or not ticked is left out."""
    data = {f"{prefix}-TOTAL_FORMS": len(written) + extra, f"{prefix}-INITIAL_FORMS": len(written)}
    for number, row in enumerate(written):
        data |= {f"{prefix}-{number}-{name}": value for name, value in row.items() if value not in (None, False)}
    return data


def section_with(entry: Kept, name: str) -> Section:
    name = BESIDE.get(name, name)
    return next((section for section in SECTIONS[type(entry)] if name in section.names), SECTIONS[type(entry)][0])


def form_data(entry: Kept, section: Section, **changes: Any) -> dict[str, Any]:
    """A section's form as it is opened, with `changes`."""
    entry.refresh_from_db()
    values = content.values_of(entry.get_latest_revision_as_object(), section.names)
    for picture in ("logo", "image"):
        values.pop(picture, None)
    for name, value in values.items():
        if isinstance(value, datetime):
            values[name] = f"{timezone.localtime(value):%Y-%m-%dT%H:%M}"
        if isinstance(entry._meta.get_field(name), DescriptionField):
            values[name] = to_text(value)
    written = {name: changes.pop(name, values.pop(name)) for name in section.rows}
    data = {name: value for name, value in values.items() if value is not None and value is not False}
    data |= {"based_on": entry.latest_revision_id or "", **changes}
    for name, given in written.items():
        data |= rows(name, given)
    return data


def edit_url(entry: Kept, name: str = "") -> str:
    """Where it is changed: the overview, or the section that has `name` in it."""
    return f"{entry.edit_url}{section_with(entry, name).slugs['sv']}/" if name else entry.edit_url


def write(client: Client, entry: Kept, **changes: Any) -> Any:
    """Save what changes, section by section; the last answer, or the first that is a no."""
    response: Any = None
    concerned = [
        section for section in SECTIONS[type(entry)] if section in [section_with(entry, name) for name in changes]
    ]
    for section in concerned or SECTIONS[type(entry)]:
        here = {name: value for name, value in changes.items() if section_with(entry, name) == section}
        response = client.post(f"{entry.edit_url}{section.slugs['sv']}/", form_data(entry, section, **here))
        if response.status_code != 302:
            break
    return response


def press(client: Client, entry: Kept, action: str, **data: Any) -> Any:
    """A button of the overview."""
    entry.refresh_from_db()
    return client.post(entry.edit_url, {"action": action, "shown": entry.latest_revision_id or "", **data})


def publish(client: Client, entry: Kept, **changes: Any) -> Any:
    """Write and send, of an organisation that is trusted."""
    response = write(client, entry, **changes)
    return press(client, entry, "send") if response.status_code == 302 else response


def admin_rows(*prefixes: str) -> dict[str, int]:
    """Formsets of the admin with no rows."""
    return {f"{prefix}-{count}_FORMS": 0 for prefix in prefixes for count in ("TOTAL", "INITIAL")}


def admin_form(organisation: Organisation, page: Any, **changes: Any) -> dict[str, Any]:
    """The admin's form as `page` shows it, with `changes`."""
    form = page.context["form"]
    data = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    data |= admin_rows("places", "contacts", "channels", "links")
    loaded = page.context["object"].latest_revision
    data |= {"loaded_revision_id": loaded.pk, "loaded_revision_created_at": loaded.created_at.isoformat()}
    empty = rich_text("")
    return {**data, "tags": "", "logo": "", "description_sv": empty, "description_en": empty, **changes}
