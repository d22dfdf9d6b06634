"""What a plugin shows inside a page: kept whole while the plugin is away."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.admin.telepath.widgets import SelectAdapter

from portal.plugins.registry import contributions
from portal.plugins.slots import render_slot

PREFIX = "block:"


def components() -> list[tuple[str, Any]]:
    """Name and label of each component that the installed plugins offer; the label is its `label`, or its name."""
    offered: dict[str, Callable] = {}
    for _config, slots in contributions("slots"):
        offered |= {name.removeprefix(PREFIX): slot for name, slot in slots.items() if name.startswith(PREFIX)}
    return [(name, getattr(slot, "label", name)) for name, slot in sorted(offered.items())]


class ComponentSelect(forms.Select):
    """A choice that also shows, and gives back, a component that no installed plugin offers."""


class ComponentSelectAdapter(SelectAdapter):
    js_constructor = "portal.content.ComponentSelect"

    @cached_property
    def media(self) -> forms.Media:
        return super().media + forms.Media(js=["content/component_select.js"])


register(ComponentSelectAdapter(), ComponentSelect)


class ComponentField(forms.ChoiceField):
    widget = ComponentSelect

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=lambda: [("", "---------"), *components()], **options)

    def valid_value(self, value: str) -> bool:
        """Every name is: that of an absent plugin must outlive the save."""
        return True


class ComponentBlock(blocks.FieldBlock):
    def __init__(self, required: bool = True, help_text: Any = None, **options: Any) -> None:
        self.field = ComponentField(required=required, help_text=help_text)
        super().__init__(**options)


class OptionBlock(blocks.StructBlock):
    name = blocks.CharBlock(max_length=50, label=_("Name"))
    value = blocks.CharBlock(max_length=255, label=_("Value"))


class PluginContentBlock(blocks.StructBlock):
    """Plugins bring no block types of their own: Wagtail drops blocks of a type that it does not know."""

    component = ComponentBlock(
        label=_("What to show"),
        help_text=_("If the part that shows this is taken away, the choice is kept and nothing is shown."),
    )
    options = blocks.ListBlock(
        OptionBlock(label=_("Option")),
        default=[],
        label=_("Options"),
        help_text=_("For those who know them: the plugin's description names its options."),
        collapsed=True,
    )

    class Meta:
        icon = "code"
        label = _("Content from a part of the portal")
        group = _("Parts of the portal")

    def render(self, value: blocks.StructValue, context: dict | None = None) -> SafeString:
        options = {option["name"]: option["value"] for option in value["options"]}
        request = context.get("request") if context else None
        return mark_safe("".join(render_slot(f"{PREFIX}{value['component']}", request, options)))
