"""Elasticsearch's client and elasticsearch-dsl against a real OpenSearch: what the cluster engine leans on."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from elastic_transport import ConnectionError as NoConnection
from elasticsearch import ApiError, Elasticsearch, NotFoundError
from elasticsearch.dsl import (
    Date,
    Document,
    FacetedSearch,
    Integer,
    Keyword,
    MetaField,
    Search,
    TermsFacet,
    Text,
    analyzer,
)
from elasticsearch.dsl.function import Gauss
from elasticsearch.dsl.query import Bool, FunctionScore, Term
from elasticsearch.dsl.query import Exists as HasField
from elasticsearch.helpers import streaming_bulk

from search.engines.cluster.connection import Address, connect
from tests.ports import a_free_port

tokens = analyzer("tokens", tokenizer="whitespace")


class Note(Document):
    """As the cluster engine's documents are: our own tokens, and nothing that the mapping does not name."""

    title = Text(analyzer=tokens)
    body = Text(analyzer=tokens)
    kind = Keyword()
    municipality = Keyword()
    size = Integer()
    published_at = Date()

    class Meta:
        dynamic = MetaField("false")


class NoteSearch(FacetedSearch):
    doc_types = [Note]
    fields = ["title^3", "body"]
    facets = {"kind": TermsFacet(field="kind", size=50), "municipality": TermsFacet(field="municipality", size=50)}


NOTES = [
    {"title": "0bok", "body": "0om 0kaffe", "kind": "news", "municipality": "Lund", "published_at": "2026-11-01"},
    {"title": "0kaffe", "body": "0med 0bok", "kind": "event", "municipality": "Lund", "published_at": "2026-01-01"},
    {"title": "0te", "body": "0utan 0bok", "kind": "event", "municipality": "Malmö", "published_at": "2025-01-01"},
    {"title": "0saft", "body": "0bara", "kind": "event", "municipality": "Ystad"},
]


@pytest.fixture
def index(cluster: Elasticsearch, alias: str) -> str:
    """A first version of the index, behind its alias, with four notes."""
    name = make_index(cluster, alias, 1)
    send(cluster, name, [(str(number), 1, note) for number, note in enumerate(NOTES)])
    cluster.indices.update_aliases(actions=[{"add": {"index": name, "alias": alias}}])
    cluster.indices.refresh(index=name)
    return name


def make_index(cluster: Elasticsearch, alias: str, version: int) -> str:
    name = f"{alias}-{version}"
    wanted = Note._index.clone(name=name)
    wanted.settings(number_of_shards=1, number_of_replicas=0)
    wanted.create(using=cluster)
    return name


def send(cluster: Elasticsearch, index: str, notes: list[tuple[str, int, dict | None]]) -> list[int]:
    """Send notes, or None for one that is gone, each with its version; what was answered for each."""
    actions = (
        {
            "_op_type": "index" if note else "delete",
            "_index": index,
            "_id": key,
            "version": version,
            "version_type": "external",
            **({"_source": note} if note else {}),
        }
        for key, version, note in notes
    )
    answers = streaming_bulk(cluster, actions, raise_on_error=False)
    return [next(iter(answer.values()))["status"] for _ok, answer in answers]


@pytest.mark.node
def test_a_document_makes_its_index_with_the_mapping_and_the_analyser(cluster, index):
    mapping = cluster.indices.get_mapping(index=index)[index]["mappings"]
    assert mapping["dynamic"] == "false"
    assert mapping["properties"]["title"] == {"type": "text", "analyzer": "tokens"}
    assert mapping["properties"]["kind"] == {"type": "keyword"}
    said = cluster.indices.analyze(index=index, analyzer="tokens", text="0Bok 1bok")
    assert [token["token"] for token in said["tokens"]] == ["0Bok", "1bok"]


@pytest.mark.node
def test_document_init_makes_the_index_too(cluster, alias):
    Note.init(index=f"{alias}-by-init", using=cluster)
    assert cluster.indices.exists(index=f"{alias}-by-init")
    Note(meta={"id": "1"}, title="0bok").save(using=cluster, index=f"{alias}-by-init", refresh=True)
    found = Note.get("1", using=cluster, index=f"{alias}-by-init")
    assert found is not None
    assert found.title == "0bok"


@pytest.mark.node
def test_of_two_versions_the_newer_stays_however_late_the_older_comes(cluster, index):
    assert send(cluster, index, [("0", 3, {"title": "0ny"}), ("0", 2, {"title": "0gammal"})]) == [200, 409]
    assert send(cluster, index, [("0", 3, {"title": "0igen"})]) == [409], "Sent twice is done, too."
    assert cluster.get(index=index, id="0")["_source"] == {"title": "0ny"}
    assert send(cluster, index, [("0", 4, None), ("0", 3, {"title": "0ny"})]) == [200, 409]
    assert not cluster.exists(index=index, id="0")


@pytest.mark.node
def test_a_row_that_cannot_be_is_refused_alone(cluster, index):
    assert send(cluster, index, [("7", 1, {"published_at": "yesterday"}), ("8", 1, {"title": "0hel"})]) == [400, 201]


@pytest.mark.node
def test_an_alias_changes_its_index_in_one_step(cluster, index, alias):
    newer = make_index(cluster, alias, 2)
    send(cluster, newer, [("0", 1, {"title": "0bok"})])
    cluster.indices.refresh(index=newer)
    assert Search(using=cluster, index=alias).count() == len(NOTES)
    cluster.indices.update_aliases(
        actions=[{"add": {"index": newer, "alias": alias}}, {"remove_index": {"index": index}}]
    )
    assert Search(using=cluster, index=alias).count() == 1
    assert list(cluster.indices.get_alias(name=alias)) == [newer]


@pytest.mark.node
def test_faceted_search_counts_over_all_hits_without_the_own_choice(cluster, index, alias):
    class Asked(NoteSearch):
        using = cluster

    Asked.index = alias
    answer = Asked("0bok", filters={"kind": "event"})[:1].execute()
    assert answer.hits.total.value == 2
    assert [(value, count, chosen) for value, count, chosen in answer.facets.kind] == [
        ("event", 2, True),
        ("news", 1, False),
    ]
    assert {value: count for value, count, _chosen in answer.facets.municipality} == {"Lund": 1, "Malmö": 1}


@pytest.mark.node
def test_weighted_fields_rank_a_title_first(cluster, index, alias):
    asked = Search(using=cluster, index=alias).query("multi_match", query="0bok", fields=["title^3", "body"])
    assert [hit.meta.id for hit in asked] == ["0", "1", "2"]
    best = Search(using=cluster, index=alias).query(
        "dis_max", queries=[{"term": {"title": {"value": "0kaffe", "boost": 3}}}, {"term": {"body": "0kaffe"}}]
    )
    assert [hit.meta.id for hit in best] == ["1", "0"]


@pytest.mark.node
def test_a_function_of_the_date_lifts_what_is_new(cluster, index, alias):
    near = {"origin": "2026-11-25", "scale": "90d", "decay": 0.5}
    fresh = Gauss(published_at=near, filter=HasField(field="published_at"))
    lifted = FunctionScore(
        query=Bool(filter=[Term(kind="event")]), functions=[fresh], boost_mode="replace", score_mode="sum"
    )
    scores = {hit.meta.id: hit.meta.score for hit in Search(using=cluster, index=alias).query(lifted)}
    assert scores["1"] > scores["2"]


@pytest.mark.node
def test_several_searches_go_in_one_request(cluster, index, alias):
    searches: list[Any] = [{}, {"query": {"term": {"title": "0te"}}}, {}, {"query": {"match_all": {}}, "size": 0}]
    answer = cluster.msearch(index=alias, searches=searches)
    assert [one["hits"]["total"]["value"] for one in answer["responses"]] == [1, len(NOTES)]


@pytest.mark.node
def test_errors_are_the_clients_own(cluster, alias):
    with pytest.raises(NotFoundError, match="index_not_found_exception"):
        cluster.search(index=f"{alias}-nowhere")
    with pytest.raises(ApiError, match="parsing_exception"):
        cluster.search(query={"no_such_query": {}})


@pytest.mark.node
def test_without_our_node_the_client_and_opensearch_refuse_each_other(search_url):
    with pytest.raises(ApiError), Elasticsearch(Address.of(search_url).url) as bare:
        bare.search(query={"match_all": {}})


def test_nobody_there_is_told_at_once():
    nowhere = Address.of(f"opensearch://127.0.0.1:{a_free_port()}")
    with pytest.raises(NoConnection), connect(nowhere, max_retries=0) as client:
        client.info()


# Elasticsearch itself cannot be had from a registry: what is sent to it is looked at.


class Elastic(BaseHTTPRequestHandler):
    """Says to be Elasticsearch, and remembers what it was asked."""

    heard: list[dict[str, str]]

    def do_GET(self) -> None:
        self.heard.append({name.lower(): text for name, text in self.headers.items()})
        body = json.dumps({"version": {"number": "8.19.0"}}).encode()
        self.send_response(200)
        self.send_header("X-Elastic-Product", "Elasticsearch")
        self.send_header("Content-Type", "application/vnd.elasticsearch+json;compatible-with=8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture
def elastic() -> Iterator[tuple[str, list[dict[str, str]]]]:
    heard: list[dict[str, str]] = []
    server = HTTPServer(("127.0.0.1", 0), type("Handler", (Elastic,), {"heard": heard}))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}", heard
    server.shutdown()
    server.server_close()


def test_elasticsearch_is_spoken_to_as_its_client_does(elastic):
    host, heard = elastic
    with connect(Address.of(f"elasticsearch://maja:hem%40lig@{host}")) as client:
        assert client.info()["version"]["number"] == "8.19.0"
    assert heard[0]["accept"] == "application/vnd.elasticsearch+json; compatible-with=8"
    assert heard[0]["authorization"] == "Basic bWFqYTpoZW1AbGln"


def test_opensearch_is_sent_no_type_of_elasticsearch(elastic):
    host, heard = elastic
    with connect(Address.of(f"opensearch://{host}")) as client:
        client.info()
    assert heard[0]["accept"] == "application/json"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("opensearch://127.0.0.1:9250", Address("http://127.0.0.1:9250", is_opensearch=True)),
        ("opensearch+https://a:b@s.example.org/sis", Address("https://s.example.org:9200", True, "sis", "a", "b")),
        ("elasticsearch://[::1]/portal", Address("http://[::1]:9200", is_opensearch=False)),
    ],
)
def test_an_address_says_where_what_and_under_which_name(text, expected):
    assert Address.of(text) == expected


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("http://host", "begins with none of"),
        ("opensearch:///x", "names no host"),
        ("opensearch://host/Å", "a name of small letters"),
        ("opensearch://host/a/b", "a name of small letters"),
        ("opensearch://host:port", "Port could not be"),
    ],
)
def test_an_address_that_leads_nowhere_is_refused(text, told):
    with pytest.raises(ValueError, match=told):
        Address.of(text)
