"""Roles: each act by each role on one's own organisation and on another's, and the invariant that somebody owns it."""

import pytest
from django.core import mail
from django.test import Client
from wagtail.models import ModelLogEntry

from directory.models import Claim, Invitation, Membership, Organisation
from directory.services import claims, keeping, memberships
from portal.accounts.models import User
from portal.accounts.services import delete_account
from tests.directory.at_once import at_once
from tests.directory.factories import ClaimFactory, OrganisationFactory, PersonFactory, editor, keeps

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture(autouse=True)
def mails_are_kept(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def url(organisation: Organisation) -> str:
    return f"/hitta/organisationer/{organisation.slug}/skoter/"


def signed_in(person: User | None) -> Client:
    client = Client()
    if person:
        client.force_login(person)
    return client


def post(person: User | None, organisation: Organisation, **data: object) -> int:
    return signed_in(person).post(url(organisation), data).status_code


def roles(organisation: Organisation) -> dict[int, str]:
    return dict(organisation.memberships.values_list("user_id", "role"))


class Place:
    """An organisation with an owner, a keeper, an invitation and a claim."""

    def __init__(self, name: str) -> None:
        self.organisation = OrganisationFactory(name=name)
        self.owner = keeps(self.organisation, role="owner")
        self.keeper = keeps(self.organisation)
        self.invitation = keeping.invite(self.organisation, f"{name}@example.org", by=self.owner.user)
        self.claim = ClaimFactory(organisation=self.organisation)

    def acts(self) -> dict[str, dict]:
        """Every act, with the rows of this place."""
        return {
            "invite": {"email": "ny@example.org", "role": "owner"},
            "resend": {"invitation": self.invitation.pk},
            "take-back": {"invitation": self.invitation.pk},
            "role": {"membership": self.keeper.pk, "role": "owner"},
            "let-go": {"membership": self.keeper.pk},
            "hand-over": {"membership": self.keeper.pk},
            "approve": {"claim": self.claim.pk},
            "decline": {"claim": self.claim.pk, "comment": "Vi känner dig inte."},
        }

    def state(self) -> tuple:
        return (
            sorted(roles(self.organisation).items()),
            sorted(Invitation.objects.filter(organisation=self.organisation).values_list("pk", "expires_at")),
            sorted(Claim.objects.filter(organisation=self.organisation).values_list("pk", "state")),
        )


ACTS = ["invite", "resend", "take-back", "role", "let-go", "hand-over", "approve", "decline"]
# Role → what posting an act on the own organisation answers; on another's everybody is answered 404.
ON_OWN = {"owner": 302, "keeper": 404, "claimant": 404, "stranger": 404, "editor": 404}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("role", ON_OWN)
def test_who_may_do_what_to_the_own_and_to_anothers(role, act):
    own, other = Place("egna"), Place("andras")
    person = {
        "owner": own.owner.user,
        "keeper": own.keeper.user,
        "claimant": own.claim.user,
        "stranger": PersonFactory(),
        "editor": editor(),
    }[role]
    before = own.state()
    assert post(person, own.organisation, action=act, **own.acts()[act]) == ON_OWN[role]
    assert (own.state() != before) == (role == "owner")

    before, own_before = other.state(), own.state()
    assert post(person, other.organisation, action=act, **other.acts()[act]) == 404
    # B's rows through A's address.
    crossed = post(person, own.organisation, action=act, **other.acts()[act])
    assert other.state() == before
    if act != "invite":
        assert crossed == 404
        assert own.state() == own_before


def test_an_editor_does_all_of_it_in_the_admin(client):
    client.force_login(editor())
    for act in ACTS:
        if act == "hand-over":
            continue
        place = Place(act)
        before = place.state()
        admin = f"/admin/snippets/directory/organisation/keepers/{place.organisation.pk}/"
        assert client.post(admin, {"action": act, **place.acts()[act]}).status_code == 302
        assert place.state() != before, act
        other = Place(f"{act}-2")
        before = other.state()
        if act != "invite":
            assert client.post(admin, {"action": act, **other.acts()[act]}).status_code == 404
        assert other.state() == before


def test_everybody_concerned_is_told_in_both_languages_and_every_act_is_logged():
    place = Place("fyren")
    owner, keeper = place.owner.user, place.keeper.user
    second = keeps(place.organisation, role="owner").user
    for act, told, action in [
        ({"action": "role", "membership": place.keeper.pk, "role": "owner"}, [keeper], "change_role"),
        ({"action": "let-go", "membership": place.keeper.pk}, [keeper, second], "let_go"),
        ({"action": "approve", "claim": place.claim.pk}, [place.claim.user, second], "approve_claim"),
    ]:
        mail.outbox.clear()
        assert post(owner, place.organisation, **act) == 302
        assert sorted(letter.to[0] for letter in mail.outbox) == sorted(person.email for person in told)
        assert all("profilen" in letter.body and "the profile" in letter.body for letter in mail.outbox)
        assert ModelLogEntry.objects.filter(action=f"directory.{action}", user=owner).exists()
    mail.outbox.clear()
    assert post(owner, place.organisation, action="leave") == 302
    assert [letter.to[0] for letter in mail.outbox] == [second.email]
    assert ModelLogEntry.objects.filter(action="directory.leave", user=owner).exists()


def test_handing_over_makes_the_other_owner_and_oneself_keeper():
    place = Place("fyren")
    assert post(place.owner.user, place.organisation, action="hand-over", membership=place.keeper.pk) == 302
    assert roles(place.organisation) == {place.owner.user_id: "keeper", place.keeper.user_id: "owner"}


def test_the_last_owner_stays_however_they_go(client):
    place = Place("fyren")
    owner = place.owner.user
    page = signed_in(owner).post(url(place.organisation), {"action": "leave"}, follow=True).content.decode()
    assert "Någon måste äga profilen" in page
    post(owner, place.organisation, action="role", membership=place.owner.pk, role="keeper")
    post(owner, place.organisation, action="let-go", membership=place.owner.pk)
    client.force_login(editor())
    admin = f"/admin/snippets/directory/organisation/keepers/{place.organisation.pk}/"
    client.post(admin, {"action": "let-go", "membership": place.owner.pk})
    assert roles(place.organisation)[owner.pk] == "owner"
    # Only where nobody else keeps it, and only an editor.
    client.post(admin, {"action": "let-go", "membership": place.keeper.pk})
    post(owner, place.organisation, action="leave")
    assert roles(place.organisation) == {owner.pk: "owner"}
    client.post(admin, {"action": "let-go", "membership": place.owner.pk})
    assert not roles(place.organisation)


def test_an_account_that_goes_leaves_the_profile_to_who_has_kept_it_longest():
    place = Place("fyren")
    keeps(place.organisation)
    mail.outbox.clear()
    delete_account(place.owner.user)
    assert roles(place.organisation)[place.keeper.user_id] == "owner"
    assert [letter.to[0] for letter in mail.outbox] == [place.keeper.user.email]
    assert not place.organisation.invitations.open().exists()


def test_who_is_taken_away_does_not_come_back_by_their_own_invitation():
    place = Place("fyren")
    second = keeps(place.organisation, role="owner").user
    keeping.invite(place.organisation, "bakdorr@example.org", by=second, role="owner")
    memberships.let_go(Membership.objects.get(user=second), by=place.owner.user)
    assert [invitation.email for invitation in place.organisation.invitations.open()] == ["fyren@example.org"]


def test_a_demoted_owner_posts_an_open_form_in_vain():
    place = Place("fyren")
    second = keeps(place.organisation, role="owner")
    memberships.change_role(second, "keeper", by=place.owner.user)
    assert post(second.user, place.organisation, action="let-go", membership=place.owner.pk) == 404
    with pytest.raises(memberships.NotAllowed):
        memberships.let_go(place.owner, by=second.user)
    with pytest.raises(memberships.NotAllowed):
        keeping.invite(place.organisation, "x@example.org", by=second.user)


def test_giving_power_away_asks_who_sits_there_once_more():
    place = Place("fyren")
    person = place.owner.user
    person.set_password("en lång lösenfras")
    person.save()
    client = signed_in(person)
    response = client.post(url(place.organisation), {"action": "hand-over", "membership": place.keeper.pk})
    assert "reauthenticate" in response["Location"]
    assert roles(place.organisation)[person.pk] == "owner"


def test_inviting_tells_nothing_of_who_has_an_account():
    place = Place("fyren")
    PersonFactory(email="finns@example.org")
    answers = []
    for email in ("finns@example.org", "finnsej@example.org"):
        client = signed_in(place.owner.user)
        page = client.post(
            url(place.organisation), {"action": "invite", "email": email, "role": "keeper"}, follow=True
        ).content.decode()
        row = Invitation.objects.get(email=email)
        for varying in (email, f'value="{row.pk}"'):
            page = page.replace(varying, "")
        answers.append(page.split("<main")[1].split("</main")[0].count("<li"))
        assert "är på väg till" in page
    assert answers[1] == answers[0] + 1
    bodies = [letter.body.replace(letter.body.split("/inbjudan/")[1][:43], "") for letter in mail.outbox[-2:]]
    assert bodies[0].split("/inbjudan/")[0] == bodies[1].split("/inbjudan/")[0]


def test_an_invitation_is_for_its_own_organisation_and_role_alone(client):
    place, other = Place("fyren"), Place("andra")
    invitation = keeping.invite(place.organisation, "ny@example.org", by=place.owner.user, role="owner")
    token = mail.outbox[-1].body.split("/inbjudan/")[1].split("/")[0]
    data = {"organisation": other.organisation.pk, "slug": other.organisation.slug}
    client.post(f"/hitta/inbjudan/{token}/", data, headers={"sec-fetch-site": "same-origin"})
    person = User.objects.get(email="ny@example.org")
    assert roles(place.organisation)[person.pk] == "owner"
    assert person.pk not in roles(other.organisation)
    again = Client().post(f"/hitta/inbjudan/{token}/", headers={"sec-fetch-site": "same-origin"})
    assert again.status_code == 410
    with pytest.raises(keeping.NotOpen):
        keeping.accept(invitation, by=person)


def test_a_new_link_ends_the_old_and_keeps_the_role():
    place = Place("fyren")
    keeping.take_back(place.invitation, by=place.owner.user)
    first = keeping.invite(place.organisation, "ny@example.org", by=place.owner.user, role="owner")
    assert post(place.owner.user, place.organisation, action="resend", invitation=first.pk) == 302
    (current,) = place.organisation.invitations.open()
    assert (current.email, current.role) == ("ny@example.org", "owner")
    assert current.token_hash != first.token_hash


def test_a_profile_is_no_address_book(monkeypatch):
    monkeypatch.setattr(keeping, "MOST_OPEN", 2)
    place = Place("fyren")
    keeping.invite(place.organisation, "a@example.org", by=place.owner.user)
    with pytest.raises(keeping.InvitationRefused):
        keeping.invite(place.organisation, "b@example.org", by=place.owner.user)


def test_a_keeper_sees_who_keeps_it_but_no_addresses_nor_invitations():
    place = Place("fyren")
    User.objects.filter(pk=place.owner.user_id).update(first_name="Olle", last_name="Ägare")
    page = signed_in(place.keeper.user).get(url(place.organisation)).content.decode()
    assert "Olle Ägare" in page
    assert place.owner.user.email not in page
    assert "fyren@example.org" not in page
    assert place.claim.user.email not in page


# At once -------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(5))
def test_two_owners_who_leave_at_once_do_not_leave_none(attempt):
    organisation = OrganisationFactory()
    first, second = keeps(organisation, role="owner"), keeps(organisation, role="owner")
    assert at_once(lambda: memberships.leave(first), lambda: memberships.leave(second)) == ["LastOwner", "done"]
    assert list(roles(organisation).values()) == ["owner"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(5))
def test_two_owners_who_take_each_other_away_at_once_do_not_both_go(attempt):
    organisation = OrganisationFactory()
    first, second = keeps(organisation, role="owner"), keeps(organisation, role="owner")
    outcome = at_once(
        lambda: memberships.let_go(first, by=second.user), lambda: memberships.let_go(second, by=first.user)
    )
    assert outcome == ["NotAllowed", "done"]
    assert list(roles(organisation).values()) == ["owner"]


@pytest.mark.django_db(transaction=True)
def test_one_who_leaves_while_the_other_deletes_the_account_stays_or_leaves_no_keeper_without_owner():
    organisation = OrganisationFactory()
    first, second, third = keeps(organisation, role="owner"), keeps(organisation, role="owner"), keeps(organisation)
    at_once(lambda: memberships.leave(first), lambda: delete_account(second.user))
    assert "owner" in roles(organisation).values()
    assert third.user_id in roles(organisation)


@pytest.mark.django_db(transaction=True)
def test_a_claim_is_answered_once_however_many_answer():
    place = Place("fyren")
    other = keeps(place.organisation, role="owner")
    outcome = at_once(
        lambda: claims.approve(place.claim, by=place.owner.user),
        lambda: claims.decline(place.claim, by=other.user, comment="Nej."),
    )
    assert outcome == ["AlreadyAnswered", "done"]
