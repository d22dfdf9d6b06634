"""What stands on the real node: nothing to begin with."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from elasticsearch import Elasticsearch

from search.engines import site_index
from search.engines.cluster.connection import Address, connect
from search.engines.cluster.indices import Indices
from search.models import SearchDocument
from tests.search.cluster.proxy import Proxy
from tests.search.conftest import Shelf


@pytest.fixture
def cluster(search_url: str) -> Iterator[Elasticsearch]:
    """A client of the node, on which this process has no index."""
    address = Address.of(search_url)
    client = connect(address, request_timeout=30)
    yield client
    for name in client.indices.get(index=f"{address.name}*"):
        client.indices.delete(index=name)
    client.close()


@pytest.fixture
def alias(search_url: str) -> str:
    return Address.of(search_url).name


@pytest.fixture
def proxy(search_url: str) -> Iterator[Proxy]:
    """What lies before the node for whoever asks at `faulty_url`; it lets everything pass until told otherwise."""
    address = urlsplit(Address.of(search_url).url)
    proxy = Proxy(address.hostname or "", address.port or 9200)
    yield proxy
    proxy.close()


@pytest.fixture
def faulty_url(search_url: str, proxy: Proxy) -> str:
    """The node's address by way of the proxy, as PORTAL_SEARCH_URL has it."""
    parts = urlsplit(search_url)
    sign_in, at, _host = parts.netloc.rpartition("@")
    return parts._replace(netloc=f"{sign_in}{at}127.0.0.1:{proxy.port}").geturl()


@pytest.fixture
def indices(shelf: Shelf, search_url: str) -> Iterator[Indices]:
    """Those of a site that has nothing yet, neither rows nor an index."""
    SearchDocument.objects.all().delete()
    site_index().rebuild()
    indices = Indices.at(search_url, request_timeout=30)
    indices.remove()
    yield indices
    indices.remove()
    indices.client.close()
