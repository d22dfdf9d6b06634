import pytest
from django.contrib.auth.models import Group

from portal.accounts.models import User


@pytest.fixture
def member(db) -> User:
    return User.objects.create_user("medlem@example.org")


@pytest.fixture
def editor(db) -> User:
    user = User.objects.create_user("redaktor@example.org")
    user.groups.add(Group.objects.get(name="Editors"))
    return user
