"""Questions that are asked and answered by several at once."""

import pytest
from django.core import mail
from wagtail.models import ModelLogEntry

from directory.services import freshness, memberships
from tests.directory.at_once import at_once
from tests.directory.factories import PersonFactory, keeps
from tests.directory.test_freshness import links, old

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture(autouse=True)
def mails_are_kept(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(5))
def test_two_owners_who_confirm_at_once_make_one_confirmation(attempt):
    organisation = old(PersonFactory())
    keeps(organisation, role="owner")
    freshness.ask_what_is_old()
    first, second = (link.split("/")[-2] for link in links())
    outcome = at_once(lambda: freshness.confirm_by_link(first), lambda: freshness.confirm_by_link(second))
    assert outcome == ["NothingAsked", "done"]
    assert ModelLogEntry.objects.filter(action="directory.confirm", object_id=str(organisation.pk)).count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(3))
def test_two_jobs_at_once_ask_once(attempt):
    old(PersonFactory())
    at_once(freshness.ask_what_is_old, freshness.ask_what_is_old)
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_an_owner_taken_away_while_they_press_either_confirms_or_is_refused():
    organisation = old(PersonFactory())
    mine, other = organisation.memberships.get(), keeps(organisation, role="owner")
    freshness.ask_what_is_old()
    token = next(link for letter, link in zip(mail.outbox, links(), strict=True) if letter.to == [mine.user.email])
    outcome = at_once(
        lambda: freshness.confirm_by_link(token.split("/")[-2]), lambda: memberships.let_go(mine, by=other.user)
    )
    confirmed = ModelLogEntry.objects.filter(action="directory.confirm", object_id=str(organisation.pk)).exists()
    assert outcome == (["done", "done"] if confirmed else ["LinkEnded", "done"])
