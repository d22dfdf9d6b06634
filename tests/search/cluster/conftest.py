"""A real node: the one at PORTAL_TEST_SEARCH_URL, or one that scripts/search-node starts for this process."""

import os
import secrets
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from search.engines.cluster.connection import Address, connect

SCRIPT = Path(__file__).resolve().parents[3] / "scripts" / "search-node"
SAYS = "PORTAL_TEST_SEARCH_URL="


@pytest.fixture(scope="session")
def search_url() -> Iterator[str]:
    """The node's address, as PORTAL_SEARCH_URL has it, with a name of this process's own."""
    if address := os.environ.get("PORTAL_TEST_SEARCH_URL"):
        yield _named(address)
        return
    with subprocess.Popen([str(SCRIPT)], stdout=subprocess.PIPE, text=True) as node:
        try:
            said = next((line for line in node.stdout or () if line.startswith(SAYS)), "")
            assert said, "The search node did not start."
            yield _named(said.removeprefix(SAYS).strip())
        finally:
            node.terminate()


def _named(address: str) -> str:
    """What the script prints is plain http; an address with a scheme of ours says which cluster it is."""
    ours = address.replace("http", "opensearch", 1) if address.startswith("http") else address
    return f"{ours}/test-{secrets.token_hex(4)}"


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
