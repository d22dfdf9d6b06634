"""What editors answer to what waits."""

from typing import Any

from django.test import Client
from django.urls import reverse

from tests.directory.factories import editor


def review_url(entry: Any) -> str:
    return reverse("directory_reviews:review", args=[entry._meta.model_name, entry.pk])


def answer(entry: Any, action: str, by: Any = None, shown: int | None = None, comment: str = "") -> Any:
    """An editor's answer to what stands on the page now, or to the version `shown`."""
    client = Client()
    client.force_login(by or editor())
    page = client.get(review_url(entry))
    data = {"action": action, "shown": shown or page.context["shown"], "comment": comment}
    return client.post(review_url(entry), data)


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client
