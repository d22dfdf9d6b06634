"""Things of the directory, made for tests."""

from datetime import timedelta
from typing import Any

import factory
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.utils import timezone
from django.utils.text import slugify

from directory.models import (
    Application,
    Claim,
    Initiative,
    Invitation,
    Membership,
    Municipality,
    Organisation,
    SupportOffer,
    SupportOfferTag,
    Tag,
)
from directory.services.keeping import token_hash
from portal.accounts.models import User
from portal.plugins import search


class PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda number: f"person{number}@example.org")
    # They sign in by a code in the mail.
    password = factory.LazyFunction(lambda: make_password(None))


def editor() -> User:
    person = PersonFactory()
    person.groups.add(Group.objects.get(name="Editors"))
    return person


class TagFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Tag

    name = factory.Sequence(lambda number: f"Ämne {number}")


def place(name: str) -> Municipality:
    return Municipality.objects.get(name=name)


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation
        skip_postgeneration_save = True

    name = factory.Sequence(lambda number: f"Föreningen {number}")
    slug = factory.LazyAttribute(lambda made: slugify(made.name))
    form = "ideell-forening"
    summary_sv = "Lagar cyklar tillsammans."
    live = True

    @factory.post_generation
    def tagged_with(self: Any, create: bool, tags: list[Tag] | None, **kwargs: Any) -> None:
        if tags:
            self.tags.set(tags)
            self.save()
            search.publish(self)

    @factory.post_generation
    def kept_by(self: Any, create: bool, person: User | None, **kwargs: Any) -> None:
        if person:
            Membership.objects.create(organisation=self, user=person, role=Membership.Role.OWNER)

    @factory.post_generation
    def trusted(self: Any, create: bool, is_trusted: bool | None, **kwargs: Any) -> None:
        if is_trusted:
            self.standing.is_trusted = True
            self.standing.save()


class InitiativeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Initiative
        skip_postgeneration_save = True

    title = factory.Sequence(lambda number: f"Initiativet {number}")
    slug = factory.LazyAttribute(lambda made: slugify(made.title))
    summary_sv = "Någon gör något nytt."
    live = True

    @factory.post_generation
    def by(self: Any, create: bool, organisations: list[Organisation] | None, **kwargs: Any) -> None:
        for organisation in organisations or []:
            self.parts.create(organisation=organisation, role="Driver det")
        if organisations:
            self.save()

    @factory.post_generation
    def tagged_with(self: Any, create: bool, tags: list[Tag] | None, **kwargs: Any) -> None:
        if tags:
            self.tags.set(tags)
            self.save()
            search.publish(self)


class OfferFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SupportOffer
        skip_postgeneration_save = True

    title = factory.Sequence(lambda number: f"Stödet {number}")
    slug = factory.LazyAttribute(lambda made: slugify(made.title))
    organisation = factory.SubFactory(OrganisationFactory)
    kind = "advice"
    summary_sv = "Någon hjälper någon."
    live = True

    @factory.post_generation
    def at(self: Any, create: bool, places: list[str] | None, **kwargs: Any) -> None:
        if places:
            self.municipalities = [place(name) for name in places]
            self.save()
            search.publish(self)

    @factory.post_generation
    def tagged_with(self: Any, create: bool, tags: list[Tag] | None, **kwargs: Any) -> None:
        if tags:
            self.tagged = [SupportOfferTag(tag=tag) for tag in tags]
            self.save()
            search.publish(self)


class InvitationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Invitation

    class Params:
        token = "hemlig-nyckel"

    organisation = factory.SubFactory(OrganisationFactory)
    email = "ny@example.org"
    token_hash = factory.LazyAttribute(lambda made: token_hash(made.token))
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=14))


class ClaimFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Claim

    organisation = factory.SubFactory(OrganisationFactory)
    user = factory.SubFactory(PersonFactory)
    position = "ordförande"


class ApplicationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Application
        skip_postgeneration_save = True

    organisation = factory.SubFactory(OrganisationFactory, live=False)
    user = factory.SubFactory(PersonFactory)
    position = "ordförande"

    @factory.post_generation
    def revised(self: Any, create: bool, wanted: None, **kwargs: Any) -> None:
        self.organisation.save_revision()


def keeps(organisation: Organisation, person: User | None = None, role: str = "keeper") -> Membership:
    return Membership.objects.create(organisation=organisation, user=person or PersonFactory(), role=role)
