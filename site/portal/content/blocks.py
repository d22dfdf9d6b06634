"""What editors compose pages from. Each block's template stands in templates/content/blocks/."""

import re
from urllib.parse import parse_qs, urlsplit

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.images.blocks import ImageBlock, ImageChooserBlock

from portal.content.links import LinkBlock
from portal.content.plugin_content import PluginContentBlock

INLINE = ["bold", "italic", "link", "document-link"]
RICH = ["h3", "h4", *INLINE, "ol", "ul"]
TEXT = _("Text")
MORE = _("To show more")


class TextBlock(blocks.RichTextBlock):
    def __init__(self, **options: object) -> None:
        super().__init__(**({"features": ["h2", *RICH]} | options))

    class Meta:
        icon = "pilcrow"
        label = TEXT
        group = TEXT
        template = "content/blocks/text.html"


class PictureBlock(blocks.StructBlock):
    image = ImageBlock(
        label=_("Image"),
        help_text=_("Say what it shows to those who do not see it, or tick that it is decorative."),
    )
    caption = blocks.CharBlock(required=False, max_length=250, label=_("Caption"))

    class Meta:
        icon = "image"
        label = _("Image")
        group = MORE
        template = "content/blocks/picture.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Quotation"))
    source = blocks.CharBlock(required=False, max_length=200, label=_("Who said it"))

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        group = TEXT
        template = "content/blocks/quote.html"


class CallToActionBlock(blocks.StructBlock):
    heading = blocks.CharBlock(max_length=100, label=_("Heading"))
    text = blocks.CharBlock(required=False, max_length=250, label=TEXT)
    link = LinkBlock()

    class Meta:
        icon = "pick"
        label = _("Call to action")
        group = MORE
        template = "content/blocks/call_to_action.html"


class CardBlock(blocks.StructBlock):
    heading = blocks.CharBlock(max_length=100, label=_("Heading"))
    text = blocks.CharBlock(required=False, max_length=300, label=TEXT)
    image = ImageChooserBlock(required=False, label=_("Image"), help_text=_("Decorative: the heading says it all."))
    link = LinkBlock(required=False)

    class Meta:
        icon = "form"
        label = _("Card")


class CardsBlock(blocks.StructBlock):
    cards = blocks.ListBlock(CardBlock(), label=_("Cards"), min_num=1)

    class Meta:
        icon = "grip"
        label = _("Cards")
        group = MORE
        template = "content/blocks/cards.html"


class AccordionItemBlock(blocks.StructBlock):
    heading = blocks.CharBlock(max_length=150, label=_("Heading"))
    body = TextBlock(features=RICH, label=TEXT)


class AccordionBlock(blocks.StructBlock):
    items = blocks.ListBlock(AccordionItemBlock(label=_("Part")), label=_("Parts"), min_num=1)

    class Meta:
        icon = "list-ul"
        label = _("Accordion")
        group = TEXT
        template = "content/blocks/accordion.html"

    def get_context(self, value: blocks.StructValue, parent_context: dict | None = None) -> dict:
        # Not value.items in the template: that is the dict's own method.
        return super().get_context(value, parent_context) | {"parts": value["items"]}


class TableBlock(TypedTableBlock):
    def __init__(self, **options: object) -> None:
        columns = [
            ("text", blocks.CharBlock(required=False, label=TEXT)),
            ("rich_text", blocks.RichTextBlock(required=False, features=INLINE, label=_("Text with links"))),
        ]
        super().__init__(columns, **options)

    class Meta:
        icon = "table"
        label = _("Table")
        group = TEXT
        template = "content/blocks/table.html"

    def render_basic(self, value: object, context: dict | None = None) -> str:
        return self.render(value, context)


class StepBlock(blocks.StructBlock):
    heading = blocks.CharBlock(max_length=100, label=_("Heading"))
    text = blocks.RichTextBlock(required=False, features=[*INLINE, "ul"], label=TEXT)


class StepsBlock(blocks.StructBlock):
    steps = blocks.ListBlock(StepBlock(label=_("Step")), label=_("Steps"), min_num=1)

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        group = TEXT
        template = "content/blocks/steps.html"


class FigureBlock(blocks.StructBlock):
    value = blocks.CharBlock(max_length=20, label=_("Figure"), help_text=_("For example 33 or 2 600"))
    label = blocks.CharBlock(max_length=80, label=_("What it counts"))


class FiguresBlock(blocks.StructBlock):
    figures = blocks.ListBlock(FigureBlock(label=_("Figure")), label=_("Figures"), min_num=1)
    source = blocks.CharBlock(required=False, max_length=250, label=_("Where the figures come from"))

    class Meta:
        icon = "order"
        label = _("Figures")
        group = MORE
        template = "content/blocks/figures.html"


class ContactBlock(blocks.StructBlock):
    name = blocks.CharBlock(max_length=100, label=_("Name"))
    role = blocks.CharBlock(required=False, max_length=150, label=_("Role"))
    email = blocks.EmailBlock(required=False, label=_("E-mail"))
    phone = blocks.CharBlock(required=False, max_length=40, label=_("Telephone"))
    image = ImageChooserBlock(required=False, label=_("Image"), help_text=_("Decorative: the name stands beside it."))

    class Meta:
        icon = "user"
        label = _("Contact")
        group = MORE
        template = "content/blocks/contact.html"


# Provider → (what an address of its films looks like, where the film alone is shown, where to watch it).
FILMS = {
    "YouTube": (
        re.compile(r"[\w-]{11}"),
        "https://www.youtube-nocookie.com/embed/{}",
        "https://www.youtube.com/watch?v={}",
    ),
    "Vimeo": (re.compile(r"\d+"), "https://player.vimeo.com/video/{}?dnt=1", "https://vimeo.com/{}"),
}


def film_of(address: str) -> tuple[str, str] | None:
    """The provider and the film's id of an address of YouTube or Vimeo, None for any other."""
    parts = urlsplit(address)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.").removeprefix("player.")
    last = parts.path.rstrip("/").rpartition("/")[2]
    if host in {"youtube.com", "youtube-nocookie.com"}:
        provider, film = "YouTube", parse_qs(parts.query).get("v", [last])[0]
    elif host == "youtu.be":
        provider, film = "YouTube", last
    elif host == "vimeo.com":
        provider, film = "Vimeo", last
    else:
        return None
    return (provider, film) if FILMS[provider][0].fullmatch(film) else None


class EmbedBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=150, label=_("Title of the film"))
    address = blocks.URLBlock(label=_("Address at YouTube or Vimeo"))

    class Meta:
        icon = "media"
        label = _("Film")
        group = MORE
        template = "content/blocks/embed.html"
        help_text = _("Nothing is fetched from elsewhere before the visitor asks for it.")

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        cleaned = super().clean(value)
        if film_of(cleaned["address"]) is None:
            error = ValidationError(_("Copy the address of one film at YouTube or Vimeo."))
            raise blocks.StructBlockValidationError({"address": error})
        return cleaned

    def get_context(self, value: blocks.StructValue, parent_context: dict | None = None) -> dict:
        context = super().get_context(value, parent_context)
        if found := film_of(value["address"]):
            provider, film = found
            _shape, frame, watch = FILMS[provider]
            context |= {"provider": provider, "frame": frame.format(film), "watch": watch.format(film)}
        return context


class BodyBlock(blocks.StreamBlock):
    text = TextBlock()
    quote = QuoteBlock()
    steps = StepsBlock()
    table = TableBlock()
    accordion = AccordionBlock()
    image = PictureBlock()
    cards = CardsBlock()
    figures = FiguresBlock()
    call_to_action = CallToActionBlock()
    contact = ContactBlock()
    embed = EmbedBlock()
    plugin_content = PluginContentBlock()

    class Meta:
        template = "content/blocks/body.html"


class SectionValue(blocks.StructValue):
    @property
    def anchor(self) -> str:
        return slugify(self["heading"])


class SectionBlock(blocks.StructBlock):
    """A part of guidance that the page's list of contents leads to."""

    heading = blocks.CharBlock(
        required=False,
        max_length=100,
        label=_("Heading"),
        help_text=_("It stands in the list of contents. The first section may go without, as an introduction."),
    )
    body = BodyBlock([("text", TextBlock(features=RICH))], label=_("Content"))

    class Meta:
        icon = "title"
        label = _("Section")
        value_class = SectionValue
        template = "content/blocks/section.html"


class DoorBlock(blocks.StructBlock):
    heading = blocks.CharBlock(max_length=40, label=_("Heading"))
    text = blocks.CharBlock(required=False, max_length=160, label=TEXT)
    link = LinkBlock()

    class Meta:
        icon = "home"
        label = _("Door")


class FaultBlock(blocks.StructBlock):
    """One thing of the site that not everybody can use."""

    what = blocks.TextBlock(label=_("What does not work, and for whom"))
    why = blocks.CharBlock(required=False, max_length=300, label=_("Why"))
    mended_by = blocks.CharBlock(required=False, max_length=100, label=_("When it will be mended"))

    class Meta:
        icon = "warning"
        label = _("Fault")
