"""The proxy of faults does what it says, before a little server of its own and before a real node."""

import http.client
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from elastic_transport import ConnectionError as NoConnection
from elastic_transport import ConnectionTimeout
from elasticsearch import Elasticsearch

from search.engines.cluster.connection import Address, connect
from tests.search.cluster.proxy import Proxy

BODY = b"x" * 20_000


class Server(BaseHTTPRequestHandler):
    """Answers twenty thousand bytes, remembers what it was sent, and keeps connections."""

    protocol_version = "HTTP/1.1"
    heard: list[bytes]

    def do_POST(self) -> None:
        self.heard.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200)
        self.send_header("Content-Length", str(len(BODY)))
        self.end_headers()
        self.wfile.write(BODY)

    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture
def heard() -> list[bytes]:
    return []


@pytest.fixture
def local(heard: list[bytes]) -> Iterator[Proxy]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (Server,), {"heard": heard}))
    Thread(target=server.serve_forever, daemon=True).start()
    proxy = Proxy("127.0.0.1", server.server_port)
    yield proxy
    proxy.close()
    server.shutdown()
    server.server_close()


def ask(proxy: Proxy, connection: http.client.HTTPConnection | None = None, body: bytes = b"question") -> bytes:
    connection = connection or http.client.HTTPConnection("127.0.0.1", proxy.port, timeout=5)
    connection.request("POST", "/", body)
    return connection.getresponse().read()


@pytest.fixture
def kept(local) -> http.client.HTTPConnection:
    """A connection that has been used already and is open."""
    connection = http.client.HTTPConnection("127.0.0.1", local.port, timeout=5)
    assert ask(local, connection) == BODY
    return connection


def test_everything_passes_and_is_counted(local, heard):
    sent = b"y" * 300_000
    assert ask(local, body=sent) == BODY
    assert heard == [sent]
    assert local.received > len(sent)


def test_nobody_listens_while_it_refuses(local, kept):
    with local.refusing():
        with pytest.raises(ConnectionRefusedError):
            ask(local)
        with pytest.raises((ConnectionError, http.client.HTTPException)):
            ask(local, kept)
    assert ask(local) == BODY


def test_it_takes_a_request_and_never_answers_on_an_open_connection_as_on_a_new_one(local, kept, heard):
    heard.clear()
    with local.silent():
        for connection in (kept, http.client.HTTPConnection("127.0.0.1", local.port)):
            connection.timeout = 0.2
            if connection.sock:
                connection.sock.settimeout(0.2)
            with pytest.raises(TimeoutError):
                ask(local, connection)
    assert heard == []
    assert ask(local) == BODY


def test_each_chunk_comes_late(local):
    began = time.monotonic()
    with local.slow(0.05):
        assert ask(local) == BODY
    # One of the question, and the twenty thousand bytes are five at least.
    assert time.monotonic() - began >= 6 * 0.05


def test_an_answer_is_cut_on_an_open_connection_as_on_a_new_one(local, kept):
    with local.cutting(response=1000):
        for connection in (kept, None):
            with pytest.raises(http.client.IncompleteRead) as cut:
                ask(local, connection)
            assert 0 < len(cut.value.partial) < 1000
    assert local.cuts == 2
    assert ask(local) == BODY


def test_a_question_is_cut_and_the_server_has_not_heard_it_whole(local, heard):
    with local.cutting(request=1000), pytest.raises((ConnectionError, http.client.HTTPException)):
        ask(local, body=b"y" * 300_000)
    assert ask(local) == BODY
    assert b"y" * 300_000 not in heard


def test_an_answer_is_lost_though_the_server_has_heard_the_question(local, heard):
    with local.cutting(response=0), pytest.raises((ConnectionError, http.client.HTTPException)):
        ask(local)
    assert heard == [b"question"]


def test_it_cuts_so_many_times_and_no_more(local):
    with local.cutting(response=0, times=1):
        with pytest.raises((ConnectionError, http.client.HTTPException)):
            ask(local)
        assert ask(local) == BODY
    assert local.cuts == 1


def test_a_fault_within_another_gives_way_to_it(local):
    with local.cutting(response=0):
        with local.refusing(), pytest.raises(ConnectionRefusedError):
            ask(local)
        with pytest.raises((ConnectionError, http.client.HTTPException)):
            ask(local)
    assert ask(local) == BODY


@pytest.fixture
def client(faulty_url: str) -> Iterator[Elasticsearch]:
    with connect(Address.of(faulty_url), max_retries=0, request_timeout=30) as client:
        yield client


@pytest.mark.node
def test_the_client_of_a_node_meets_each_fault_and_goes_on(client, proxy):
    assert client.info()["version"]["distribution"] == "opensearch"
    with proxy.refusing(), pytest.raises(NoConnection):
        client.info()
    with proxy.silent(), pytest.raises(ConnectionTimeout):
        client.options(request_timeout=0.2).info()
    with proxy.cutting(response=100), pytest.raises(NoConnection):
        client.info()
    with proxy.cutting(request=10), pytest.raises(NoConnection):
        client.info()
    with proxy.slow(0.01):
        assert client.info()["version"]["distribution"] == "opensearch"
    with proxy.cutting(response=0, times=1):
        assert client.options(max_retries=1).info()["version"]["distribution"] == "opensearch"


@pytest.mark.node
def test_what_a_node_was_told_stays_done_though_the_answer_was_lost(client, proxy, cluster, alias):
    with proxy.cutting(response=0), pytest.raises(NoConnection):
        client.index(index=f"{alias}-1", id="1", document={"title": "0bok"}, refresh=True)
    assert cluster.get(index=f"{alias}-1", id="1")["_source"] == {"title": "0bok"}
