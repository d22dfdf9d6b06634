"""What the directory keeps about people."""

from datetime import timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.models import Application, Claim, ContactConsent, Invitation, Membership, Organisation, SupportOffer
from directory.services import erasing, forgetting, imports, keeping, reports
from portal.plugins.personal_data import PersonalDataHolding, Row, row_of


def _days(kept: timedelta) -> int:
    return kept.days


class Keepers(PersonalDataHolding):
    label = gettext_lazy("Who keeps a profile")
    whose = gettext_lazy("Members who keep an organisation's profile, or have asked to.")
    what = gettext_lazy(
        "Which organisation, your role and since when; what you wrote when you asked, and the answer. Others who keep "
        "the profile, and the editors, see your name and address."
    )
    purpose = gettext_lazy("So that an organisation decides itself who writes in its name.")
    legal_basis = gettext_lazy("An agreement: you have taken the task on, or asked for it.")
    retention = format_lazy(
        gettext_lazy(
            "Until you leave the profile or delete your account. A request that nobody answers ends after {answer} "
            "days; what has been answered is erased {days} days after."
        ),
        answer=_days(forgetting.ANSWERED_WITHIN),
        days=_days(forgetting.KEPT),
    )
    fields = {
        "directory.Membership": ("user",),
        "directory.Claim": ("user", "message", "comment"),
        "directory.Application": ("user", "comment"),
    }

    def held(self, address: str) -> list[Row]:
        return [
            *(row_of(one, "organisation", "role", "since") for one in _of_account(Membership, address)),
            *(
                row_of(one, "organisation", "position", "message", "state", "comment")
                for one in _of_account(Claim, address)
            ),
            *(row_of(one, "organisation", "position", "state", "comment") for one in _of_account(Application, address)),
        ]

    def erase(self, address: str) -> None:
        """It goes with the account, which hands profiles over first."""


def _of_account(model: type[Membership | Claim | Application], address: str) -> QuerySet:
    return model._default_manager.filter(user__email__iexact=address).select_related("organisation")


class Invitations(PersonalDataHolding):
    label = gettext_lazy("Invitations to keep a profile")
    whose = gettext_lazy("Those whom an organisation or an editor has invited.")
    what = gettext_lazy("Your e-mail address, which organisation it is, and who invited you.")
    purpose = gettext_lazy("So that the mailed link leads you, and nobody else, to the profile.")
    legal_basis = gettext_lazy("A legitimate interest: the organisation's, to ask you.")
    retention = format_lazy(gettext_lazy("{days} days after the link has ended."), days=_days(keeping.KEPT))
    fields = {"directory.Invitation": ("email",)}

    def held(self, address: str) -> list[Row]:
        found = Invitation.objects.filter(email__iexact=address).select_related("organisation", "invited_by")
        return [
            {
                **row_of(one, "email", "role"),
                _("Organisation"): one.organisation.name,
                _("Invited"): one.created_at.date().isoformat(),
            }
            for one in found
        ]

    def erase(self, address: str) -> None:
        erasing.erase_invitations(address)


class Contacts(PersonalDataHolding):
    label = gettext_lazy("Contact persons")
    whose = gettext_lazy("Those to turn to at an organisation, or about the support that it offers.")
    what = gettext_lazy(
        "Your name, your role, e-mail address and phone number; whether you have said yes to being shown to everybody, "
        "and on which day."
    )
    purpose = gettext_lazy("So that people reach the organisation, and the portal those who keep its profile.")
    legal_basis = gettext_lazy(
        "Your consent to being shown to everybody, which you take back when you like; else a legitimate interest: that "
        "the organisation can be reached."
    )
    retention = gettext_lazy("Until you are taken out of the profile. Then earlier versions of it forget you as well.")
    fields = {
        "directory.ContactPerson": ("name", "email", "phone"),
        "directory.Organisation": ("contact_email", "contact_phone"),
        "directory.OrganisationKeys": ("phone",),
        "directory.SupportOffer": ("contact_name", "contact_email", "contact_phone"),
    }

    def held(self, address: str) -> list[Row]:
        return [
            *(_contact(organisation, row) for organisation, row in erasing.contact_rows(address)),
            *(
                {_("Organisation"): one.name, **row_of(one, "contact_email", "contact_phone")}
                for one in Organisation.objects.filter(contact_email__iexact=address)
            ),
            *(
                {_("Support offer"): one.title, **row_of(one, *erasing.CONTACT, "contact_said_yes")}
                for one in SupportOffer.objects.filter(contact_email__iexact=address)
            ),
            *(
                {_("Version of"): version.object_str, _("Day"): version.created_at.date().isoformat()}
                for version in erasing.versions_that_mention(address)
            ),
        ]

    def erase(self, address: str) -> None:
        erasing.erase_contacts(address)


def _contact(organisation: int, row: dict) -> Row:
    told = {
        _("Organisation"): str(Organisation.objects.filter(pk=organisation).first() or ""),
        _("Name"): row["name"],
        _("Role"): row["role"],
        _("E-mail"): row["email"],
        _("Phone"): row["phone"],
    }
    consent = ContactConsent.objects.filter(person=row["key"], withdrawn_at=None).first()
    if consent:
        told[_("Said yes to being shown")] = consent.given_at.date().isoformat()
    return {called: value for called, value in told.items() if value}


class Reports(PersonalDataHolding):
    label = gettext_lazy("Reported errors")
    whose = gettext_lazy("Those who report an error and leave their address.")
    what = gettext_lazy("Your e-mail address, which the editors alone see, and what you wrote.")
    purpose = gettext_lazy("So that we can answer you, and the error is put right.")
    legal_basis = gettext_lazy("A legitimate interest: what you ask for, an answer.")
    retention = format_lazy(
        gettext_lazy(
            "The address until you have the answer, at most {address} days; what you wrote until {days} days after "
            "it is settled."
        ),
        address=_days(reports.ADDRESS_KEPT),
        days=settings.REPORT_KEPT_DAYS,
    )
    fields = {"directory.ErrorReport": ("email", "text", "answer")}

    def held(self, address: str) -> list[Row]:
        return [
            {_("About"): str(report.entry), **row_of(report, "created_at", "state", "text", "email", "answer")}
            for report in erasing.reports_of(address)
        ]

    def erase(self, address: str) -> None:
        erasing.erase_reports(address)


class Imported(PersonalDataHolding):
    label = gettext_lazy("Files that editors read in")
    whose = gettext_lazy("Those whose address stands in a file with organisations.")
    what = gettext_lazy(
        "What the file says: an organisation's e-mail address and phone number, perhaps somebody's own."
    )
    purpose = gettext_lazy(
        "So that what a file did can be looked at and taken back, and the next file is compared with it."
    )
    legal_basis = gettext_lazy("A legitimate interest: that the directory is right.")
    retention = format_lazy(
        gettext_lazy(
            "{days} days after somebody last looked at it. What a register said of an organisation last, for as "
            "long as the organisation is in the directory."
        ),
        days=_days(imports.KEPT),
    )
    fields = {
        "directory.Import": ("content",),
        "directory.ImportRow": ("new", "old", "said", "said_before"),
        "directory.OrganisationStanding": ("source_row",),
        "directory.InitiativeStanding": ("source_row",),
        "directory.SupportOfferStanding": ("source_row",),
    }

    def held(self, address: str) -> list[Row]:
        rows = erasing.import_rows(address).select_related("file")
        return [
            *({_("File"): row.file.file_name, _("Line"): row.line, _("Name"): row.name} for row in rows),
            *({_("What a register said of"): str(one)} for one in erasing.standings_that_mention(address)),
        ]

    def erase(self, address: str) -> None:
        erasing.erase_imported(address)


holdings = [Keepers, Invitations, Contacts, Reports, Imported]
