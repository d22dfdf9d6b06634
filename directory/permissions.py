"""Who may do what with an organisation that others keep too."""

from directory.models import Membership, Organisation
from portal.accounts.models import User


def is_editor(user: User) -> bool:
    """Whether `user` is of the portal's own staff for the directory."""
    return user.has_perm("directory.change_organisation")


def is_owner(user: User, organisation: Organisation) -> bool:
    return organisation.memberships.owners().filter(user=user).exists()


def may_manage(user: User, organisation: Organisation) -> bool:
    """Whether `user` says who keeps the profile: its owners do, and the portal's editors."""
    return is_owner(user, organisation) or is_editor(user)


def owners(organisation: Organisation) -> list[User]:
    found = organisation.memberships.owners().select_related("user").order_by("since", "pk")
    return [membership.user for membership in found if membership.user.is_active]


def editors() -> list[User]:
    """Those whom a group makes editors of the directory."""
    permission = {"content_type__app_label": "directory", "codename": "change_organisation"}
    groups = {f"groups__permissions__{name}": value for name, value in permission.items()}
    return list(User.objects.filter(is_active=True, **groups).distinct().order_by("pk"))


def role_of(user: User, organisation: Organisation) -> Membership | None:
    return organisation.memberships.filter(user=user).first()
