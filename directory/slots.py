"""What the directory puts into places of pages that others own."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from directory import offer_queries, queries
from directory.models import Organisation, SupportOffer


def kept_organisations(request: HttpRequest, subject: Any) -> SafeString | None:
    organisations = Organisation.objects.kept_by(request.user)
    return (
        render_to_string("directory/my_organisations.html", {"organisations": organisations}, request)
        if organisations
        else None
    )


def from_north_to_south(request: HttpRequest, subject: Any) -> SafeString:
    context = {"figures": queries.figures(), "offers": SupportOffer.objects.visible_to(None).open().count()}
    return render_to_string("directory/home_band.html", context, request)


def offers_of_organisation(request: HttpRequest, subject: Organisation) -> SafeString | None:
    offers = offer_queries.of_organisation(subject)
    return render_to_string("directory/organisation_offers.html", {"offers": offers}, request) if offers else None


slots = {
    "my-pages": kept_organisations,
    "home-end": from_north_to_south,
    "organisation": offers_of_organisation,
}
