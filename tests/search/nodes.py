"""The real node that tests share."""

import secrets
from collections.abc import Iterator

import pytest

from search.engines.cluster.own_node import node


@pytest.fixture(scope="session")
def search_url() -> Iterator[str]:
    """The node's address, as PORTAL_SEARCH_URL has it, with a name of this process's own."""
    with node() as address:
        yield f"{address}/test-{secrets.token_hex(4)}"
