"""Pictures that came with drafts."""

from django.db import models

from directory.models.initiatives import Initiative
from directory.models.organisations import Organisation


class SentPicture(models.Model):
    """That an image was sent by somebody who writes a draft, not chosen by the portal's staff: and whose draft.

    Purpose: to be erased when no version needs it any more (`services.pictures`).
    """

    # Is no use of the image.
    wagtail_reference_index_ignore = True

    image = models.OneToOneField("wagtailimages.Image", models.CASCADE, primary_key=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, related_name="+")
    initiative = models.ForeignKey(Initiative, models.SET_NULL, null=True, related_name="+")
    unneeded_since = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.image)
