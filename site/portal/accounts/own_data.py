"""One person's data, by e-mail address: shown, handed over, erased, and kept from coming back."""

import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.utils import is_mfa_enabled
from django.apps import apps
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.accounts.models import Erasure, OwnDataLink, User
from portal.plugins import Plugin
from portal.plugins.personal_data import CannotErase, PersonalDataHolding, Row
from portal.plugins.registry import each_contribution
from portal.plugins.unasked import may_be_written_to

OPEN_FOR = timedelta(hours=24)
_ADDRESS = re.compile(r"""[^\s<>"'(),:;\\|{}\[\]]+@[\w.-]+""")


@dataclass(frozen=True)
class Held:
    """What one holding has about a person."""

    holding: PersonalDataHolding
    rows: list[Row]

    @property
    def definitions(self) -> list[list[dict[str, Any]]]:
        """As `components/definitions.html` shows them."""
        return [
            [{"term": called, "description": _as_read(value)} for called, value in row.items()] for row in self.rows
        ]


def _as_read(value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def holdings() -> list[PersonalDataHolding]:
    """All that there are, the core's first: the register of processing."""
    return [holding() for _app, holding in each_contribution("personal_data")]


def held(*addresses: str) -> list[Held]:
    """What is kept about the person with these addresses, without the holdings that have nothing."""
    found = [Held(holding, [row for address in addresses for row in holding.held(address)]) for holding in holdings()]
    return [one for one in found if one.rows]


def export(*addresses: str) -> dict[str, Any]:
    """The same as a file has it, in the language that is active."""
    return {
        _("E-mail address"): list(addresses),
        _("Written"): timezone.localtime().isoformat(timespec="seconds"),
        _("What we keep"): [
            {
                _("What it is"): str(one.holding.label),
                _("Why"): str(one.holding.purpose),
                _("For how long"): str(one.holding.retention),
                _("Entries"): one.rows,
            }
            for one in held(*addresses)
        ],
    }


# Erasing --------------------------------------------------------------------------------------


@transaction.atomic
def erase(*addresses: str, by: User | None = None) -> None:
    """Erase all that is kept about the person with these addresses, and remember that it is erased.

    `by` is who is signed in; None: whoever has the mailed link. Raises CannotErase, and then nothing has happened.
    """
    for address in addresses:
        _check_account(address, by)
    own = {address.casefold() for address in addresses_of(by)} if by else set()
    for address in addresses:
        _erase(address)
        erasure = Erasure.objects.create(mark=mark_of(address), erased_at=timezone.now())
        if by is not None and address.casefold() not in own:
            log(erasure, "accounts.erase", user=by)
        # Last, and before the database's own end: a line too many asks only for what the person has asked for.
        _write_down(erasure)


def addresses_of(user: User) -> list[str]:
    """Those that a member has shown to be theirs."""
    verified = EmailAddress.objects.filter(user=user, verified=True).order_by("-primary", "pk")
    return list(verified.values_list("email", flat=True))


def _erase(address: str) -> None:
    # Plugins before what they stand on, then the core: the account, and in the end the mail that this has written.
    found = list(each_contribution("personal_data"))
    of_plugins = [holding for app, holding in reversed(found) if isinstance(app, Plugin)]
    for holding in [*of_plugins, *(holding for app, holding in found if not isinstance(app, Plugin))]:
        holding().erase(address)


def _check_account(address: str, by: User | None) -> None:
    user = User.objects.filter(email__iexact=address).first()
    if user is None or user == by:
        return
    is_guarded = user.has_perm("wagtailadmin.access_admin") or is_mfa_enabled(user)
    if by is None and is_guarded:
        raise CannotErase(
            _("A mailed link is not enough for your account. Sign in, and erase what we keep under My pages.")
        )
    if by is not None and is_guarded and not by.is_superuser:
        raise CannotErase(
            _("This person works in the admin or has a second step of signing in. An administrator can erase.")
        )


# What keeps an erased person from coming back ---------------------------------------------------


def mark_of(address: str) -> str:
    """Tells addresses apart, and nobody without the portal's secret which they are."""
    return salted_hmac("portal.erased", address.strip().casefold()).hexdigest()


def erased_marks() -> set[str]:
    """The marks of all who have been erased at some time."""
    return set(Erasure.objects.values_list("mark", flat=True))


def _line(mark: str, erased_at: datetime) -> str:
    return f"{mark} {erased_at.astimezone(timezone.get_default_timezone()).isoformat()}"


def _write_down(erasure: Erasure) -> None:
    """Beside the database, which may be set back to an earlier copy."""
    with settings.ERASURES.open("a") as file:
        file.write(_line(erasure.mark, erasure.erased_at) + "\n")
        file.flush()
        os.fsync(file.fileno())


def replay() -> tuple[int, list[str]]:
    """Erase anew who has been erased since the copy of the database that was restored.

    How many erasures there were that it did not know, and why some could not be done.
    """
    lines = settings.ERASURES.read_text().split("\n") if settings.ERASURES.exists() else []
    known = {_line(*values) for values in Erasure.objects.values_list("mark", "erased_at")}
    missing = [line.split(" ") for line in dict.fromkeys(lines) if line and line not in known]
    marks = {mark for mark, _erased_at in missing}
    refused = []
    for address in sorted({one for one in _all_addresses() if mark_of(one) in marks}) if marks else []:
        try:
            with transaction.atomic():
                _erase(address)
        except CannotErase as refusal:
            marks.discard(mark_of(address))
            refused.append(str(refusal))
    Erasure.objects.bulk_create(
        Erasure(mark=mark, erased_at=datetime.fromisoformat(erased_at)) for mark, erased_at in missing if mark in marks
    )
    return len(missing) - len(refused), refused


def _all_addresses() -> Iterator[str]:
    """Every e-mail address that stands in any text of the database."""
    models_of_all: list[Any] = apps.get_models(include_auto_created=True)
    for model in models_of_all:
        names = [field.name for field in model._meta.local_concrete_fields if _may_hold_an_address(field)]
        for values in model._base_manager.values_list(*names).iterator() if names else ():
            for value in values:
                text = bytes(value).decode(errors="replace") if isinstance(value, bytes | memoryview) else str(value)
                if "@" in text:
                    yield from {found.strip(".-").casefold() for found in _ADDRESS.findall(text)}


def _may_hold_an_address(field: models.Field) -> bool:
    return isinstance(field, models.CharField | models.TextField | models.JSONField | models.BinaryField)


# The mailed link -------------------------------------------------------------------------------


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def mail_link(address: str) -> None:
    """Mail a link to what is kept about whoever reads the mail of `address`; also if that is nothing.

    An address gets only so much of it, in silence.
    """
    if not may_be_written_to(address):
        return
    token = secrets.token_urlsafe(32)
    OwnDataLink.objects.create(token_hash=_hash(token), address=address, expires_at=timezone.now() + OPEN_FOR)
    link = settings.BASE_URL + reverse("own_data:held", args=[token])
    body = render_to_string("accounts/own_data/mail.txt", {"link": link, "base_url": settings.BASE_URL})
    EmailMessage(subject=_("What we keep about you"), body=body, to=[address]).send()


def find_link(token: str) -> OwnDataLink | None:
    """The open link with this secret."""
    return OwnDataLink.objects.filter(token_hash=_hash(token), expires_at__gt=timezone.now()).first()


def forget_old_links() -> None:
    OwnDataLink.objects.filter(expires_at__lte=timezone.now()).delete()
