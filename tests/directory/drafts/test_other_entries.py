"""Initiatives and support that keepers add and change."""

import pytest
from django.test import Client
from django.urls import reverse

from directory.models import Initiative, SupportOffer
from tests.directory.drafts.answers import answer
from tests.directory.factories import InitiativeFactory, OfferFactory, OrganisationFactory
from tests.directory.posted import press, publish, write
from tests.directory.test_keeping import picture

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_a_keeper_adds_an_initiative_that_is_public_once_an_editor_has_read_it(client, kept):
    url = reverse("directory:add-initiative", args=[kept.slug])
    form = {"title": "Lånecyklar", "form": "projekt", "summary_sv": "Vi lånar ut cyklar."}
    response = client.post(url, form)
    initiative = Initiative.objects.get()
    assert response["Location"] == initiative.edit_url
    assert not initiative.live
    write(client, initiative, challenge_sv="Folk saknar cykel.", links=[], municipality="")
    press(client, initiative, "send")
    assert Client().get(initiative.get_absolute_url()).status_code == 404
    answer(initiative, "approve")
    page = Client().get(initiative.get_absolute_url()).content.decode()
    assert "Folk saknar cykel." in page
    assert "Fyren" in page


def test_an_initiative_is_not_given_to_an_organisation_without_the_editors(client, kept):
    kept.standing.is_trusted = True
    kept.standing.save()
    OrganisationFactory(name="Kända Kommunen")
    initiative = InitiativeFactory(by=[kept])
    parts = [{"organisation": "Fyren", "role": "Driver"}, {"organisation": "kända kommunen", "role": "Betalar"}]
    publish(client, initiative, parts=parts)
    assert initiative.parts.count() == 1
    assert initiative.workflow_in_progress
    publish(client, InitiativeFactory(by=[kept]), summary_sv="Nytt.")
    assert Initiative.objects.get(summary_sv="Nytt.")


def test_a_part_of_an_organisation_that_is_not_there_is_refused(client, kept):
    initiative = InitiativeFactory(by=[kept])
    OrganisationFactory(name="Dolda", live=False)
    response = write(client, initiative, parts=[{"organisation": "Dolda", "role": ""}])
    assert response.context["forms"].rows["parts"].errors[0]["organisation"]
    twice = [{"organisation": "Fyren", "role": "a"}, {"organisation": "Fyren", "role": "b"}]
    response = write(client, initiative, parts=twice)
    assert response.context["forms"].rows["parts"].errors[1]["organisation"]


def test_pictures_of_an_initiative_are_sent_kept_and_taken_away_and_nobody_takes_anothers(client, kept):
    kept.standing.is_trusted = True
    kept.standing.save()
    initiative = InitiativeFactory(by=[kept])
    publish(client, initiative, images=[{"file": picture(), "alt_sv": "En cykel"}])
    image = initiative.images.get().image
    assert image.renditions.exists()
    strangers = InitiativeFactory(by=[kept])
    response = write(client, strangers, images=[{"image": image.pk, "alt_sv": "Stulen"}])
    assert response.context["forms"].rows["images"].errors[0]["file"]
    publish(client, initiative, images=[{"image": image.pk, "alt_sv": "En röd cykel"}])
    assert initiative.images.get().alt_sv == "En röd cykel"
    publish(client, initiative, images=[{"image": image.pk, "alt_sv": "En röd cykel", "remove": "on"}])
    assert not initiative.images.exists()


def test_a_keeper_adds_support_and_says_what_it_costs(client, kept):
    kept.standing.is_trusted = True
    kept.standing.save()
    url = reverse("directory:add-offer", args=[kept.slug])
    client.post(url, {"title": "Landskapet", "kind": "advice", "summary_sv": "Vi ger råd."})
    offer = SupportOffer.objects.get()
    assert offer.slug == "landskapet-2"
    response = write(client, offer, is_free="", cost_sv="")
    assert response.context["forms"].form.errors["cost_sv"]
    publish(client, offer, is_free="", cost_sv="100 kronor i timmen")
    assert "100 kronor i timmen" in Client().get(offer.get_absolute_url()).content.decode()


def test_a_draft_that_was_never_public_is_thrown_away_for_good(client, kept):
    url = reverse("directory:add-offer", args=[kept.slug])
    client.post(url, {"title": "Råd", "kind": "advice", "summary_sv": "Vi ger råd."})
    offer = SupportOffer.objects.get()
    press(client, offer, "discard")
    assert not SupportOffer.objects.exists()


def test_others_initiatives_and_offers_are_not_there(client, kept):
    for entry in (InitiativeFactory(by=[OrganisationFactory()]), OfferFactory(live=False)):
        assert client.get(entry.edit_url).status_code == 404
        assert write(client, entry, summary_sv="Kapat").status_code == 404
        assert press(client, entry, "send").status_code == 404
