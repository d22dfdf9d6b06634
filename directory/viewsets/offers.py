"""Support offers in the Wagtail admin."""

from typing import Any

from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, ModelChoiceFilter
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn, UpdatedAtColumn
from wagtail.snippets.views.snippets import CopyView, IndexView

from directory.models import SupportOffer, Tag
from directory.models.offers import SupportOfferQuerySet
from directory.offer_queries import OPENNESS
from directory.panels import DescriptionPanel
from directory.viewsets.common import WAITING, EntryFilterSet, EntryViewSet, SafeExportMixin


def places(offer: SupportOffer) -> str:
    return ", ".join(offer.places) or gettext("The whole of Skåne")


def last_day(offer: SupportOffer) -> str:
    if offer.deadline is None:
        return gettext("At any time")
    day = date_format(offer.deadline)
    return gettext("%(day)s (closed)") % {"day": day} if offer.is_closed else day


class OfferFilterSet(EntryFilterSet):
    tag = ModelChoiceFilter(field_name="tagged__tag", queryset=Tag.objects.current(), label=_("Subject"))
    openness = ChoiceFilter(choices=list(OPENNESS.items()), method="by_openness", label=_("Application"))

    class Meta:
        model = SupportOffer
        fields = ["kind", "municipalities", "is_free", "live"]

    def by_openness(self, offers: SupportOfferQuerySet, name: str, value: str) -> SupportOfferQuerySet:
        return offers.open() if value == "now" else offers.closed()


class OfferIndexView(SafeExportMixin, IndexView):
    def to_row_dict(self, item: SupportOffer) -> dict[str, Any]:
        return {name: self._cell(item, name) for name in self.list_export}

    def _cell(self, offer: SupportOffer, name: str) -> Any:
        match name:
            case "kind":
                return offer.get_kind_display()
            case "municipalities":
                return places(offer)
            case "tags":
                return ", ".join(tagged.tag.name for tagged in offer.tagged.all())
            case "organisation":
                return offer.organisation.name
        return getattr(offer, name)


class OfferCopyView(CopyView):
    """Shows the form of the copy, which is sent to that of a new offer; what is sent here would change the original."""

    http_method_names = ["get", "head", "options"]


class SupportOfferViewSet(EntryViewSet):
    model = SupportOffer
    icon = "help"
    # Next year's call begins as a copy of this year's.
    copy_view_enabled = True
    copy_view_class = OfferCopyView
    index_view_class = OfferIndexView
    list_display = [
        "title",
        Column("organisation", label=_("Offered by"), sort_key="organisation__sort_key"),
        Column("get_kind_display", label=_("Kind of support"), sort_key="kind"),
        Column("places", label=_("Municipalities"), accessor=places),
        Column("last_day", label=_("Last day to apply"), sort_key="deadline", accessor=last_day),
        WAITING,
        LiveStatusTagColumn(),
        UpdatedAtColumn(),
    ]
    list_export = [
        "title",
        "organisation",
        "kind",
        "municipalities",
        "deadline",
        "is_free",
        "cost_sv",
        "summary_sv",
        "for_whom_sv",
        "how_to_apply_sv",
        "application_url",
        "website",
        "tags",
        "slug",
        "live",
    ]
    filterset_class = OfferFilterSet
    search_fields = ["title", "summary_sv", "organisation__name"]
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    TitleFieldPanel("title", targets=["slug"]),
                    FieldPanel("slug"),
                    FieldPanel("organisation"),
                    FieldRowPanel([FieldPanel("kind"), FieldPanel("deadline")]),
                    FieldPanel("summary_sv"),
                    DescriptionPanel("description_sv"),
                    FieldPanel("for_whom_sv"),
                    FieldPanel("municipalities", widget=CheckboxSelectMultiple),
                    FieldPanel("tags"),
                ],
                heading=_("Support offer"),
            ),
            ObjectList(
                [
                    FieldPanel("how_to_apply_sv"),
                    FieldPanel("application_url"),
                    FieldRowPanel([FieldPanel("is_free"), FieldPanel("cost_sv")]),
                    FieldPanel("website"),
                    MultiFieldPanel(
                        [FieldPanel("contact_email"), FieldPanel("contact_phone")],
                        heading=_("Contact, shown to everybody"),
                    ),
                    MultiFieldPanel(
                        [FieldPanel("contact_name"), FieldPanel("contact_said_yes")], heading=_("Contact person")
                    ),
                ],
                heading=_("Application, cost and contact"),
            ),
            ObjectList(
                [
                    FieldPanel("summary_en"),
                    DescriptionPanel("description_en"),
                    FieldPanel("for_whom_en"),
                    FieldPanel("how_to_apply_en"),
                    FieldPanel("cost_en"),
                ],
                heading=_("In English"),
            ),
        ]
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        offers = SupportOffer.objects.visible_to(request.user).select_related("organisation")
        return offers.prefetch_related("municipalities", "tagged__tag").with_states()
