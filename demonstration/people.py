"""The demonstration's sign-ins. Their password is public: such a site is for trying out only."""

from django.contrib.auth.models import Group

from portal.accounts.models import User
from portal.accounts.roles import EDITORS

PASSWORD = "forskarverkstad"  # noqa: S105 - printed by `make run`, for all to use
ADMINISTRATOR = "admin@example.org"
EDITOR = "redaktor@example.org"
MEMBER = "medlem@example.org"
# They keep a profile with the member, and ask to.
COLLEAGUE = "kollega@example.org"
ASKING = "sokande@example.org"
# They run the rounds of the science shop.
COORDINATOR = "samordnare@example.org"
# One of its researchers, who wants to be seen.
RESEARCHER = "forskare@example.org"


def are_there() -> bool:
    """Whether this database has people, and so its content, already."""
    return User.objects.exists()


def load() -> None:
    User.objects.create_superuser(ADMINISTRATOR, PASSWORD, first_name="Alma", last_name="Administratör")
    editor = User.objects.create_user(EDITOR, PASSWORD, first_name="Rut", last_name="Redaktör")
    editor.groups.add(Group.objects.get(name=EDITORS))
    member = User.objects.create_user(MEMBER, PASSWORD, first_name="Maja", last_name="Medlem")
    for person in (editor, member):
        person.confirm_address()
