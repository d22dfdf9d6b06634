"""Meetups and their series in the Wagtail admin."""

from typing import Any, cast

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from django_filters import ChoiceFilter, ModelChoiceFilter
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, TitleFieldPanel
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn, TitleColumn
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet, SnippetChosenView
from wagtail.snippets.views.snippets import DeleteView, SnippetViewSet, SnippetViewSetGroup
from wagtail.snippets.widgets import AdminSnippetChooser

from directory.models import Tag
from directory.viewsets.common import WAITING, EntryFilterSet
from directory.viewsets.conflicts import EntryEditView
from events.deleting import why_kept
from events.models import Event, EventQuerySet, Series
from events.panels import EVENT
from events.planning_forms import PlanForm
from events.services import planning
from portal.accounts.models import User


def _starts(event: Event) -> str:
    return f"{localtime(event.starts_at):%Y-%m-%d %H:%M}"


STARTS = Column("starts_at", label=gettext_lazy("Starts"), sort_key="starts_at", accessor=_starts)


def _changed(event: Event) -> str:
    """Said where it does not take place as it was announced."""
    return "" if event.status == Event.Status.SCHEDULED else str(event.get_status_display())


# The list of those registered has one door, in the public site, for editors and hosts alike.
REGISTERED = TitleColumn(
    "registered",
    label=gettext_lazy("Registered"),
    sort_key="registered",
    accessor=lambda event: f"{event.registered} / {event.seats}",
    get_url=lambda event: reverse("events:registrations", args=[event.slug]),
)


class EventFilterSet(EntryFilterSet):
    when = ChoiceFilter(
        label=gettext_lazy("When"),
        choices=[("coming", gettext_lazy("Coming meetups")), ("past", gettext_lazy("Past meetups"))],
        method="by_time",
    )
    tag = ModelChoiceFilter(field_name="tagged__tag", queryset=Tag.objects.current(), label=gettext_lazy("Subject"))

    class Meta:
        model = Event
        fields = ["kind", "status", "setting", "registration", "municipality", "series", "live"]

    def by_time(self, events: EventQuerySet, name: str, value: str) -> EventQuerySet:
        return events.coming() if value == "coming" else events.past()


class EventEditView(EntryEditView):
    # What editors write beside the sections that organisations keep.
    beside = (
        *("slug", "series", "organisation", "host", "organisers", "latitude", "longitude", "hours_to_claim"),
        *("days_kept", "reminds_days_before", "thanks_text"),
    )

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        url = reverse("events:registrations", args=[self.object.slug])
        registered = Button(_("Those registered"), url=url, icon_name="group", priority=6)
        return [*super().header_more_buttons, registered]


class EventDeleteView(DeleteView):
    """What people have registered for is cancelled, not deleted: they are told, and their registrations stay theirs."""

    object: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if why := why_kept(self.object):
            messages.warning(request, why)
            return redirect(reverse(EventViewSet().get_url_name("edit"), args=[self.object.pk]))
        return super().dispatch(request, *args, **kwargs)


class PlanView(PermissionRequiredMixin, FormView):
    """A copy on another day, or several in one go: each a draft with seats of its own and nobody registered."""

    permission_required = ("events.add_event", "events.change_event")
    raise_exception = True

    @cached_property
    def event(self) -> Event:
        return get_object_or_404(Event, pk=self.kwargs["pk"])

    # Not the viewset's, which it gives to all its views.
    def get_form_class(self) -> type[PlanForm]:
        return PlanForm

    def get_template_names(self) -> list[str]:
        return ["events/admin/plan.html"]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "event": self.event, "may_begin_series": True}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = [
            {"url": reverse(EventViewSet().get_url_name("list")), "label": Event._meta.verbose_name_plural},
            {"url": reverse(EventViewSet().get_url_name("edit"), args=[self.event.pk]), "label": self.event.title},
            {"url": "", "label": _("Copy, and plan more like this")},
        ]
        return super().get_context_data(event=self.event, breadcrumbs_items=crumbs, **kwargs)

    def form_valid(self, form: PlanForm) -> HttpResponse:
        title = form.cleaned_data.get("series_title", "")
        made = planning.plan(self.event, form.days, by=cast("User", self.request.user), series_title=title)
        words = ngettext("%(number)d draft is made.", "%(number)d drafts are made.", len(made))
        messages.success(self.request, words % {"number": len(made)})
        if len(made) == 1:
            return redirect(reverse(EventViewSet().get_url_name("edit"), args=[made[0].pk]))
        series = f"&series={made[0].series_id}" if made[0].series_id else ""
        return redirect(reverse(EventViewSet().get_url_name("list")) + f"?live=false{series}")


class Dated:
    """Meetups are called alike from year to year: the day tells which, and the latest stands first."""

    ordering = ("-starts_at", "-pk")

    @property
    def columns(self) -> list[Column]:
        title, *others = super().columns  # ty: ignore[missing-attribute]
        return [title, STARTS, *others]


class EventChooseView(Dated, ChooseView):
    pass


class EventChooseResultsView(Dated, ChooseResultsView):
    pass


def _with_day(event: Event) -> str:
    return f"{event}, {date_format(localtime(event.starts_at), 'j F Y')}"


class EventChosenView(SnippetChosenView):
    def get_display_title(self, instance: Event) -> str:
        return _with_day(instance)


class EventChooser(AdminSnippetChooser):
    def get_display_title(self, instance: Event) -> str:
        return _with_day(instance)


class EventChooserViewSet(SnippetChooserViewSet):
    choose_view_class = EventChooseView
    choose_results_view_class = EventChooseResultsView
    chosen_view_class = EventChosenView
    base_widget_class = EventChooser


class EventViewSet(SnippetViewSet):
    model = Event
    icon = "calendar-alt"
    menu_label = gettext_lazy("Meetups")
    ordering = ["-starts_at"]
    list_per_page = 50
    edit_view_class = EventEditView
    delete_view_class = EventDeleteView
    copy_view_class = PlanView
    chooser_viewset_class = EventChooserViewSet
    filterset_class = EventFilterSet
    list_display = [
        "title",
        STARTS,
        Column("changed", label=gettext_lazy("Takes place"), sort_key="status", accessor=_changed),
        Column("series", label=gettext_lazy("Series"), sort_key="series__title"),
        REGISTERED,
        WAITING,
        LiveStatusTagColumn(),
    ]
    search_fields = ["title", "lead", "place"]
    edit_handler = EVENT

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        events = Event.objects.with_states().select_related("municipality", "series")
        return events.annotate(seats=Coalesce(Sum("pools__capacity"), 0), registered=Coalesce(Sum("pools__taken"), 0))


class SeriesViewSet(SnippetViewSet):
    model = Series
    icon = "list-ul"
    menu_label = gettext_lazy("Series")
    list_display = [
        "title",
        Column("meetups", label=gettext_lazy("Meetups"), sort_key="meetups"),
        Column("public", label=gettext_lazy("Published"), sort_key="public"),
    ]
    search_fields = ["title", "lead"]
    panels = [TitleFieldPanel("title", targets=["slug"]), FieldPanel("slug"), FieldPanel("lead")]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return Series.objects.annotate(meetups=Count("events"), public=Count("events", filter=Q(events__live=True)))


class CalendarViewSetGroup(SnippetViewSetGroup):
    menu_label = gettext_lazy("Meetups")
    menu_icon = "calendar-alt"
    menu_order = 160
    items = (EventViewSet, SeriesViewSet)
