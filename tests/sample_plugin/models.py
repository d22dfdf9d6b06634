from django.db import models
from django.urls import reverse


class NoteQuerySet(models.QuerySet):
    def visible_to(self, user: object) -> "NoteQuerySet":
        """What this person may see: everybody the published notes."""
        return self.filter(public=True)


class Note(models.Model):
    """A few words, perhaps about an organisation of the directory."""

    title = models.CharField(max_length=100)
    text = models.TextField()
    about = models.SlugField(max_length=255, blank=True, help_text="The slug of an organisation.")
    email = models.EmailField(blank=True, help_text="Of whoever wrote it; shown to nobody.")
    public = models.BooleanField(default=True)

    objects = NoteQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("sample:note", args=[self.pk])
