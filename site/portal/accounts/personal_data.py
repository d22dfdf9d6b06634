"""What the portal keeps about those who have an account."""

from typing import Any
from urllib.parse import quote_plus

from allauth.account.models import EmailAddress
from allauth.mfa.utils import is_mfa_enabled
from django.db.models import ManyToOneRel, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.models import FormState
from wagtail.models import ModelLogEntry

from portal.accounts import services
from portal.accounts.models import OwnDataLink, User
from portal.plugins.personal_data import PersonalDataHolding, Row, mentioning, row_of, without

# Things of other packages that have no Swedish word there.
CALLED = {
    "mfa.Authenticator": gettext_lazy("Second steps of signing in"),
    "wagtailadmin.EditingSession": gettext_lazy("Open for editing"),
    "wagtailadmin.FormState": gettext_lazy("Forms being filled in"),
    "wagtailcore.APIToken": gettext_lazy("Keys for programs"),
    "wagtailcore.PageSubscription": gettext_lazy("Pages followed"),
    "wagtailcore.UploadedFile": gettext_lazy("Files being uploaded"),
}


class Accounts(PersonalDataHolding):
    label = gettext_lazy("Accounts")
    whose = gettext_lazy("Those who have an account: members, and those who work with the portal.")
    what = gettext_lazy(
        "Your e-mail address, your name if you write it, when you signed in last, your password and your second step "
        "of signing in so that nobody can read them, and what you have done in the portal: what you have written, "
        "answered or changed, with the day."
    )
    purpose = gettext_lazy("So that you can sign in, and others see who is responsible for what is written.")
    legal_basis = gettext_lazy("An agreement: you have asked for the account.")
    retention = gettext_lazy(
        "Until you delete the account. What you have written for others stays, without your name. A session ends after "
        "two weeks."
    )
    fields = {
        "accounts.User": ("email", "first_name", "last_name"),
        "accounts.User_groups": ("user",),
        "accounts.User_user_permissions": ("user",),
        "account.EmailAddress": ("email", "user"),
        "mfa.Authenticator": ("user",),
        "wagtailusers.UserProfile": ("user", "avatar"),
        "wagtailadmin.EditingSession": ("user",),
        "wagtailadmin.FormState": ("user",),
        "wagtailcore.APIToken": ("user", "name"),
        "wagtailcore.Comment": ("user",),
        "wagtailcore.CommentReply": ("user",),
        "wagtailcore.PageSubscription": ("user",),
    }

    def held(self, address: str) -> list[Row]:
        return [_told(user) for user in _accounts(address)] + [
            {_("Further address of an account"): one.email} for one in _further(address)
        ]

    def erase(self, address: str) -> None:
        for user in _accounts(address):
            services.delete_account(user)
        # Somebody has it beside another address: the account is that one's.
        _further(address).delete()
        # What an editor is writing just now, as a browser sends it.
        FormState.objects.filter(data__icontains=quote_plus(address)).delete()
        # Wagtail's history calls things as they were called.
        for entry in mentioning(ModelLogEntry.objects.all(), "label", address):
            ModelLogEntry.objects.filter(pk=entry.pk).update(label=without(entry.label, address))
        for entry in mentioning(ModelLogEntry.objects.all(), "data", address):
            ModelLogEntry.objects.filter(pk=entry.pk).update(data=without(entry.data, address))


def _accounts(address: str) -> QuerySet[User]:
    return User.objects.filter(email__iexact=address)


def _further(address: str) -> QuerySet[EmailAddress]:
    return EmailAddress.objects.filter(email__iexact=address).exclude(user__email__iexact=address)


def _told(user: User) -> Row:
    row = row_of(user, "email", "first_name", "last_name", "date_joined", "last_login")
    row[_("Password")], row[_("Second step of signing in")] = user.has_usable_password(), is_mfa_enabled(user)
    if roles := list(user.groups.values_list("name", flat=True)):
        row[_("Groups")] = roles
    if done := _done_by(user):
        row[_("Things with your name on them")] = done
    return row


def _done_by(user: User) -> list[str]:
    """How many things of each kind know who has done something to them."""
    found: dict[Any, int] = {}
    relations: list[Any] = User._meta.get_fields(include_hidden=True)
    for relation in relations:
        model = relation.related_model
        if isinstance(relation, ManyToOneRel) and not model._meta.auto_created and not model._meta.proxy:
            number = model._base_manager.filter(**{relation.field.name: user.pk}).count()
            found[model] = found.get(model, 0) + number
    return [f"{_called(model)}: {number}" for model, number in found.items() if number]


def _called(model: Any) -> str:
    return str(CALLED.get(model._meta.label) or f"{model._meta.verbose_name_plural}".capitalize())


class OwnDataLinks(PersonalDataHolding):
    label = gettext_lazy("Questions about one's data")
    whose = gettext_lazy("Those who have asked what we keep about them.")
    what = gettext_lazy("The e-mail address, and when the link that was mailed there ends.")
    purpose = gettext_lazy("So that the link leads to what is kept about its reader, and to nobody else's.")
    legal_basis = gettext_lazy("A legal obligation: everybody may see what is kept about them.")
    retention = gettext_lazy(
        "Until the day after. That somebody's data has been erased we remember without the address, by a mark that "
        "nobody can read, so that no file and no restored copy brings the person back."
    )
    fields = {"accounts.OwnDataLink": ("address",)}

    def held(self, address: str) -> list[Row]:
        return [row_of(link, "address", "expires_at") for link in OwnDataLink.objects.filter(address__iexact=address)]

    def erase(self, address: str) -> None:
        OwnDataLink.objects.filter(address__iexact=address).delete()


holdings = [Accounts, OwnDataLinks]
