"""Who may do what with an organisation that others keep too."""

from typing import Any

from wagtail.models import Revision

from directory.models import Initiative, Membership, Organisation
from directory.models.common import Kept
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
    return whom_a_group_lets("directory.change_organisation")


def whom_a_group_lets(do: str) -> list[User]:
    """Those who have the permission `do` ("directory.change_organisation", say) by one of their groups."""
    app, name = do.split(".")
    permission = {"content_type__app_label": app, "codename": name}
    groups = {f"groups__permissions__{name}": value for name, value in permission.items()}
    return list(User.objects.filter(is_active=True, **groups).distinct().order_by("pk"))


def role_of(user: User, organisation: Organisation) -> Membership | None:
    return organisation.memberships.filter(user=user).first()


def keepers(entry: Kept) -> list[User]:
    """Those who keep it, through whichever organisation."""
    found = User.objects.filter(organisation_memberships__organisation__in=entry.kept_through(), is_active=True)
    return list(found.distinct().order_by("pk"))


def others_wrote(entry: Kept) -> bool:
    """Whether somebody who does not keep the entry has written in its draft."""
    draft = Revision.objects.for_instance(entry).filter(pk__gt=entry.live_revision_id or 0)
    return draft.exclude(user__in=keepers(entry)).exists()


def may_review(user: User, entry: Kept) -> bool:
    """Whether `user` answers those who want to publish `entry`."""
    label = entry._meta
    return is_editor(user) and user.has_perm(f"{label.app_label}.publish_{label.model_name}")


def publishes_alone(user: User, live: Kept, draft: Any, *, others: bool | None = None) -> bool:
    """Whether what `user` sends goes live without a review.

    It does through an organisation that the editors trust, unless there is more in the draft than its keepers'
    own words: an editor's waiting change, or the name of an organisation that has not been asked. `others` is what
    `others_wrote` said, where that was asked before.
    """
    through: Any = live.kept_through()
    trusted = through.filter(live=True, standing__is_trusted=True, memberships__user=user)
    if not trusted.exists() or (others_wrote(live) if others is None else others):
        return False
    if isinstance(live, Initiative):
        named = {part.organisation_id for part in draft.parts.all()}
        own = Organisation.objects.kept_by(user).values_list("pk", flat=True)
        return named <= {*own, *through.values_list("pk", flat=True)}
    return True
