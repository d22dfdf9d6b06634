from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from sample_plugin.models import Note


def notes(request: HttpRequest) -> HttpResponse:
    return render(request, "sample/notes.html", {"notes": Note.objects.visible_to(request.user)})


def note(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Note.objects.visible_to(request.user), pk=pk)
    return render(request, "sample/note.html", {"note": found})
