"""Mail about who keeps a profile: in both languages, since we do not know which one a person reads."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext

from portal.accounts.models import User

# An address's name and its arguments.
Link = tuple[str, list[Any]]
BETWEEN = "\n\n– – –\n\n"


def write(to: Iterable[User | str], subject: str, *texts: str, link: Link, **values: Any) -> None:
    """Put a letter to each of `to` into the outbox, in the caller's transaction.

    `subject` and each of `texts`, a paragraph, are message ids, marked by gettext_noop; `values` fill them. Who gets a
    letter without having asked for one reads no stranger's free text in it: give such a letter none.
    """
    subjects, bodies = [], []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            shown = {name: _in_words(value) for name, value in values.items()}
            subjects.append(" ".join((gettext(subject) % shown).split()))
            paragraphs = filter(None, [(gettext(text) % shown).strip() for text in texts])
            bodies.append("\n\n".join([*paragraphs, f"{settings.BASE_URL}{reverse(link[0], args=link[1])}\n"]))
    for address in dict.fromkeys(str(person.email if isinstance(person, User) else person) for person in to):
        EmailMessage(subject=" / ".join(subjects), body=BETWEEN.join(bodies), to=[address]).send()


def _in_words(value: Any) -> str:
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    if isinstance(value, date):
        return date_format(value, "j F Y")
    # A role's name stands within a sentence.
    return str(value).lower() if isinstance(value, Promise) else str(value)
