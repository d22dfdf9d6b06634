"""What the frame of every page shows."""

from django.conf import settings
from django.http import HttpRequest


def site_chrome(request: HttpRequest) -> dict:
    return {"demonstration": settings.DEMONSTRATION, "alternates": []}
