"""The last words of web addresses."""

from django.db.models import Model
from django.utils.text import slugify


def free_slug(model: type[Model], words: str, reserved: tuple[str, ...] = ()) -> str:
    """One of `words` that no other of `model` has. The caller holds the turn of those who make addresses."""
    slug = slugify(words)[:100].strip("-") or model._meta.model_name or ""
    free, number = slug, 1
    while free in reserved or model._default_manager.filter(slug=free).exists():
        number += 1
        free = f"{slug}-{number}"
    return free
