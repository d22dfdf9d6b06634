"""The vocabulary: synonyms, merging, and words that organisations propose."""

from typing import Any

import pytest
from django.core import serializers
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from directory.models import Organisation, OrganisationTag, Tag, TagMerge, TagWord
from directory.services import tags
from events.models import EventTag
from search.models import SearchDocument
from tests.directory.factories import (
    InitiativeFactory,
    OfferFactory,
    OrganisationFactory,
    PersonFactory,
    TagFactory,
    editor,
)
from tests.directory.posted import edit_url, form_data, section_with
from tests.directory.searched import found
from tests.directory.test_admin import organisation_data
from tests.events.factories import EventFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]
PREFIX = "wagtailsnippets_directory_tag"


@pytest.fixture
def admin(client):
    client.force_login(editor())
    return client


def save_tag(client: Any, tag: Tag, **changes: Any) -> Any:
    data = {"name": tag.name, "label_en": tag.label_en, "slug": tag.slug, "synonyms": "\n".join(tag.synonyms)}
    return client.post(reverse(f"{PREFIX}:edit", args=[tag.pk]), {**data, **changes})


# Synonyms --------------------------------------------------------------------------------------


def test_the_search_finds_by_a_synonym_as_soon_as_an_editor_has_written_it(admin):
    tag = TagFactory(name="Odling")
    OrganisationFactory(name="Jordbruna", tagged_with=[tag])
    assert found("kolonilotter") == []
    assert save_tag(admin, tag, synonyms="Kolonilotter\n kolonilotter \nAllotments").status_code == 302
    assert found("kolonilotter") == ["Jordbruna"]
    assert found("allotments") == ["Jordbruna"]
    save_tag(admin, tag, synonyms="")
    assert found("kolonilotter") == []


def test_no_two_tags_share_a_word(admin):
    TagFactory(name="Odling", label_en="Growing")
    other = TagFactory(name="Mat")
    for word in ("ODLING", " growing ", "od\u200bling"):
        assert "hör redan till ämnet Odling" in save_tag(admin, other, synonyms=word).content.decode()
    assert save_tag(admin, other, name="Growing").status_code == 200
    assert save_tag(admin, other, label_en="odling").status_code == 200
    assert other.synonyms == []
    with pytest.raises(IntegrityError), transaction.atomic():
        TagWord.objects.create(tag=other, text="Odling")
    with pytest.raises(tags.TagRefused):
        tags.set_synonyms(other, ["odling"])


def test_a_new_tag_gets_its_synonyms_at_once(admin):
    data = {"name": "Återbruk", "label_en": "Reuse", "slug": "aterbruk", "synonyms": "Second hand"}
    admin.post(reverse(f"{PREFIX}:add"), data)
    assert Tag.objects.get().labels == ("Återbruk", "Reuse", "Second hand")


def test_a_renamed_tag_is_known_by_its_new_name_only(admin):
    tag = TagFactory(name="Odling")
    save_tag(admin, tag, name="Stadsodling")
    assert [word.text for word in tag.words.all()] == ["Stadsodling"]
    TagFactory(name="Odling")


def test_tags_stand_in_swedish_order_and_a_dump_survives_a_renaming():
    for name in ("Ödla", "Åska", "Ärta", "Zon", "Arbete"):
        TagFactory(name=name)
    assert [tag.name for tag in Tag.objects.all()] == ["Arbete", "Zon", "Åska", "Ärta", "Ödla"]
    tag = Tag.objects.get(name="Zon")
    dump = serializers.serialize("json", [tag], use_natural_foreign_keys=True, use_natural_primary_keys=True)
    Tag.objects.filter(pk=tag.pk).update(name="Zonen")
    for loaded in serializers.deserialize("json", dump):
        loaded.save()
    assert Tag.objects.get(pk=tag.pk).name == "Zon"
    assert Tag.objects.count() == 5


# Merging ---------------------------------------------------------------------------------------


@pytest.fixture
def pair():
    return TagFactory(name="Integration"), TagFactory(name="Språk", slug="sprak")


def test_what_has_a_merged_tag_gets_the_other_once_and_old_words_and_addresses_lead_there(admin, pair):
    old, new = pair
    organisation = OrganisationFactory(name="Fyren", tagged_with=[old])
    both = OrganisationFactory(name="Båken", tagged_with=[old, new])
    initiative = InitiativeFactory(title="Soppan")
    initiative.tags.add(old)
    initiative.save()
    event = EventFactory()
    EventTag.objects.create(tag=old, content_object=event)
    offer = OfferFactory(title="Snacket", tagged_with=[old])
    url = reverse(f"{PREFIX}:merge", args=[old.pk])
    assert "5 saker har ämnet" in admin.get(url).content.decode()
    assert admin.post(url, {"into": new.pk}).status_code == 302
    for thing in (organisation, both, initiative, event, offer):
        assert [tagged.tag for tagged in thing.tagged.all()] == [new]
    old.refresh_from_db()
    assert old.merged_into == new
    assert "Integration" in new.labels
    assert set(found("integration")) >= {"Fyren", "Båken", "Soppan"}
    response = admin.get("/hitta/?tag=integration&type=organisation")
    assert (response.status_code, response["Location"]) == (301, "/hitta/?type=organisation&tag=sprak")
    assert [item["name"] for item in admin.get("/api/v1/directory/organisations?tag=integration").json()["items"]] == [
        "Båken",
        "Fyren",
    ]
    assert admin.get("/hitta/stod/?tag=integration")["Location"] == "/hitta/stod/?tag=sprak"
    assert admin.get("/api/v1/directory/offers?tag=integration").json()["count"] == 1
    assert ModelLogEntry.objects.filter(action="directory.merge_tag").exists()


def test_a_draft_that_names_the_old_tag_is_published_with_the_new_once(client, pair):
    old, new = pair
    organisation = OrganisationFactory(name="Fyren")
    organisation.tagged = [OrganisationTag(tag=old), OrganisationTag(tag=new)]
    revision = organisation.save_revision()
    event = EventFactory()
    event.tagged = [EventTag(tag=old)]
    draft = event.save_revision()
    tags.merge(old, new, by=editor())
    assert [tagged.tag_id for tagged in draft.as_object().tagged.all()] == [new.pk]
    assert [tagged.tag_id for tagged in revision.as_object().tagged.all()] == [new.pk]
    revision.publish()
    assert [tagged.tag for tagged in Organisation.objects.get().tagged.all()] == [new]


def test_a_form_that_was_open_during_the_merging_is_told_and_loses_nothing(client, pair):
    old, new = pair
    keeper = PersonFactory()
    client.force_login(keeper)
    organisation = OrganisationFactory(kept_by=keeper, tagged_with=[old])
    data = form_data(organisation, section_with(organisation, "tags"), summary_sv="Nytt.")
    tags.merge(old, new, by=editor())
    response = client.post(edit_url(organisation, "tags"), data)
    assert response.context["forms"].form.errors["tags"]
    assert response.context["forms"].form["summary_sv"].value() == "Nytt."


def test_merging_twice_leads_on_at_once_and_circles_are_refused(pair):
    old, new = pair
    third = TagFactory(name="Ord")
    by = editor()
    tags.merge(old, new, by=by)
    tags.merge(new, third, by=by)
    old.refresh_from_db()
    assert old.merged_into == third
    for tag, into in ((third, third), (third, old), (old, third)):
        with pytest.raises(tags.TagRefused):
            tags.merge(tag, into, by=by)
    with pytest.raises(IntegrityError), transaction.atomic():
        Tag.objects.filter(pk=third.pk).update(merged_into=third)


def test_a_merged_tag_is_offered_nowhere_and_never_deleted(admin, pair):
    old, new = pair
    tags.merge(old, new, by=editor())
    keeper = PersonFactory()
    organisation = OrganisationFactory(kept_by=keeper, trusted=True)
    for tag in pair:
        admin.post(reverse(f"{PREFIX}:delete", args=[tag.pk]))
    with pytest.raises(ProtectedError), transaction.atomic():
        Tag.objects.get(pk=old.pk).delete()
    assert Tag.objects.count() == 2
    assert "Integration" not in [tag.name for tag in admin.get(reverse(f"{PREFIX}:list")).context["object_list"]]
    assert admin.get(reverse(f"{PREFIX}:merge", args=[old.pk])).status_code == 404
    admin.force_login(keeper)
    assert [
        tag for _value, tag in admin.get(edit_url(organisation, "tags")).context["forms"].form.fields["tags"].choices
    ] == ["Språk"]


def test_a_merge_is_undone_for_what_had_the_tag_then_and_still_has_the_other(admin, pair):
    old, new = pair
    had, had_both = OrganisationFactory(tagged_with=[old]), OrganisationFactory(tagged_with=[old, new])
    lost = OrganisationFactory(tagged_with=[old])
    event = EventFactory()
    EventTag.objects.create(tag=old, content_object=event)
    tags.set_synonyms(old, ["inkludering"])
    tags.merge(old, new, by=editor())
    since = OrganisationFactory(tagged_with=[new])
    for organisation in (had, had_both):
        Organisation.objects.get(pk=organisation.pk).save_revision().publish()
    OrganisationTag.objects.filter(content_object=lost).delete()
    url = reverse(f"{PREFIX}:undo_merge", args=[old.pk])
    assert url in admin.get(f"{reverse(f'{PREFIX}:list')}?used=merged").content.decode()
    assert "Integration" in admin.get(url).content.decode()
    assert admin.post(url).status_code == 302
    # And what is published from the latest version next says the same.
    for organisation in (had, had_both):
        Organisation.objects.get(pk=organisation.pk).get_latest_revision().publish()

    def tags_of(organisation: Organisation) -> set[str]:
        return set(OrganisationTag.objects.filter(content_object=organisation).values_list("tag__name", flat=True))

    assert tags_of(had) == {"Integration"}
    assert tags_of(had_both) == {"Integration", "Språk"}
    assert tags_of(since) == {"Språk"}
    assert tags_of(lost) == set()
    assert EventTag.objects.get().tag == old
    old = Tag.objects.get(pk=old.pk)
    assert (old.merged_into, old.synonyms) == (None, ["inkludering"])
    assert "Integration" not in Tag.objects.get(pk=new.pk).labels
    assert admin.get("/hitta/?tag=integration").status_code == 200
    assert {"Integration"} <= set(SearchDocument.objects.get(key=str(had.pk), kind="organisation", language="sv").tags)
    assert admin.post(url).status_code == 404


def test_merges_of_tags_in_a_row_are_undone_from_the_last(pair):
    old, new = pair
    third, by = TagFactory(name="Ord"), editor()
    tags.merge(old, new, by=by)
    tags.merge(new, third, by=by)
    first, second = TagMerge.objects.get(tag=old), TagMerge.objects.get(tag=new)
    with pytest.raises(tags.TagRefused, match="Ord"):
        tags.undo_merge(first, by=by)
    tags.undo_merge(second, by=by)
    old.refresh_from_db()
    assert old.merged_into == new
    tags.undo_merge(first, by=by)
    assert Tag.objects.current().count() == 3
    with pytest.raises(tags.TagRefused):
        tags.undo_merge(first, by=by)


def test_a_tag_does_not_come_back_over_a_word_that_is_anothers_now(admin, pair):
    old, new = pair
    tags.merge(old, new, by=editor())
    tags.set_synonyms(new, [])
    other = TagFactory(name="Annat")
    tags.set_synonyms(other, ["integration"])
    url = reverse(f"{PREFIX}:undo_merge", args=[old.pk])
    assert "Annat" in admin.post(url, follow=True).content.decode()
    assert Tag.objects.get(pk=old.pk).merged_into == new


def test_only_who_may_change_tags_undoes_a_merge(client, pair):
    old, new = pair
    tags.merge(old, new, by=editor())
    client.force_login(PersonFactory())
    assert client.post(reverse(f"{PREFIX}:undo_merge", args=[old.pk])).status_code == 302
    assert TagMerge.objects.exists()


def test_the_admins_field_of_tags_offers_current_ones_by_all_their_words_and_takes_a_merged_one_as_the_other(
    admin, pair
):
    old, new = pair
    tags.propose(OrganisationFactory(slug="ber"), "Delningsekonomi", by=PersonFactory())
    tags.merge(old, new, by=editor())
    field = admin.get(reverse("wagtailsnippets_directory_organisation:add")).content.decode()
    url = reverse(f"{PREFIX}:suggestions")
    assert f'data-w-tag-url-value="{url}"' in field
    assert "wagtailadmin/tag-autocomplete" not in field

    def offered(term: str) -> list[str]:
        return admin.get(url, {"term": term}).json()

    assert offered("integ") == offered("SPR") == ["Språk"]
    assert offered("Delnings") == offered("") == offered("\x00" * 90) == []
    organisation = OrganisationFactory()
    edit = reverse("wagtailsnippets_directory_organisation:edit", args=[organisation.pk])
    admin.post(edit, organisation_data(tags='"Integration", "Finns inte"', **{"action-publish": "1"}))
    assert [tag.tag for tag in OrganisationTag.objects.filter(content_object=organisation)] == [new]
    admin.force_login(PersonFactory())
    assert admin.get(url, {"term": "spr"}).status_code == 302


# The list --------------------------------------------------------------------------------------


def test_the_list_counts_uses_narrows_by_them_and_costs_the_same_for_many(admin):
    used = TagFactory(name="Använd")
    TagFactory(name="Oanvänd")
    OrganisationFactory(tagged_with=[used])
    initiative = InitiativeFactory()
    initiative.tags.add(used)
    initiative.save()
    url = reverse(f"{PREFIX}:list")

    def listed(query: str = "") -> dict[str, int]:
        return {tag.name: tag.uses for tag in admin.get(f"{url}{query}").context["object_list"]}

    assert listed() == {"Använd": 2, "Oanvänd": 0}
    assert listed("?used=used") == {"Använd": 2}
    assert listed("?used=unused") == {"Oanvänd": 0}
    assert listed("?used=merged") == {}
    assert list(listed("?ordering=-uses")) == ["Använd", "Oanvänd"]
    with CaptureQueriesContext(connection) as few:
        admin.get(url)
    TagFactory.create_batch(15)
    with CaptureQueriesContext(connection) as many:
        admin.get(url)
    assert len(many) <= len(few)


# Proposals -------------------------------------------------------------------------------------
