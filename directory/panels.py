"""What editors fill in about organisations and initiatives in the Wagtail admin."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin import compare
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.admin.rich_text import get_rich_text_editor_widget

from directory.rich_text import DescriptionField
from directory.several import SeveralField

FEATURES = ["h2", "bold", "ul", "ol", "link"]


class DescriptionPanel(FieldPanel):
    """A description in Wagtail's editor, with no more buttons than the safe subset has."""

    def get_form_options(self) -> dict[str, Any]:
        # Made when a form is: Wagtail's editors look for the hooks of all apps.
        widget = get_rich_text_editor_widget("default", features=FEATURES)
        return {**super().get_form_options(), "widgets": {self.field_name: widget}}


class SeveralComparison(compare.FieldComparison):
    """Two versions of several values, in words."""

    def htmldiff(self) -> str:
        before, after = (", ".join(self.field.labels(value)) for value in (self.val_a, self.val_b))
        return compare.diff_text(before, after).to_html()


compare.register_comparison_class(DescriptionField, comparison_class=compare.RichTextFieldComparison)
compare.register_comparison_class(SeveralField, comparison_class=SeveralComparison)


def _places() -> InlinePanel:
    return InlinePanel(
        "places",
        heading=_("Places"),
        label=_("Place"),
        max_num=12,
        panels=[
            FieldPanel("name"),
            FieldPanel("street"),
            FieldRowPanel([FieldPanel("postcode"), FieldPanel("town")]),
            FieldPanel("municipality"),
            FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
            FieldPanel("is_visited"),
            FieldPanel("is_hidden"),
        ],
    )


ORGANISATION = TabbedInterface(
    [
        ObjectList(
            [
                TitleFieldPanel("name", targets=["slug"]),
                FieldPanel("slug"),
                FieldPanel("other_names"),
                FieldRowPanel([FieldPanel("form"), FieldPanel("municipality")]),
                FieldRowPanel([FieldPanel("organisation_number"), FieldPanel("founded")]),
                FieldPanel("summary_sv"),
                DescriptionPanel("description_sv"),
                FieldPanel("tags"),
                FieldPanel("logo"),
            ],
            heading=_("Profile"),
        ),
        ObjectList(
            [FieldPanel("audiences"), FieldPanel("languages"), FieldPanel("goals")],
            heading=_("For whom"),
        ),
        ObjectList([_places()], heading=_("Places")),
        ObjectList(
            [
                MultiFieldPanel(
                    [FieldPanel("contact_email"), FieldPanel("contact_phone")],
                    heading=_("Contact, shown to everybody"),
                ),
                FieldPanel("website"),
                InlinePanel("contacts", heading=_("Contact persons"), label=_("Contact person"), max_num=12),
                InlinePanel("channels", heading=_("Social channels"), label=_("Social channel"), max_num=12),
                InlinePanel("links", heading=_("Links"), label=_("Link"), max_num=12),
            ],
            heading=_("Contact and links"),
        ),
        ObjectList([FieldPanel("summary_en"), DescriptionPanel("description_en")], heading=_("In English")),
    ]
)

INITIATIVE = TabbedInterface(
    [
        ObjectList(
            [
                TitleFieldPanel("title", targets=["slug"]),
                FieldPanel("slug"),
                FieldRowPanel([FieldPanel("form"), FieldPanel("stage")]),
                FieldRowPanel([FieldPanel("started"), FieldPanel("ended")]),
                FieldPanel("municipality"),
                FieldPanel("summary_sv"),
                FieldPanel("challenge_sv"),
                FieldPanel("solution_sv"),
                FieldPanel("results_sv"),
                FieldPanel("lessons_sv"),
                FieldPanel("website"),
                FieldPanel("tags"),
                FieldPanel("goals"),
                InlinePanel("parts", heading=_("Organisations and their parts"), label=_("Organisation")),
            ],
            heading=_("Initiative"),
        ),
        ObjectList(
            [
                InlinePanel("images", heading=_("Images"), label=_("Image"), max_num=8),
                InlinePanel("links", heading=_("Links"), label=_("Link"), max_num=12),
                _places(),
            ],
            heading=_("Images, links and places"),
        ),
        ObjectList(
            [
                FieldPanel("summary_en"),
                FieldPanel("challenge_en"),
                FieldPanel("solution_en"),
                FieldPanel("results_en"),
                FieldPanel("lessons_en"),
            ],
            heading=_("In English"),
        ),
    ]
)
