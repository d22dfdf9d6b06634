"""What waits is read by an editor and published as it was shown, or sent back."""

import pytest
from django.core import mail
from django.urls import reverse
from wagtail.models import WorkflowState

from tests.directory.drafts.answers import answer, review_url, signed_in
from tests.directory.factories import OrganisationFactory, PersonFactory, editor, keeps
from tests.directory.posted import press, publish, write
from tests.directory.test_keeping import picture

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_the_moderator_sees_old_and_new_side_by_side_and_what_is_approved_is_public(client, kept):
    publish(client, kept, summary_sv="Nytt.", new_logo=picture())
    reviewer = editor()
    page = signed_in(reviewer).get(review_url(kept)).content.decode()
    assert "<del>Gammalt.</del>" in page
    assert "<ins>Nytt.</ins>" in page
    answer(kept, "approve", by=reviewer, comment="Fint!")
    kept.refresh_from_db()
    assert (kept.summary_sv, kept.has_unpublished_changes) == ("Nytt.", False)
    assert kept.logo_rendition
    assert not kept.current_workflow_state
    (letter,) = [letter for letter in mail.outbox if "Fint!" in letter.body]
    assert kept.get_absolute_url() in letter.body


def test_a_version_that_was_not_shown_is_not_approved(client, kept):
    publish(client, kept, summary_sv="Andra.")
    kept.refresh_from_db()
    shown = kept.latest_revision_id
    write(client, kept, summary_sv="Tredje, osedd.")
    response = answer(kept, "approve", shown=shown)
    assert "titta igen" in response.content.decode()
    kept.refresh_from_db()
    assert kept.summary_sv == "Gammalt."
    answer(kept, "approve")
    kept.refresh_from_db()
    assert kept.summary_sv == "Tredje, osedd."


def test_wagtails_own_button_approves_nothing_unseen(client, kept):
    publish(client, kept, summary_sv="Nytt.")
    task_state = kept.current_workflow_task_state
    admin = signed_in(editor())
    url = reverse("wagtailsnippets_directory_organisation:workflow_action", args=[kept.pk, "approve", task_state.pk])
    assert admin.post(url, {"comment": ""}).status_code in (302, 403)
    kept.refresh_from_db()
    assert kept.summary_sv == "Gammalt."
    assert kept.workflow_in_progress


def test_a_change_that_is_sent_back_reaches_the_keepers_with_a_link_that_works_for_them(client, kept, keeper):
    colleague = PersonFactory()
    keeps(kept, colleague)
    publish(client, kept, summary_sv="Nytt.")
    mail.outbox.clear()
    answer(kept, "send-back", comment="Skriv för vem.")
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted([keeper.email, colleague.email])
    assert all("Skriv för vem." in letter.body and kept.edit_url in letter.body for letter in mail.outbox)
    assert not any("/admin/" in letter.body for letter in mail.outbox)
    page = client.get(kept.edit_url).content.decode()
    assert "Skriv för vem." in page
    publish(client, kept, summary_sv="Nytt, för alla.")
    assert kept.workflow_in_progress
    answer(kept, "approve")
    kept.refresh_from_db()
    assert kept.summary_sv == "Nytt, för alla."


def test_sending_back_needs_words(client, kept):
    publish(client, kept, summary_sv="Nytt.")
    assert answer(kept, "send-back").context["form"].errors["comment"]
    assert kept.workflow_in_progress


def test_what_a_keeper_took_back_nobody_approves(client, kept):
    publish(client, kept, summary_sv="Nytt.")
    press(client, kept, "take-back")
    assert not kept.workflow_in_progress
    answer(kept, "approve")
    kept.refresh_from_db()
    assert kept.summary_sv == "Gammalt."
    assert kept.get_latest_revision_as_object().summary_sv == "Nytt."


def test_two_editors_answer_once(client, kept):
    publish(client, kept, summary_sv="Nytt.")
    kept.refresh_from_db()
    shown = kept.latest_revision_id
    answer(kept, "send-back", shown=shown, comment="Mer.")
    answer(kept, "approve", shown=shown)
    kept.refresh_from_db()
    assert kept.summary_sv == "Gammalt."
    assert kept.current_workflow_state.status == WorkflowState.STATUS_NEEDS_CHANGES


def test_who_is_no_editor_answers_nothing(client, kept):
    publish(client, kept, summary_sv="Nytt.")
    assert client.post(review_url(kept), {"action": "approve", "shown": kept.latest_revision_id}).status_code == 302
    kept.refresh_from_db()
    assert kept.summary_sv == "Gammalt."


def test_the_queue_stands_on_the_admins_first_page_and_says_the_oldest_first(client, kept):
    publish(client, kept, summary_sv="Nytt.")
    second = OrganisationFactory(name="Andra", kept_by=kept.memberships.get().user)
    publish(client, second, summary_sv="Nytt.")
    admin = signed_in(editor())
    for page in (admin.get("/admin/"), admin.get(reverse("directory_reviews:index"))):
        words = page.content.decode()
        assert 0 < words.index(review_url(kept)) < words.index(review_url(second))
