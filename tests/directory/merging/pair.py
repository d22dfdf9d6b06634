"""What is done with two entries of one organisation."""

from typing import Any

from directory.merging_forms import MergeForm
from directory.models import Organisation, OrganisationMerge
from directory.services import merging
from search.models import SearchDocument

LIST = "/admin/directory/duplicates/"


def chosen(kept: Organisation, other: Organisation, **choices: Any) -> dict[str, Any]:
    """What the page sends as it is opened, with `choices`."""
    contents = (merging.content_of(kept), merging.content_of(other))
    form = MergeForm(contents=contents)
    data = {name: field.initial for name, field in form.fields.items()}
    return {**data, "shown": merging.fingerprint(*contents), **choices}


def values(kept: Organisation, other: Organisation, **choices: Any) -> dict[str, Any]:
    contents = (merging.content_of(kept), merging.content_of(other))
    form = MergeForm(chosen(kept, other, **choices), contents=contents)
    assert form.is_valid(), form.errors
    return form.values


def merge(kept: Organisation, other: Organisation, by: Any, **choices: Any) -> OrganisationMerge:
    wanted = values(kept, other, **choices)
    shown = merging.fingerprint(merging.content_of(kept), merging.content_of(other))
    return merging.merge(kept, other, wanted, by=by, shown=shown)


def url(kept: Organisation, other: Organisation) -> str:
    return f"{LIST}merge/{kept.pk}/{other.pk}/"


def anew(organisation: Organisation) -> Organisation:
    return Organisation.objects.get(pk=organisation.pk)


def found(text: str) -> set[str]:
    return set(SearchDocument.objects.filter(public=True, text__contains=text).values_list("title", flat=True))


def revisions(organisation: Organisation) -> Any:
    return organisation.revisions.values_list("content", flat=True)
