"""The directory's pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from directory.models import Initiative, Organisation


def entries(request: HttpRequest) -> HttpResponse:
    organisations = Organisation.objects.visible_to(None).select_related("municipality")[:50]
    return render(request, "directory/list.html", {"organisations": organisations})


def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Organisation.objects.visible_to(request.user), slug=slug)
    return render(request, "directory/organisation.html", {"object": found})


def initiative(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Initiative.objects.visible_to(request.user), slug=slug)
    return render(request, "directory/initiative.html", {"object": found})


def invitation(request: HttpRequest, token: str) -> HttpResponse:
    return render(request, "directory/invitation.html")
