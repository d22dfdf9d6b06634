"""Blocks that lead somewhere."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

ADDRESS = RegexValidator(
    r"^(/(?!/)|https?://|mailto:|tel:)\S*$",
    _("Write a whole address that begins with https://, or one of this site's own that begins with /."),
)


class LinkValue(blocks.StructValue):
    @property
    def href(self) -> str:
        """Where it leads: a page's address follows the page, empty when that is gone."""
        page = self.get("page")
        return (page.url or "") if page and page.live else self.get("address", "")


class LinkBlock(blocks.StructBlock):
    """To a page of ours or to an address."""

    page = blocks.PageChooserBlock(required=False, label=_("Page"))
    address = blocks.CharBlock(
        required=False,
        label=_("Or an address"),
        help_text=_("When it is no page, for example https://example.org/ or /hitta/"),
        validators=[ADDRESS],
    )
    label = blocks.CharBlock(max_length=60, label=_("Words of the link"), help_text=_("Say what the reader finds."))

    class Meta:
        icon = "link"
        label = _("Link")
        value_class = LinkValue

    def __init__(self, *arguments: object, required: bool = True, **options: object) -> None:
        super().__init__(*arguments, required=required, **options)
        if not required:
            self.child_blocks["label"].field.required = False

    def clean(self, value: LinkValue) -> LinkValue:
        cleaned = super().clean(value)
        chosen = [name for name in ("page", "address") if cleaned.get(name)]
        if len(chosen) > 1:
            error = ValidationError(_("Choose a page or write an address, not both."))
            raise blocks.StructBlockValidationError({"address": error})
        if self.required or cleaned.get("label"):
            if not chosen:
                raise blocks.StructBlockValidationError({"page": ValidationError(_("Choose where the link leads."))})
        elif chosen:
            raise blocks.StructBlockValidationError({"label": ValidationError(_("Write the words of the link."))})
        return cleaned
