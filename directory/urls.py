from typing import Any

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from directory import feeds
from directory.models import Initiative, Organisation, SupportOffer
from directory.models.common import Kept
from directory.views import (
    asking,
    editing,
    exchange,
    freshness,
    ideas,
    keepers,
    keeping,
    offers,
    public,
    reporting,
    withdrawing,
)
from portal.plugins import localised


def editing_urls(model: type[Kept], name: str, *, sv: str, en: str, **given: Any) -> list[URLPattern]:
    """Where those who keep one of `model` change it; `name` comes behind the addresses' names.

    `sv` and `en` are what addresses begin with; `given` goes to the page of the draft.
    """
    return [
        path(
            localised(sv=f"{sv}<slug:slug>/andra/", en=f"{en}<slug:slug>/edit/"),
            editing.edit,
            {"model": model, **given},
            f"edit{name}",
        ),
        path(
            localised(sv=f"{sv}<slug:slug>/forhandsgranska/", en=f"{en}<slug:slug>/preview/"),
            editing.preview,
            {"model": model},
            f"preview{name}",
        ),
        path(
            localised(sv=f"{sv}<slug:slug>/andra/<slug:section>/", en=f"{en}<slug:slug>/edit/<slug:section>/"),
            editing.section,
            {"model": model},
            f"section{name}",
        ),
    ]


def _reporting(kind: str, *, sv: str, en: str) -> URLPattern:
    """Where anybody says that something is wrong with one of `kind`."""
    address = localised(sv=f"{sv}/<slug:slug>/fel/", en=f"{en}/<slug:slug>/report/")
    return path(address, reporting.report_error, {"kind": kind}, f"report_{kind}")


urlpatterns = [
    path("", public.entries, name="list"),
    path(localised(sv="ladda-ner/<str:form>/", en="download/<str:form>/"), exchange.download, name="download"),
    path(localised(sv="nytt.atom", en="new.atom"), feeds.everything, name="feed"),
    path(localised(sv="amnen/<str:slug>.atom", en="subjects/<str:slug>.atom"), feeds.of_tag, name="tag_feed"),
    path(
        localised(sv="kommuner/<slug:slug>.atom", en="municipalities/<slug:slug>.atom"),
        feeds.of_municipality,
        name="municipality_feed",
    ),
    path(localised(sv="finns-det-redan/", en="done-before/"), ideas.idea, name="idea"),
    path(
        localised(sv="organisationer/<slug:slug>/", en="organisations/<slug:slug>/"),
        public.organisation,
        name="organisation",
    ),
    *editing_urls(Organisation, "", sv="organisationer/", en="organisations/"),
    *editing_urls(Initiative, "-initiative", sv="initiativ/", en="initiatives/"),
    path(
        localised(sv="organisationer/<slug:slug>/nytt-initiativ/", en="organisations/<slug:slug>/new-initiative/"),
        editing.add,
        {"model": Initiative, "heading": _("A new initiative")},
        "add-initiative",
    ),
    path(
        localised(sv="organisationer/<slug:slug>/nytt-stod/", en="organisations/<slug:slug>/new-support/"),
        editing.add,
        {"model": SupportOffer, "heading": _("New support")},
        "add-offer",
    ),
    path(localised(sv="initiativ/<slug:slug>/", en="initiatives/<slug:slug>/"), public.initiative, name="initiative"),
    path(localised(sv="stod/", en="support/"), offers.offers, name="offers"),
    path(localised(sv="stod/landskapet/", en="support/landscape/"), offers.landscape, name="landscape"),
    *editing_urls(SupportOffer, "-offer", sv="stod/", en="support/"),
    path(localised(sv="stod/<slug:slug>/", en="support/<slug:slug>/"), offers.offer, name="offer"),
    path(
        localised(sv="inbjudan/<str:token>/", en="invitation/<str:token>/"),
        keeping.invitation,
        name="invitation",
    ),
    path(
        localised(sv="organisationer/<slug:slug>/skoter/", en="organisations/<slug:slug>/keepers/"),
        keepers.keepers,
        name="keepers",
    ),
    path(
        localised(sv="organisationer/<slug:slug>/ta-hand-om/", en="organisations/<slug:slug>/claim/"),
        asking.claim,
        name="claim",
    ),
    path(
        localised(sv="organisationer/<slug:slug>/oversikt/", en="organisations/<slug:slug>/overview/"),
        freshness.overview,
        name="overview",
    ),
    path(
        localised(sv="organisationer/<slug:slug>/historik/", en="organisations/<slug:slug>/history/"),
        freshness.past,
        name="history",
    ),
    path(
        localised(sv="organisationer/<slug:slug>/avsluta/", en="organisations/<slug:slug>/withdraw/"),
        withdrawing.withdraw,
        name="withdraw",
    ),
    path(
        localised(sv="stammer/<str:token>/", en="still-right/<str:token>/"), freshness.still_right, name="still_right"
    ),
    _reporting("organisation", sv="organisationer", en="organisations"),
    _reporting("initiative", sv="initiativ", en="initiatives"),
    _reporting("offer", sv="stod", en="support"),
    path(localised(sv="fel/tack/", en="report/thanks/"), reporting.reported, name="reported"),
    path(localised(sv="fel/<int:pk>/", en="report/<int:pk>/"), reporting.report, name="report"),
    path(localised(sv="forfragan/<int:pk>/", en="request/<int:pk>/"), asking.request_page, name="request"),
    path(localised(sv="lagg-till/", en="add/"), asking.apply, name="apply"),
    path(localised(sv="lagg-till/liknande/", en="add/alike/"), asking.alike_fragment, name="alike"),
    path(localised(sv="lagg-till/<int:pk>/", en="add/<int:pk>/"), asking.application, name="application"),
]
