"""Pictures that came with drafts: which of them something still needs, and the end of the others."""

from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.models import ModelLogEntry, ReferenceIndex, Revision, TaskState

from directory.models import Initiative, Organisation, OrganisationMerge, SentPicture
from directory.models.common import Kept
from portal.accounts.models import User

# A picture that nothing needs any more is kept for so long, should somebody want it back.
KEPT = timedelta(days=30)


def keep(entry: Kept, file: ContentFile, *, by: User) -> Any:
    """An image of what `by` sends with a draft of `entry`."""
    image = get_image_model().objects.create(title=entry.called, file=file, uploaded_by_user=by)
    owner = {"initiative": entry} if isinstance(entry, Initiative) else {"organisation": entry.kept_through().first()}
    SentPicture.objects.create(image=image, **owner)
    return image


def erase(image: Any) -> None:
    """Delete an image, files and all."""
    for kept in (image, *image.renditions.all()):
        # Wagtail leaves files to a task, which may be lost.
        transaction.on_commit(partial(kept.file.storage.delete, kept.file.name))
    image.delete()


@transaction.atomic
def erase_unneeded() -> None:
    """Erase the sent pictures that nothing has needed for a while: of drafts thrown away, or written anew."""
    now = timezone.now()
    sent = SentPicture.objects.order_by("pk")
    unneeded = set(sent.values_list("pk", flat=True)) - _used() - _in_versions()
    unneeded -= _in_drafts_of_others(sent.filter(pk__in=unneeded))
    sent.exclude(pk__in=unneeded).exclude(unneeded_since=None).update(unneeded_since=None)
    sent.filter(pk__in=unneeded, unneeded_since=None).update(unneeded_since=now)
    for picture in sent.filter(pk__in=unneeded, unneeded_since__lte=now - KEPT).select_related("image"):
        erase(picture.image)


def _used() -> set[int]:
    """Those that stand in a row, of the directory or of anything else."""
    sent = SentPicture.objects.values("pk")
    found: set[int] = set()
    for field in get_image_model()._meta.get_fields(include_hidden=True):
        if not field.auto_created or field.concrete or field.related_model in (SentPicture, _renditions()):
            continue
        rows = field.related_model._base_manager.filter(**{f"{field.field.name}__in": sent})
        found.update(rows.values_list(field.field.name, flat=True))
    content_type = ContentType.objects.get_for_model(get_image_model())
    in_texts = ReferenceIndex.objects.filter(to_content_type=content_type).values_list("to_object_id", flat=True)
    return found | {int(pk) for pk in in_texts}


def _renditions() -> Any:
    return get_image_model().get_rendition_model()


def _in_versions() -> set[int]:
    """Those in the directory's versions that wait, are or were public, or come back when a merge is undone."""
    merges = OrganisationMerge.objects.filter(is_final=False)
    entries: dict[Any, ContentType] = ContentType.objects.get_for_models(Organisation, Initiative)
    kept = Q(approved_go_live_at__isnull=False)
    for numbers in (
        *(model._base_manager.values(name) for model in entries for name in ("latest_revision", "live_revision")),
        *(merges.values(name) for name in ("before", "after")),
        ModelLogEntry.objects.filter(action="wagtail.publish", content_type__in=entries.values()).values("revision"),
        TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).values("revision"),
    ):
        kept |= Q(pk__in=numbers)
    versions = Revision.objects.filter(kept, base_content_type__in=entries.values())
    found: set[int] = set()
    for logo, images in versions.values_list("content__logo", "content__images").iterator():
        found |= {int(pk) for pk in (logo, *(row.get("image") for row in images or ())) if pk}
    return found


def _in_drafts_of_others(pictures: QuerySet[SentPicture]) -> set[int]:
    """Those that the portal's staff have put into a version of a page or of another plugin's thing."""
    first = pictures.order_by("image__created_at").values_list("image__created_at", flat=True).first()
    if first is None:
        return set()
    own = ContentType.objects.get_for_models(Organisation, Initiative).values()
    image = ContentType.objects.get_for_model(get_image_model())
    versions: Iterable[Any] = Revision.objects.exclude(base_content_type__in=own).filter(created_at__gte=first)
    return {
        int(number)
        for version in versions.iterator()
        if version.base_content_type.model_class()
        for content_type, number, *_path in ReferenceIndex._extract_references_from_object(version.as_object())
        if content_type == image.pk
    }
