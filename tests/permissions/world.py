"""A small site in which each role has something of its own, and something of somebody else's beside it."""

import re
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.core import mail
from django.core.files.base import ContentFile
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from directory.models import ErrorReport, FreshnessCheck, Import, Organisation, OrganisationMerge, Withdrawal
from directory.services import freshness, keeping
from directory.services.tags import merge as merge_tags
from events.models import Event, Registration, Series
from events.services import registering
from portal.accounts import own_data
from portal.accounts.models import User
from search.models import SynonymGroup
from tests.directory.factories import (
    ApplicationFactory,
    ClaimFactory,
    InitiativeFactory,
    OfferFactory,
    OrganisationFactory,
    TagFactory,
)
from tests.events.factories import EventFactory
from tests.permissions import science_shop
from tests.portal.content import factories as pages

ROLES = ("visitor", "member", "keeper", "host", "editor", "administrator")


@dataclass
class World:
    """`addresses` is name, or name and whose, as the table writes it → where it leads."""

    people: dict[str, User]
    addresses: dict[str, str]


def make_world() -> World:
    people = {role: _person(role) for role in ROLES[1:-1]}
    people["editor"].groups.add(Group.objects.get(name="Editors"))
    people["administrator"] = User.objects.create_superuser("administrator@example.org")

    kept = OrganisationFactory(slug="kept", kept_by=people["keeper"])
    other = OrganisationFactory(slug="other")
    draft = OrganisationFactory(slug="draft", live=False, kept_by=people["keeper"])
    initiative = InitiativeFactory(slug="initiative", by=[kept])
    draft_initiative = InitiativeFactory(slug="draft-initiative", live=False, by=[other])
    offer = OfferFactory(slug="offer", organisation=other)
    draft_offer = OfferFactory(slug="draft-offer", organisation=other, live=False)
    keepers_draft_offer = OfferFactory(slug="kept-draft-offer", organisation=kept, live=False)
    offer_of_draft = OfferFactory(slug="offer-of-draft", organisation=draft)
    invitation = _invited(other, "new@example.org", people["editor"])
    invitation_of_member = _invited(other, people["member"].email, people["editor"])

    imported = Import.objects.create(by=people["administrator"], file_name="rader.csv", state="planned")
    claim = ClaimFactory(organisation=other, user=people["member"])
    merged = OrganisationMerge.objects.create(other=OrganisationFactory(slug="merged", live=False), kept=other)
    application = ApplicationFactory(organisation__slug="applied", user=people["member"])

    check = FreshnessCheck.objects.create(organisation=kept, asked_at=timezone.now())
    still_right = freshness.token_for(check, kept.memberships.get())
    reported, reported_other = (ErrorReport.objects.create(organisation=one, text="Fel.") for one in (kept, other))
    Withdrawal.objects.create(name="Ended", slug="ended")

    hosted = EventFactory(slug="hosted", host=people["host"])
    series = Series.objects.create(title="Series", slug="series-of-meetups")
    meetup = EventFactory(slug="meetup", most_companions=1, series=series)
    unseen = Series.objects.create(title="Unseen", slug="unseen")
    kept_draft = EventFactory(slug="kept-draft", live=False, organisation=kept, series=unseen)
    hidden = EventFactory(slug="hidden", live=False, host=people["host"])
    token, strangers = _registered(meetup, "stranger@example.org")
    _token, hosts = _registered(hosted, "stranger@example.org")
    _token, members = _registered(meetup, people["member"].email)

    own_data.mail_link("stranger@example.org")
    own_data_link = _mailed(r"/dina/([^/\s]+)/")

    page = pages.standard()
    unpublished = pages.standard("Utkast")
    unpublished.unpublish()
    restricted = pages.standard("Inloggade")
    PageViewRestriction.objects.create(page=restricted, restriction_type=PageViewRestriction.LOGIN)
    for_editors = pages.standard("Redaktionen")
    restriction = PageViewRestriction.objects.create(page=for_editors, restriction_type=PageViewRestriction.GROUPS)
    restriction.groups.add(Group.objects.get(name="Editors"))

    document = Document.objects.create(title="Stadgar", file=ContentFile(b"Paragraf 1", name="stadgar.txt"))
    for_members = Collection.get_first_root_node().add_child(name="För inloggade")
    minutes_restriction = CollectionViewRestriction.objects.create(
        collection=for_members, restriction_type=CollectionViewRestriction.LOGIN
    )
    minutes = Document.objects.create(
        title="Protokoll", file=ContentFile(b"Paragraf 2", name="protokoll.txt"), collection=for_members
    )
    tag, merged_tag = TagFactory(), TagFactory()
    merge_tags(merged_tag, TagFactory(), by=people["editor"])
    synonyms = SynonymGroup.objects.create(swedish="jobb\narbete")

    addresses = {
        "wagtail_serve page": page.url,
        "wagtail_serve unpublished": unpublished.url,
        "wagtail_serve signed-in-only": restricted.url,
        "wagtail_serve editors-only": for_editors.url,
        "directory:tag_feed": reverse("directory:tag_feed", args=[tag.slug]),
        "directory:municipality_feed": reverse("directory:municipality_feed", args=["lund"]),
        "directory:organisation": reverse("directory:organisation", args=[other.slug]),
        "directory:organisation keepers-draft": reverse("directory:organisation", args=[draft.slug]),
        **_editing("", kept, other, "om"),
        **_editing("-initiative", initiative, draft_initiative, "berattelsen"),
        **_editing("-offer", keepers_draft_offer, offer, "ansokan"),
        "directory:add-initiative keepers": reverse("directory:add-initiative", args=[kept.slug]),
        "directory:add-initiative another's": reverse("directory:add-initiative", args=[other.slug]),
        "directory:add-offer keepers": reverse("directory:add-offer", args=[kept.slug]),
        "directory:add-offer another's": reverse("directory:add-offer", args=[other.slug]),
        "directory_reviews:review": reverse("directory_reviews:review", args=["organisation", kept.pk]),
        "directory:organisation ended": reverse("directory:organisation", args=["ended"]),
        "directory:report_organisation": reverse("directory:report_organisation", args=[other.slug]),
        "directory:report_organisation keepers-draft": reverse("directory:report_organisation", args=[draft.slug]),
        "directory:report_initiative": reverse("directory:report_initiative", args=[initiative.slug]),
        "directory:report_initiative draft": reverse("directory:report_initiative", args=[draft_initiative.slug]),
        "directory:report_offer": reverse("directory:report_offer", args=[offer.slug]),
        "directory:report_offer draft": reverse("directory:report_offer", args=[draft_offer.slug]),
        "directory:still_right owner's": reverse("directory:still_right", args=[still_right]),
        "directory:still_right guessed": reverse("directory:still_right", args=["guessed"]),
        "directory:report keepers": reverse("directory:report", args=[reported.pk]),
        "directory:report another's": reverse("directory:report", args=[reported_other.pk]),
        "directory_stale:look": reverse("directory_stale:look", args=[check.pk]),
        "directory_reports:look": reverse("directory_reports:look", args=[reported.pk]),
        **{
            f"directory:{name} {whose}": reverse(f"directory:{name}", args=[one.slug])
            for name in ("overview", "history", "withdraw")
            for whose, one in (("keepers", kept), ("another's", other))
        },
        "directory:download": reverse("directory:download", args=["csv"]),
        "directory_imports:look": reverse("directory_imports:look", args=[imported.pk]),
        "directory_imports:template": reverse("directory_imports:template", args=["csv"]),
        "directory:keepers keepers": reverse("directory:keepers", args=[kept.slug]),
        "directory:keepers another's": reverse("directory:keepers", args=[other.slug]),
        "directory:claim": reverse("directory:claim", args=[other.slug]),
        "directory:claim draft": reverse("directory:claim", args=[draft.slug]),
        "directory:request member's": reverse("directory:request", args=[claim.pk]),
        "directory:application member's": reverse("directory:application", args=[application.pk]),
        "directory:organisation applied": reverse("directory:organisation", args=["applied"]),
        "/api/v1/directory/organisations/{slug} applied": "/api/v1/directory/organisations/applied",
        "directory_requests:application": reverse("directory_requests:application", args=[application.pk]),
        "directory_duplicates:merge": reverse("directory_duplicates:merge", args=[kept.pk, other.pk]),
        "directory_duplicates:undo": reverse("directory_duplicates:undo", args=[merged.pk]),
        "directory:organisation merged": reverse("directory:organisation", args=["merged"]),
        "/api/v1/directory/organisations/{slug} merged": "/api/v1/directory/organisations/merged",
        "wagtailsnippets_directory_tag:undo_merge": reverse(
            "wagtailsnippets_directory_tag:undo_merge", args=[merged_tag.pk]
        ),
        "directory:initiative": reverse("directory:initiative", args=[initiative.slug]),
        "directory:initiative draft": reverse("directory:initiative", args=[draft_initiative.slug]),
        "directory:offer": reverse("directory:offer", args=[offer.slug]),
        "directory:offer draft": reverse("directory:offer", args=[draft_offer.slug]),
        "directory:offer keepers-draft": reverse("directory:offer", args=[keepers_draft_offer.slug]),
        "directory:offer unpublished-organisation's": reverse("directory:offer", args=[offer_of_draft.slug]),
        "directory:invitation new-person's": reverse("directory:invitation", args=[invitation]),
        "directory:invitation member's": reverse("directory:invitation", args=[invitation_of_member]),
        "directory:invitation guessed": reverse("directory:invitation", args=["guessed"]),
        **_editing("", kept_draft, hosted, "anmalan", "events"),
        "events:plan keepers": reverse("events:plan", args=[kept_draft.slug]),
        "events:plan another's": reverse("events:plan", args=[hosted.slug]),
        "events:propose keepers": reverse("events:propose", args=[kept.slug]),
        "events:propose another's": reverse("events:propose", args=[other.slug]),
        **{
            f"events:{facet}_{form}": reverse(f"events:{facet}_{form}", args=[slug])
            for form in ("atom", "ics")
            for facet, slug in (
                ("tag", tag.slug),
                ("municipality", "lund"),
                ("organisation", other.slug),
                ("series", "series-of-meetups"),
            )
        },
        "events:organisation_atom keepers-draft": reverse("events:organisation_atom", args=[draft.slug]),
        "events:organisation_ics keepers-draft": reverse("events:organisation_ics", args=[draft.slug]),
        "events:series": reverse("events:series", args=["series-of-meetups"]),
        "events:series drafts-only": reverse("events:series", args=["unseen"]),
        "events:series_ics drafts-only": reverse("events:series_ics", args=["unseen"]),
        "events:event": reverse("events:event", args=[meetup.slug]),
        "events:event hidden": reverse("events:event", args=[hidden.slug]),
        "events:calendar": reverse("events:calendar", args=[meetup.slug]),
        "events:calendar hidden": reverse("events:calendar", args=[hidden.slug]),
        "events:mailed": reverse("events:mailed", args=[meetup.slug]),
        "events:registration by-its-link": reverse("events:registration", args=[token]),
        "events:registration guessed": reverse("events:registration", args=["guessed"]),
        "events:change_registration by-its-link": reverse("events:change_registration", args=[token]),
        "events:change_registration guessed": reverse("events:change_registration", args=["guessed"]),
        "events:registrations host's": reverse("events:registrations", args=[hosted.slug]),
        "events:registrations another's": reverse("events:registrations", args=[meetup.slug]),
        "events:registrations_file host's": reverse("events:registrations_file", args=[hosted.slug, "csv"]),
        "events:registrations_file another's": reverse("events:registrations_file", args=[meetup.slug, "csv"]),
        **{
            f"events:{name} {whose}": reverse(f"events:{name}", args=[one.slug])
            for name in (
                "add_registration",
                "mail_group",
                "printed_list",
                "badges",
                "check_in",
                "check_in_sync",
                "check_in_worker",
                "walk_in",
            )
            for whose, one in (("host's", hosted), ("another's", meetup))
        },
        "events:registered host's": reverse("events:registered", args=[hosted.slug, hosts.pk]),
        "events:registered another's": reverse("events:registered", args=[meetup.slug, strangers.pk]),
        "events:registered strangers-in-host's": reverse("events:registered", args=[hosted.slug, strangers.pk]),
        "events:own member's": reverse("events:own", args=[meetup.slug, members.pk]),
        "events:change_own member's": reverse("events:change_own", args=[meetup.slug, members.pk]),
        **science_shop.addresses(people, kept),
        "own_data:held by-its-link": reverse("own_data:held", args=[own_data_link]),
        "own_data:held guessed": reverse("own_data:held", args=["guessed"]),
        "/api/v1/directory/organisations/{slug}": f"/api/v1/directory/organisations/{other.slug}",
        "/api/v1/directory/organisations/{slug} keepers-draft": f"/api/v1/directory/organisations/{draft.slug}",
        "/api/v1/directory/initiatives/{slug}": f"/api/v1/directory/initiatives/{initiative.slug}",
        "/api/v1/directory/initiatives/{slug} draft": f"/api/v1/directory/initiatives/{draft_initiative.slug}",
        "/api/v1/directory/offers/{slug}": f"/api/v1/directory/offers/{offer.slug}",
        "/api/v1/directory/offers/{slug} draft": f"/api/v1/directory/offers/{draft_offer.slug}",
        "/api/v1/directory/offers/{slug} unpublished-organisation's": f"/api/v1/directory/offers/{offer_of_draft.slug}",
        "/api/v1/events/{slug}/": f"/api/v1/events/{meetup.slug}/",
        "/api/v1/events/{slug}/ hidden": f"/api/v1/events/{hidden.slug}/",
        "content:sitemap_section": reverse("content:sitemap_section", args=["pages"]),
        "pictures not-there": "/media/images/nothing.png",
        "wagtaildocs_serve": document.url,
        "wagtaildocs_serve signed-in-only": minutes.url,
        "wagtaildocs_authenticate_with_password": reverse(
            "wagtaildocs_authenticate_with_password", args=[minutes_restriction.pk]
        ),
        "wagtailcore_authenticate_with_password": reverse(
            "wagtailcore_authenticate_with_password", args=[restriction.pk, for_editors.pk]
        ),
        "wagtailadmin_pages:add_subpage": reverse("wagtailadmin_pages:add_subpage", args=[page.pk]),
        "wagtailadmin_pages:edit": reverse("wagtailadmin_pages:edit", args=[page.pk]),
        "wagtailadmin_pages:delete": reverse("wagtailadmin_pages:delete", args=[page.pk]),
        "wagtailadmin_editing_sessions:ping": reverse(
            "wagtailadmin_editing_sessions:ping", args=["content", "standardpage", page.pk, 1]
        ),
        "simple_translation:submit_page_translation": reverse(
            "simple_translation:submit_page_translation", args=[page.pk]
        ),
        "wagtailsettings:edit": reverse("wagtailsettings:edit", args=["content", "sitesettings"]),
        "account_reset_password_from_key": reverse("account_reset_password_from_key", args=["1", "guessed"]),
    }
    for thing in (kept, initiative, offer, tag, meetup, unseen, synonyms):
        for view in ("edit", "copy", "delete", "history", "unpublish", "keepers", "merge"):
            name = f"{thing.snippet_viewset.url_namespace}:{view}"
            with suppress(NoReverseMatch):
                addresses[name] = reverse(name, args=[thing.pk])
    return World(people, addresses)


def _editing(name: str, keepers: Any, others: Any, section: str, plugin: str = "directory") -> dict[str, str]:
    """Where the keeper's and another's entry are changed."""
    return {
        f"{plugin}:{view}{name} {whose}": reverse(f"{plugin}:{view}{name}", args=[entry.slug, *more])
        for view, more in (("edit", []), ("preview", []), ("section", [section]))
        for whose, entry in (("keepers", keepers), ("another's", others))
    }


def _person(role: str) -> User:
    person = User.objects.create_user(f"{role}@example.org")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def _invited(organisation: Organisation, email: str, by: User) -> str:
    """The token that was mailed."""
    keeping.invite(organisation, email, by=by)
    return _mailed(r"/inbjudan/([^/\s]+)/")


def _registered(event: Event, email: str) -> tuple[str, Registration]:
    registering.register(event, name="Ada", email=email, way="on-site")
    return _mailed(r"/anmalan/([^/\s]+)/"), Registration.objects.latest("pk")


def _mailed(pattern: str) -> str:
    found = re.search(pattern, str(mail.outbox[-1].body))
    assert found, mail.outbox[-1].body
    return found[1]
