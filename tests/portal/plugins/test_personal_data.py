"""Every column that looks personal is answered for, and what the holdings say is the register of processing."""

import pytest
from django.db import models
from django.test.utils import isolate_apps
from django.utils import translation

from portal.accounts import own_data
from portal.plugins.personal_data import without
from portal.plugins.testing import _is_personal, fields_without_a_holding

# Columns that look personal → why no holding answers for them.
NOBODYS = {
    **dict.fromkeys(
        [
            "auth.Group.name",
            "auth.Permission.name",
            "directory.Facet.name",
            "directory.FacetCount.name",
            "directory.Municipality.name",
            "directory.Tag.name",
            "django_tasks_database.DBTaskResult.backend_name",
            "django_tasks_database.DBTaskResult.queue_name",
            "operations.JobRun.name",
            "search.Total.name",
            "taggit.Tag.name",
            "wagtailcore.Collection.name",
            "wagtailcore.Site.site_name",
            "wagtailcore.Task.name",
            "wagtailcore.Workflow.name",
        ],
        "the name of a thing",
    ),
    **dict.fromkeys(
        [
            "directory.ImportRow.name",
            "directory.InitiativePlace.name",
            "directory.Organisation.name",
            "directory.OrganisationPlace.name",
            "directory.Withdrawal.name",
            "science_shop.Question.organisation_name",
        ],
        "the name of an organisation, an initiative or a place",
    ),
    **dict.fromkeys(
        [
            "content.AccessibilityStatementPage.report_email",
            "content.Partner.name",
            "content.SiteSettings.contact_email",
            "content.SiteSettings.contact_phone",
            "operations.OutgoingMessage.sender",
        ],
        "of the portal itself and its partners",
    ),
    "content.NewsPage.author": "a byline, published by whoever stands in it and taken out by editing the page",
    "directory.Import.file_name": "of a file",
    "events.Event.status_note": "about a meetup",
    "operations.OutgoingMessage.message_id": "random, and the portal's own domain",
    "wagtailcore.ModelLogEntry.user": "a number, which leads to nobody when the account is gone",
    "wagtailcore.PageLogEntry.user": "a number, which leads to nobody when the account is gone",
    "wagtailcore.TaskState.comment": "an editor's, about a text; who wrote it goes with the account",
    "wagtailembeds.Embed.author_name": "of a public film",
    "wagtailembeds.Embed.provider_name": "of a public film",
}
WORDS = ("label", "whose", "what", "purpose", "legal_basis", "retention")


def test_every_column_that_looks_personal_has_a_holding_or_a_reason():
    assert not fields_without_a_holding(NOBODYS)


def test_no_exception_is_of_something_gone_or_held():
    assert sorted(NOBODYS) == sorted(fields_without_a_holding())


@isolate_apps("portal.accounts")
def test_a_new_column_that_looks_personal_is_seen():
    class Guest(models.Model):
        mail = models.EmailField()
        contact_phone = models.CharField(max_length=20)
        title = models.CharField(max_length=20)
        kept_by = models.ForeignKey("accounts.User", models.CASCADE)

        class Meta:
            app_label = "accounts"

    from portal.accounts.models import User

    Guest._meta.get_field("kept_by").remote_field.model = User
    seen = [field.name for field in Guest._meta.local_fields if _is_personal(field)]
    assert seen == ["mail", "contact_phone", "kept_by"]


def test_every_column_that_a_holding_names_is_there():
    from django.apps import apps

    for holding in own_data.holdings():
        for model, names in holding.fields.items():
            for name in names:
                apps.get_model(model)._meta.get_field(name)


def test_every_holding_says_all_of_it_in_both_languages():
    for holding in own_data.holdings():
        said = {}
        for language in ("sv", "en"):
            with translation.override(language):
                said[language] = [str(getattr(holding, word)) for word in WORDS]
        assert all(said["sv"])
        assert not set(said["sv"]) & set(said["en"]), said["en"][0]


@pytest.mark.parametrize(
    ("value", "left"),
    [
        ("Skriv till ASA@example.org!", "Skriv till !"),
        ("Fråga <asa@example.org>.", "Fråga <>."),
        ("pasa@example.org, asa@example.org.uk", "pasa@example.org, asa@example.org.uk"),
        ({"a": ["asa@example.org", 1, None]}, {"a": ["", 1, None]}),
        ("bo@example.org", "bo@example.org"),
    ],
)
def test_an_address_is_taken_out_of_whatever_json_holds(value, left):
    assert without(value, "asa@example.org") == left
