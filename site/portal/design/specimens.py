"""What the style guide shows its components with. All of it is made up."""

from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.design.templatetags.design import ICONS

COLOURS = ("ink", "ink2", "beech", "sea", "brick", "heather", "raps-i", "raps")
GROUNDS = ("paper", "surface", "sunken", "sky", "beech-t", "raps-t", "sea-t", "brick-t", "heather-t", "line", "line2")
TILES = ("odling", "cykelverkstad", "klubbhus", "fritidsbank", "bykiosk", "språkkafé", "matkassar", "fruktpress")


class SpecimenForm(forms.Form):
    """One field of every kind."""

    name = forms.CharField(label=gettext_lazy("Name"))
    email = forms.EmailField(
        label=gettext_lazy("Email"), help_text=gettext_lazy("We send a link here that confirms your seat.")
    )
    coming_as = forms.ChoiceField(
        label=gettext_lazy("You come as"),
        choices=[
            ("organisation", gettext_lazy("An organisation or group")),
            ("researcher", gettext_lazy("A researcher or student")),
            ("other", gettext_lazy("Something else")),
        ],
        widget=forms.RadioSelect,
    )
    place = forms.ChoiceField(
        label=gettext_lazy("Municipality"), choices=[("", gettext_lazy("Choose")), ("1281", "Lund"), ("1280", "Malmö")]
    )
    topics = forms.MultipleChoiceField(
        label=gettext_lazy("Topics"),
        choices=[("health", gettext_lazy("Mental health")), ("growing", gettext_lazy("Growing food"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    needs = forms.CharField(
        label=gettext_lazy("Do you need anything to be able to take part?"),
        help_text=gettext_lazy("A sign language interpreter or an allergy, for example."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    picture = forms.FileField(label=gettext_lazy("Picture"), required=False)
    remember = forms.BooleanField(label=gettext_lazy("Save my details for next time"), required=False)


def everything() -> dict[str, Any]:
    """Everything that style_guide.html names."""
    return {
        "colours": COLOURS,
        "grounds": GROUNDS,
        "tiles": TILES,
        "icons": sorted(ICONS),
        "day": date(2026, 12, 9),
        "crumbs": [{"label": _("Start"), "url": "/"}],
        "form": SpecimenForm(initial={"name": "Amina Lindqvist", "coming_as": "organisation"}, auto_id="plain_%s"),
        "form_with_errors": SpecimenForm(
            {"name": "", "email": "amina@odlarna", "topics": ["growing"]}, auto_id="wrong_%s"
        ),
        "groups": [
            {
                "label": _("Kind"),
                "name": "kind",
                "open": True,
                "options": [
                    {"value": "organisation", "label": _("Organisation"), "count": 59, "checked": True},
                    {"value": "initiative", "label": _("Initiative"), "count": 34, "checked": False},
                    {"value": "support", "label": _("Support"), "count": 0, "checked": False},
                ],
            },
            {"label": _("Municipality"), "name": "place", "options": [{"value": "1281", "label": "Lund", "count": 10}]},
        ],
        "page": Paginator(range(200), 20).get_page(3),
        "steps": [
            {"label": _("Sent in"), "state": "done", "note": _("14 August")},
            {"label": _("Put into words"), "state": "done", "note": _("9 September")},
            {"label": _("Looking for researchers"), "state": "now", "note": _("Now, for 12 days")},
            {"label": _("Meeting again"), "state": "next", "note": _("20 January")},
            {"label": _("Answer"), "state": "next", "note": ""},
        ],
        "entries": [
            {
                "when": date(2026, 11, 6),
                "heading": _("Two researchers took the question"),
                "text": _("They begin with what is already known."),
            },
            {"when": date(2026, 8, 14), "heading": _("Sent in"), "text": ""},
        ],
        "figures": [
            {"value": 59, "label": _("organisations")},
            {"value": 12, "label": _("municipalities with at least one")},
            {"value": 21, "label": _("municipalities to go")},
        ],
        "headings": [_("Time"), _("What")],
        "rows": [["12.30", _("Coffee and a sandwich")], ["13.00", _("Questions in small groups")]],
        "questions": [
            {
                "heading": _("What does it cost?"),
                "body": _("Nothing. All who work with social innovation in Skåne are welcome."),
            },
            {"heading": _("Do I need an account?"), "body": _("No, not to read and not to sign up for an event.")},
        ],
        "definitions": [
            {"term": _("Place"), "description": "Lund", "icon": "map-pin"},
            {"term": _("Website"), "description": "exempel.se", "url": "https://exempel.se", "icon": "globe"},
            {"term": _("Languages"), "description": _("Swedish, English"), "icon": "translate"},
        ],
        "side": [
            {"label": _("Overview"), "url": "/style/", "icon": "house", "is_current": True},
            {"label": _("Events"), "url": "/style/", "icon": "calendar-blank"},
            {"label": _("Questions"), "url": "/style/", "icon": "chats-circle", "count": 1},
            {"label": _("Account"), "url": "/style/", "icon": "user-circle"},
        ],
        "contents": [{"id": "buttons", "label": _("Buttons")}, {"id": "forms", "label": _("Forms")}],
    }
