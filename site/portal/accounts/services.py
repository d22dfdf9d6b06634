"""What a person does with an account."""

import logging

from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.plugins.personal_data import CannotErase

logger = logging.getLogger("portal.accounts")


class OnlyAdministrator(CannotErase):
    """Without this person nobody could administer the site. The message is for them to read."""


@transaction.atomic
def delete_account(user: User) -> None:
    """Erase a person's account and all that hangs on it. What they wrote for others stays, without their name.

    The rest of what is kept about them goes with `own_data.erase`, which calls this.

    Raises OnlyAdministrator for the last one there is.
    """
    administrators = User.objects.select_for_update().filter(is_superuser=True, is_active=True)
    if user.is_superuser and not [other for other in administrators if other.pk != user.pk]:
        raise OnlyAdministrator(
            _("You are the only administrator. Make somebody else one first: then you can delete your account.")
        )
    user.delete()
    logger.info("An account was deleted.")
