"""The cluster follows the rows, whatever comes between."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from portal.plugins.search import Document, publish
from search.engines import delivery
from search.engines.cluster import delivery as cluster_delivery
from search.engines.cluster.delivery import deliver, differing, mend, rebuild
from search.engines.cluster.engine import ClusterEngine
from search.engines.cluster.indices import Indices
from search.engines.delivery import NotFollowed, ahead, set_aside
from search.models import Entry, Rejection, SearchDocument
from search.planning import make_plan
from search.query import Query
from search.services import reconcile
from search.sources import by_kind
from search.synonyms import Synonyms
from tests.search.cluster.held import held

pytestmark = [pytest.mark.node, pytest.mark.database]


def wanted() -> dict[int, int]:
    return dict(SearchDocument.objects.filter(public=True).values_list("pk", "revision"))


def found(indices: Indices, text: str, **query: object) -> list[int]:
    asked = Query(text, **query)
    return ClusterEngine(indices).search(asked, make_plan(asked, Synonyms()), by_kind()).ids


def test_the_first_delivery_makes_the_index_and_the_next_sends_what_changed(shelf, indices):
    note, other = shelf.put("Odling"), shelf.put("Bokbuss")
    assert deliver(indices) == 2
    assert held(indices) == wanted()
    assert not ahead().exists()
    shelf.documents[note.pk] = [Document("sv", "Biodling", "/b/")]
    publish(note)
    shelf.hide(other)
    assert ahead().count() == 2
    assert deliver(indices) == 2
    assert held(indices) == wanted()
    assert found(indices, "biodling") == list(wanted())
    assert found(indices, "bokbuss") == []
    assert deliver(indices) == 0


def test_nothing_of_a_row_is_kept_that_the_public_may_no_longer_see(shelf, indices):
    note = shelf.put("Hemligt", "Ett ord: zymalvrang", municipalities=("Lund",))
    deliver(indices)
    shelf.hide(note)
    deliver(indices)
    (hit,) = indices.client.search(index=indices.alias)["hits"]["hits"]
    assert hit["_source"] == {"number": int(hit["_id"]), "revision": 2, "public": False}
    count = indices.client.count(index=indices.alias, query={"term": {"tokens": "0zymalvrang"}})["count"]
    assert count == 0


def test_what_comes_late_or_twice_does_no_harm(shelf, indices):
    note = shelf.put("Gammal")
    deliver(indices)
    old = list(SearchDocument.objects.all())
    late = list(cluster_delivery._actions(old))
    shelf.documents[note.pk] = [Document("sv", "Ny", "/n/")]
    publish(note)
    deliver(indices)
    for action in late:
        answer = indices.client.options(ignore_status=409).index(
            index=indices.alias, id=action["_id"], version=action["version"], version_type="external", document={}
        )
        assert answer["status"] == 409
    assert held(indices) == wanted()
    assert found(indices, "ny")
    assert not found(indices, "gammal")


def test_a_translation_that_comes_or_goes_changes_to_whom_the_other_is_shown(shelf, indices):
    shelf.put("Konferens om vatten", group="a")
    deliver(indices)
    assert found(indices, "konferens", language="en")
    english = shelf.put("Conference", "konferens", language="en", group="a")
    deliver(indices)
    (pk,) = found(indices, "konferens", language="en")
    assert SearchDocument.objects.get(pk=pk).language == "en"
    shelf.hide(english)
    deliver(indices)
    (pk,) = found(indices, "konferens", language="en")
    assert SearchDocument.objects.get(pk=pk).language == "sv"


def test_words_that_come_apart_anew_are_sent(shelf, indices):
    note = shelf.put("Zymalvrångan")
    deliver(indices)
    shelf.put("Zymal")
    shelf.put("Vrånga")
    deliver(indices)
    assert SearchDocument.objects.get(key=str(note.pk)).pk in found(indices, "vrånga")
    assert set(Entry.objects.values_list("revision")) == set(SearchDocument.objects.values_list("revision"))


def test_a_row_that_the_cluster_does_not_take_holds_nobody_up_and_is_told(shelf, indices, monkeypatch):
    bad = shelf.put("Trasig")
    SearchDocument.objects.update(facets={"tag": {"x" * 40_000: "Too long for any source to write"}})
    shelf.put("Hel")
    deliver(indices)
    assert set(held(indices)) == set(wanted()) - {SearchDocument.objects.get(key=str(bad.pk)).pk}
    rejection = Rejection.objects.get()
    assert rejection.attempts == 1
    assert "immense term" in rejection.reason
    assert deliver(indices) == 0, "It waits."
    for _time in range(10):
        Rejection.objects.exclude(due_at=None).update(due_at=timezone.now() - timedelta(seconds=1))
        deliver(indices)
    assert Rejection.objects.get().attempts == cluster_delivery.ATTEMPTS
    assert [row.document.key for row in set_aside()] == [str(bad.pk)]
    shelf.documents[bad.pk] = [Document("sv", "Lagad", "/l/")]
    publish(bad)
    assert deliver(indices) == 1
    assert not Rejection.objects.exists()
    assert held(indices) == wanted()


def test_a_busy_cluster_is_sent_the_rest_later(shelf, indices, monkeypatch):
    shelf.put("Odling")
    deliver(indices)
    shelf.put("Bokbuss")
    busy = [(False, {"index": {"_id": str(pk), "status": 429}}) for pk in ahead().values_list("pk", flat=True)]
    with monkeypatch.context() as patched:
        patched.setattr(cluster_delivery, "streaming_bulk", lambda *_arguments, **_options: busy)
        with pytest.raises(NotFollowed):
            deliver(indices)
    assert not Rejection.objects.exists()
    assert deliver(indices) == 1
    assert held(indices) == wanted()


def test_an_index_that_is_lost_or_was_made_by_another_mapping_is_made_anew(shelf, indices, monkeypatch):
    shelf.put("Odling")
    deliver(indices)
    indices.remove()
    assert deliver(indices) == 1
    assert held(indices) == wanted()
    before = indices.targets()[indices.alias]
    monkeypatch.setattr("search.engines.cluster.indices.digest", lambda: "12345678")
    shelf.put("Bokbuss")
    deliver(indices)
    after = indices.targets()[indices.alias]
    assert "-12345678-" in after
    assert after != before
    assert not indices.client.indices.exists(index=before)
    assert held(indices) == wanted()


def test_while_an_index_is_filled_the_other_is_searched_and_both_hear_of_changes(shelf, indices, monkeypatch):
    monkeypatch.setattr(cluster_delivery, "BATCH", 1)
    one, two, three = shelf.put("Ett"), shelf.put("Två"), shelf.put("Tre")
    deliver(indices)
    before = indices.targets()[indices.alias]
    seen = []

    def meanwhile(done: int) -> None:
        seen.append(done)
        if done == 2:
            for number, note in enumerate((one, three)):
                shelf.documents[note.pk] = [Document("sv", f"Nytt {number}", "/n/")]
                publish(note)
            shelf.hide(two)
            deliver(indices)
            assert not found(indices, "ett")
            assert len(found(indices, "nytt")) == 2
            shelf.put("Fyra")

    rebuild(indices, meanwhile)
    assert indices.targets().keys() == {indices.alias}
    assert indices.targets()[indices.alias] != before
    assert held(indices) == wanted()
    assert seen == [1, 2, 3, 4]


def test_a_row_sent_while_the_next_index_began_goes_to_it_as_well(shelf, indices, monkeypatch):
    note = shelf.put("Gammal")
    deliver(indices)
    shelf.documents[note.pk] = [Document("sv", "Ny", "/n/")]
    publish(note)
    send = cluster_delivery._send
    began: list[str] = []

    def sent_while_it_begins(*arguments):
        if not began:
            began.append(indices.begin())
        return send(*arguments)

    monkeypatch.setattr(cluster_delivery, "_send", sent_while_it_begins)
    with pytest.raises(NotFollowed):
        deliver(indices)
    assert ahead().count() == 1
    deliver(indices)
    answer = indices.client.get(index=began[0], id=str(SearchDocument.objects.get().pk))
    assert answer["_version"] == SearchDocument.objects.get().revision


def test_a_fill_that_was_broken_off_is_gone_on_with(shelf, indices, monkeypatch):
    monkeypatch.setattr(cluster_delivery, "BATCH", 2)
    monkeypatch.setattr(cluster_delivery, "AT_ONCE", 2)
    for number in range(5):
        shelf.put(f"Bok {number}")
    for _time in range(2):
        with pytest.raises(NotFollowed):
            deliver(indices)
        assert indices.alias not in indices.targets()
    filling = indices.targets()[indices.filling]
    assert deliver(indices) == 1
    assert indices.targets() == {indices.alias: filling}
    assert held(indices) == wanted()


def test_an_index_that_its_maker_left_half_filled_is_finished_by_the_sweep(shelf, indices, monkeypatch):
    monkeypatch.setattr(cluster_delivery, "BATCH", 1)
    for number in range(3):
        shelf.put(f"Bok {number}")
    deliver(indices)
    with pytest.raises(NotFollowed):
        rebuild(indices, most=1)
    shelf.put("Till")
    assert deliver(indices) == 1
    assert indices.filling in indices.targets(), "Its maker may be at it still."
    monkeypatch.setattr("search.engines.cluster.indices.LEFT_AFTER", 0)
    deliver(indices)
    assert indices.targets().keys() == {indices.alias}
    assert held(indices) == wanted()


def test_of_two_who_begin_at_once_one_makes_the_index(indices, monkeypatch):
    first = indices.begin()
    targets = Indices.targets
    seen = [{}]
    # The other has looked before the first was there.
    monkeypatch.setattr(Indices, "targets", lambda self: seen.pop() if seen else targets(self))
    assert Indices(indices.client, indices.alias).begin() == first
    assert list(indices.client.indices.get(index=f"{indices.alias}-*")) == [first]


def test_an_index_put_back_from_an_older_copy_is_found_and_mended(shelf, indices):
    note, gone, new = shelf.put("Ny titel"), shelf.put("Borta"), shelf.put("Senare")
    deliver(indices)
    shelf.hide(gone)
    deliver(indices)
    client, rows = indices.client, {row.key: row.pk for row in SearchDocument.objects.all()}
    SearchDocument.objects.filter(pk=rows[str(note.pk)]).update(revision=F("revision") + 5)
    Entry.objects.filter(pk=rows[str(note.pk)]).update(revision=F("revision") + 5)
    deliver(indices)
    # The copy was made before all of that, and before the last came; it has one more that no row stands for.
    copy = indices.begin()
    for pk, title in ((rows[str(note.pk)], "0gammal"), (rows[str(gone.pk)], "0borta"), (999999, "0okänd")):
        document = {"number": pk, "public": True, "shown_to": ["sv"], "kind": "note", "title": title}
        client.index(index=copy, id=str(pk), document=document, version=1, version_type="external")
    indices.take_over()
    differs = dict(differing(indices))
    assert differs == {rows[str(note.pk)]: 1, rows[str(gone.pk)]: 1, rows[str(new.pk)]: 0, 999999: 1}
    assert mend(indices) == 4
    deliver(indices)
    assert dict(differing(indices)) == {}
    assert held(indices) == wanted()


def test_a_site_put_back_from_an_older_copy_has_the_last_word(shelf, indices):
    note = shelf.put("Som det var")
    deliver(indices)
    pk = SearchDocument.objects.get().pk
    document = {"number": pk, "public": True, "shown_to": ["sv"], "kind": "note", "title": "0senare"}
    indices.client.index(index=indices.alias, id=str(pk), document=document, version=9, version_type="external")
    assert dict(differing(indices)) == {pk: 9}
    mend(indices)
    deliver(indices)
    assert held(indices) == wanted() == {pk: 10}
    assert found(indices, "som det var") == [pk]
    assert reconcile() == {}, note


def test_the_check_compares_many_in_pages(shelf, indices, monkeypatch):
    monkeypatch.setattr(cluster_delivery, "SCANNED", 2)
    for number in range(5):
        shelf.put(f"Bok {number}")
    deliver(indices)
    assert dict(differing(indices)) == {}
    last = SearchDocument.objects.order_by("pk").last()
    indices.client.delete(index=indices.alias, id=str(last.pk))
    assert dict(differing(indices)) == {last.pk: 0}


def test_the_site_speaks_of_its_cluster(shelf, indices, search_url, settings):
    settings.SEARCH_URL = search_url
    shelf.put("Odling")
    assert "no index yet" in delivery.problem()
    assert delivery.deliver() == 1
    assert delivery.problem() == ""
    SearchDocument.objects.update(revision=F("revision") + 1, changed_at=timezone.now() - timedelta(hours=1))
    assert "has not heard of 1 rows" in delivery.problem()
    assert delivery.waiting() == 1
    Entry.objects.update(revision=F("revision") + 1)
    assert delivery.deliver() == 1
    assert delivery.reconcile() == 0
