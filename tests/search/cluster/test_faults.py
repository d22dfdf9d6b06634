"""A cluster that is gone, slow or empty: visitors are served, and nothing is lost."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from portal.plugins.search import Document, publish
from search.engines import delivery, engine, fallback, site_index
from search.engines.cluster.indices import Indices
from search.engines.cluster.own_node import SCRIPT, VARIABLE
from search.engines.delivery import Unreachable, reconcile, waiting
from search.engines.fallback import Breaker
from search.models import SearchDocument
from search.queries import search
from search.query import Query
from tests.ports import a_free_port
from tests.search.cluster.proxy import Proxy

pytestmark = [pytest.mark.node, pytest.mark.database]


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who failed is asked again without a pause."""
    monkeypatch.setattr(fallback, "SHORTEST_BREAK", 0)
    monkeypatch.setattr(delivery, "_breaker", Breaker("Delivery"))


@pytest.fixture
def site(shelf, settings, faulty_url: str, at_once) -> Iterator:
    """The shelf of a site that has a cluster, with one note about gardening there."""
    SearchDocument.objects.all().delete()
    site_index().rebuild()
    settings.SEARCH_URL = faulty_url
    engine.cache_clear()
    shelf.note = shelf.put("Odling på taket")
    assert delivery.deliver() == 1
    yield shelf
    Indices.at(faulty_url).remove()
    engine.cache_clear()


def shown(text: str) -> str:
    """The page that a visitor gets."""
    answer = Client().get(reverse("search:search"), {"q": text})
    assert answer.status_code == 200
    return answer.content.decode()


def address(note: Group) -> str:
    return f'href="/anteckningar/{note.pk}/"'


def cluster_is_asked(proxy: Proxy, text: str) -> bool:
    before = proxy.received
    shown(text)
    return proxy.received > before


def change(site, title: str) -> None:
    site.documents[site.note.pk] = [Document("sv", title, "/anteckningar/ny/")]
    publish(site.note)


FAULTS = {
    "gone": lambda proxy: proxy.refusing(),
    "silent": lambda proxy: proxy.silent(),
    "slower with each piece": lambda proxy: proxy.slow(0.5),
    "cut off in its answer": lambda proxy: proxy.cutting(response=200),
    "cut off in the question": lambda proxy: proxy.cutting(request=20),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_while_the_cluster_is_away_visitors_find_even_what_is_new(site, proxy, fault, monkeypatch, caplog):
    monkeypatch.setattr(delivery, "TIMEOUT", 0.3)
    assert cluster_is_asked(proxy, "odling")
    with FAULTS[fault](proxy):
        assert address(site.note) in shown("odling")
        change(site, "Bokbuss i byn")
        assert "/anteckningar/ny/" in shown("bokbuss")
        assert address(site.note) not in shown("odling")
        delivery.deliver()
    assert any("left alone for a while" in record.getMessage() for record in caplog.records)
    delivery.deliver()
    assert waiting() == 0
    assert cluster_is_asked(proxy, "bokbuss")
    assert "/anteckningar/ny/" in shown("bokbuss")
    assert fallback.WITHIN < 1


def test_the_operator_is_told_and_nothing_ahead_is_forgotten(site, proxy, monkeypatch):
    with proxy.refusing():
        change(site, "Bokbuss i byn")
        assert delivery.deliver() == 0
        assert "does not answer" in delivery.problem()
        with pytest.raises(Unreachable):
            reconcile()
    assert waiting() == 1
    assert delivery.deliver() == 1
    assert delivery.problem() == ""


def test_what_is_hidden_is_not_even_counted_while_the_worker_is_away(site, proxy):
    other = site.put("Odling i Bjuv", municipalities=("Bjuv",))
    delivery.deliver()
    assert search(Query("odling")).total == 2
    site.hide(other)
    found = search(Query("odling"))
    assert found.total == 1
    assert found.facets["municipality"] == []
    delivery.deliver()
    assert cluster_is_asked(proxy, "odling")
    assert search(Query("odling")).total == 1


def test_what_the_cluster_did_and_nobody_heard_of_is_sent_again(site, proxy):
    change(site, "Bokbuss i byn")
    with proxy.cutting(response=0, times=1):
        delivery.deliver()
    delivery.deliver()
    assert waiting() == 0
    assert reconcile() == 0


def test_a_cluster_that_came_back_empty_is_filled_and_visitors_are_served_meanwhile(site, proxy, faulty_url):
    Indices.at(faulty_url).remove()
    assert address(site.note) in shown("odling")
    assert "no index yet" in delivery.problem()
    delivery.deliver()
    assert delivery.problem() == ""
    assert address(site.note) in shown("odling")


class OwnNode:
    """A node of the test's own, which can be killed and put back from a copy."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, a_free_port()
        self.data = folder / "data"
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        environment = {name: text for name, text in os.environ.items() if name != VARIABLE}
        command = [str(SCRIPT), "--port", str(self.port), "--data", str(self.data)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
        assert self.process.stdout
        assert self.process.stdout.readline()

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(60)

    def kill(self) -> None:
        assert self.process
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        for pid in children.split():
            os.kill(int(pid), signal.SIGKILL)
        self.process.wait(60)


@pytest.fixture
def own_node(tmp_path: Path) -> Iterator[OwnNode]:
    node = OwnNode(tmp_path)
    node.start()
    yield node
    node.stop()


def test_a_node_killed_while_its_index_is_made_put_back_from_a_copy_or_emptied_comes_right(
    shelf, settings, own_node, at_once, monkeypatch
):
    settings.SEARCH_URL = f"opensearch://127.0.0.1:{own_node.port}/own"
    monkeypatch.setattr("search.engines.cluster.delivery.BATCH", 2)
    SearchDocument.objects.all().delete()
    site_index().rebuild()
    engine.cache_clear()
    notes = [shelf.put(f"Bok {number}") for number in range(5)]
    with pytest.raises(Unreachable):
        delivery.rebuild(lambda done: own_node.kill() if done == 2 else None)
    assert all(address(note) in shown("bok") for note in notes)
    own_node.start()
    assert delivery.rebuild() == 3, "It went on where it was killed."
    assert reconcile() == 0

    own_node.stop()
    shutil.copytree(own_node.data, own_node.folder / "copy")
    own_node.start()
    shelf.hide(notes[0])
    shelf.documents[notes[1].pk] = [Document("sv", "Skrift", "/skrift/")]
    publish(notes[1])
    shelf.put("Bok till")
    assert delivery.deliver() == 3
    own_node.stop()
    shutil.rmtree(own_node.data)
    shutil.move(own_node.folder / "copy", own_node.data)
    own_node.start()
    assert address(notes[0]) not in shown("bok"), "What is hidden is not shown even by an index that knows it still."
    assert address(notes[2]) in shown("bok")
    assert reconcile() == 3
    assert reconcile() == 0
    assert "/skrift/" in shown("skrift")

    own_node.kill()
    shutil.rmtree(own_node.data)
    assert "/skrift/" in shown("skrift")
    own_node.start()
    assert delivery.deliver() == SearchDocument.objects.count()
    assert reconcile() == 0
    engine.cache_clear()
