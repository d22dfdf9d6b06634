"""What all pages have in common."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.images import get_image_model_string
from wagtail.models import Page
from wagtail.search import index

from portal.content.addresses import FIRST_WORD, is_taken
from portal.content.languages import alternates_of_page

TAKEN = _("Another part of the portal has this address. Choose another one.")


class ContentPageForm(WagtailAdminPageForm):
    """A new page does not know its place yet; the form does."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        is_first_word = self.parent_page and self.parent_page.depth == FIRST_WORD - 1
        if is_first_word and is_taken(cleaned.get("slug", ""), self.parent_page.locale.language_code):
            self.add_error("slug", TAKEN)
        return cleaned


class ContentPage(Page):
    lead = models.TextField(
        _("lead"),
        max_length=400,
        blank=True,
        help_text=_("One or two sentences that say what the page gives. They also stand where the page is listed."),
    )

    content_panels = [*Page.content_panels, FieldPanel("lead")]
    search_fields = [*Page.search_fields, index.SearchField("lead")]
    base_form_class = ContentPageForm
    show_in_menus_default = False

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.depth == FIRST_WORD and is_taken(self.slug, self.locale.language_code):
            raise ValidationError({"slug": TAKEN})

    @property
    def summary(self) -> str:
        """For lists, search engines and those who share the page."""
        return self.search_description or self.lead

    @property
    def text(self) -> str:
        """All words of the page's blocks, without mark-up."""
        return "\n".join(
            str(words)
            for field in self._meta.get_fields()
            if isinstance(field, StreamField)
            for words in field.get_searchable_content(getattr(self, field.name))
        )

    @property
    def minutes(self) -> int:
        """How long it takes to read."""
        return max(1, round(len(self.text.split()) / 200))

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """As Wagtail's own; `request.pages_above` are those that the address led through."""
        if path_components:
            above = [*getattr(request, "pages_above", []), self]
            request.pages_above = above  # ty: ignore[missing-attribute]
        return super().route(request, path_components)

    def get_context(self, request: HttpRequest, *arguments: Any, **options: Any) -> dict[str, Any]:
        context = super().get_context(request, *arguments, **options)
        above = getattr(request, "pages_above", None)
        if above is None:  # A preview has no address that leads to it.
            above = (
                self.get_ancestors().filter(depth__gte=FIRST_WORD - 1, live=True)
                if (self.depth or 0) >= FIRST_WORD
                else []
            )
        context["crumbs"] = [
            {"label": _("Start") if page.depth < FIRST_WORD else page.title, "url": page.get_url(request)}
            for page in above
        ]
        context["alternates"] = SimpleLazyObject(lambda: alternates_of_page(self))
        return context

    def tag_labels(self) -> dict[str, str]:
        """What the page is tagged with: slug → name."""
        return {}


class FooterPage(ContentPage):
    """A page that every page may lead to from its foot."""

    in_footer = models.BooleanField(
        _("show in the footer"), default=False, help_text=_("For what every page should lead to: contact, privacy.")
    )

    promote_panels = [*ContentPage.promote_panels, FieldPanel("in_footer")]

    class Meta:
        abstract = True


class PicturePage(ContentPage):
    """A page with a picture of its own; without one the tile of its slug stands there."""

    image = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    image_alt = models.CharField(
        _("what the image shows"),
        max_length=250,
        blank=True,
        help_text=_("For those who do not see it. One sentence is enough."),
    )

    picture_panel = MultiFieldPanel([FieldPanel("image"), FieldPanel("image_alt")], heading=_("Picture"))

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.image_id and not self.image_alt.strip():
            raise ValidationError({"image_alt": _("Say what the image shows.")})
