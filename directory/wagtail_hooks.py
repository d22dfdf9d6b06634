"""The directory in the Wagtail admin: the group "Katalog"."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Model, Prefetch, QuerySet
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django_filters import BooleanFilter, ChoiceFilter, ModelChoiceFilter
from wagtail import hooks
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn, UpdatedAtColumn
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from directory import bulk_actions
from directory.log_actions import ACTIONS
from directory.models import Initiative, Membership, Organisation, Tag
from directory.panels import INITIATIVE, ORGANISATION
from directory.tag_admin import TagViewSet, merge_button
from directory.views.admin import keepers
from directory.views.editing_lists import EndedViewSet, ReportsViewSet, StaleViewSet
from directory.views.importing import ImportsViewSet
from directory.views.merging import unmerged_only
from directory.views.requests import DuplicatesViewSet, RequestsViewSet
from directory.views.reviews import ReviewsViewSet
from directory.viewsets.common import WAITING, EntryFilterSet, EntryViewSet
from directory.viewsets.conflicts import EntryEditView
from directory.viewsets.offers import SupportOfferViewSet
from portal.accounts.models import User


def owners(organisation: Any) -> str:
    return ", ".join(str(membership.user) for membership in organisation.owning) or "–"


def organisations(initiative: Initiative) -> str:
    return ", ".join(part.organisation.name for part in initiative.parts.all()) or "–"


class OrganisationFilterSet(EntryFilterSet):
    tag = ModelChoiceFilter(field_name="tagged__tag", queryset=Tag.objects.current(), label=_("Subject"))
    standing__is_partner = BooleanFilter(label=_("Partner"))
    standing__is_trusted = BooleanFilter(label=_("Trusted"))
    owned = ChoiceFilter(label=_("Owner"), choices=[("yes", _("Somebody")), ("no", _("Nobody"))], method="by_owner")

    class Meta:
        model = Organisation
        fields = ["form", "municipality", "live", "standing__is_partner", "standing__is_trusted"]

    def by_owner(self, organisations: QuerySet, name: str, value: str) -> QuerySet:
        owned = Membership.objects.owners().values("organisation")
        return organisations.filter(pk__in=owned) if value == "yes" else organisations.exclude(pk__in=owned)


class InitiativeFilterSet(EntryFilterSet):
    tag = ModelChoiceFilter(field_name="tagged__tag", queryset=Tag.objects.current(), label=_("Subject"))

    class Meta:
        model = Initiative
        fields = ["form", "stage", "municipality", "live"]


class OrganisationEditView(EntryEditView):
    @cached_property
    def header_more_buttons(self) -> list[Button]:
        url = reverse(OrganisationViewSet.keepers_url_name, args=[self.object.pk])
        return [*super().header_more_buttons, Button(_("Keepers and standing"), url=url, icon_name="group", priority=5)]


class OrganisationViewSet(EntryViewSet):
    edit_view_class = OrganisationEditView
    filterset_class = OrganisationFilterSet
    keepers_url_name = "wagtailsnippets_directory_organisation:keepers"
    model = Organisation
    icon = "group"
    list_display = [
        "name",
        Column("get_form_display", label=_("Form of organising"), sort_key="form"),
        Column("municipality", label=_("Municipality"), sort_key="municipality__sort_key"),
        Column("owners", label=_("Owners"), accessor=owners),
        WAITING,
        LiveStatusTagColumn(),
        UpdatedAtColumn(),
    ]
    search_fields = ["name", "other_names", "organisation_number", "summary_sv", "contact_email", "website"]
    edit_handler = ORGANISATION

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        owning = Membership.objects.owners().select_related("user").order_by("since", "pk")
        return super().get_queryset(request).prefetch_related(Prefetch("memberships", owning, to_attr="owning"))

    def get_urlpatterns(self) -> list[URLPattern]:
        index_url = reverse_lazy(self.get_url_name("list"))
        patterns = [
            *super().get_urlpatterns(),
            path("keepers/<int:pk>/", keepers, {"index_url": index_url}, name="keepers"),
        ]
        for pattern in patterns:
            pattern.callback = unmerged_only(pattern.callback)
        return patterns


class InitiativeViewSet(EntryViewSet):
    model = Initiative
    icon = "pick"
    list_display = [
        "title",
        Column("get_form_display", label=_("Form of organising"), sort_key="form"),
        Column("get_stage_display", label=_("Stage"), sort_key="stage"),
        Column("municipality", label=_("Municipality"), sort_key="municipality__sort_key"),
        Column("organisations", label=_("Organisations"), accessor=organisations),
        WAITING,
        LiveStatusTagColumn(),
        UpdatedAtColumn(),
    ]
    filterset_class = InitiativeFilterSet
    search_fields = ["title", "summary_sv"]
    edit_handler = INITIATIVE

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("parts__organisation")


@register_snippet
class DirectoryViewSetGroup(SnippetViewSetGroup):
    menu_label = _("Directory")
    menu_icon = "globe"
    menu_order = 150
    items = (
        OrganisationViewSet,
        InitiativeViewSet,
        SupportOfferViewSet,
        TagViewSet,
        ReviewsViewSet,
        RequestsViewSet,
        DuplicatesViewSet,
        StaleViewSet,
        ReportsViewSet,
        EndedViewSet,
        ImportsViewSet,
    )


@hooks.register("register_snippet_listing_buttons")
def keepers_button(snippet: Model, user: User, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(snippet, Organisation) and user.has_perm("directory.change_organisation"):
        url = reverse(OrganisationViewSet.keepers_url_name, args=[snippet.pk])
        yield Button(_("Invite"), url=url, icon_name="mail", priority=20)


hooks.register("register_snippet_listing_buttons", merge_button)
for action in bulk_actions.ACTIONS:
    hooks.register("register_bulk_action", action, order=10)


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("directory.invite", _("Invite a keeper"), _("Invited somebody to keep the profile"))
    actions.register_action(
        "directory.accept_invitation", _("Accept an invitation"), _("Accepted the invitation to keep the profile")
    )
    actions.register_action("directory.take_back", _("Take an invitation back"), _("Took an invitation back"))
    actions.register_action("directory.let_go", _("Take a keeper away"), _("Ended somebody's keeping of the profile"))
    actions.register_action("directory.set_standing", _("Set the standing"), _("Changed the standing"))
    actions.register_action("directory.merge_tag", _("Merge tags"), _("Merged a tag into this one"))
    actions.register_action("directory.answer_tag", _("Answer a proposed tag"), _("Answered a proposed tag"))
    actions.register_action("directory.withdraw_consent", _("Withdraw a consent"), _("Withdrew a contact's consent"))
    actions.register_action("directory.forget_contact", _("Forget a contact person"), _("Erased a contact person"))
    for action in ACTIONS:
        actions.register_action(*action)


@hooks.register("insert_editor_js")
def show_likely_duplicates() -> str:
    return format_html(
        '<script type="module" src="{}" data-ask="{}"></script>',
        static("directory/alike_in_admin.js"),
        reverse("directory_duplicates:alike"),
    )


@hooks.register("insert_editor_js")
def show_what_is_like_a_new_initiative() -> str:
    return format_html(
        '<script type="module" src="{}" data-idea="{}" data-heading="{}"></script>',
        static("directory/idea_in_admin.js"),
        reverse("directory:idea"),
        _("Has somebody done this before?"),
    )
