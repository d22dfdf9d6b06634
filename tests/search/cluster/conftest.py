"""What stands on the real node: nothing to begin with."""

from collections.abc import Iterator

import pytest
from elasticsearch import Elasticsearch

from search.engines.cluster.connection import Address, connect


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
