"""Meetups in the Wagtail admin: the entry "Träffar"."""

from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn, TitleColumn
from wagtail.log_actions import LogActionRegistry
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from events.log_actions import ACTIONS
from events.models import Event


def _starts(event: Event) -> str:
    return f"{localtime(event.starts_at):%Y-%m-%d %H:%M}"


# The list of those registered has one door, in the public site, for editors and hosts alike.
REGISTERED = TitleColumn(
    "registered",
    label=_("Registered"),
    sort_key="registered",
    get_url=lambda event: reverse("events:registrations", args=[event.slug]),
)


@register_snippet
class EventViewSet(SnippetViewSet):
    model = Event
    icon = "calendar-alt"
    menu_label = _("Meetups")
    menu_order = 160
    add_to_admin_menu = True
    ordering = ["-starts_at"]
    list_per_page = 50
    list_display = [
        "title",
        Column("starts_at", label=_("Starts"), sort_key="starts_at", accessor=_starts),
        Column("seats", label=_("Seats"), sort_key="seats"),
        REGISTERED,
        LiveStatusTagColumn(),
    ]
    list_filter = ["kind", "setting", "registration", "municipality", "live"]
    search_fields = ["title", "lead", "place"]
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    TitleFieldPanel("title", targets=["slug"]),
                    FieldPanel("slug"),
                    FieldRowPanel([FieldPanel("kind"), FieldPanel("language")]),
                    FieldPanel("lead"),
                    FieldPanel("body"),
                    InlinePanel("organisers", heading=_("Organisers"), label=_("Organiser"), max_num=12),
                    FieldPanel("tags"),
                ],
                heading=_("Meetup"),
            ),
            ObjectList(
                [
                    FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                    FieldPanel("setting"),
                    MultiFieldPanel(
                        [FieldPanel("place"), FieldPanel("address"), FieldPanel("municipality")], heading=_("On site")
                    ),
                    MultiFieldPanel([FieldPanel("online_link")], heading=_("Online")),
                    FieldPanel("contact_email"),
                ],
                heading=_("Time and place"),
            ),
            ObjectList(
                [
                    HelpPanel(
                        _("Visitors register with name and e-mail, without an account, and confirm by a mailed link.")
                    ),
                    FieldRowPanel([FieldPanel("registration"), FieldPanel("closes_at")]),
                    FieldRowPanel([FieldPanel("seats_on_site"), FieldPanel("seats_online")]),
                    FieldPanel("host"),
                ],
                heading=_("Registration"),
            ),
        ]
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return Event.objects.annotate(
            seats=Coalesce(Sum("pools__capacity"), 0), registered=Coalesce(Sum("pools__taken"), 0)
        )


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    for name, order, done in ACTIONS:
        actions.register_action(name, order, done)
