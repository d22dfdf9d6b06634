"""A search node of one's own for as long as it is needed: for evaluation and tests."""

import os
import subprocess
from collections.abc import Generator
from contextlib import contextmanager

from django.conf import settings

SCRIPT = settings.BASE_DIR / "scripts" / "search-node"
VARIABLE = "PORTAL_TEST_SEARCH_URL"


class NoNode(Exception):
    """It could not be started; the script has said why on the standard error."""


@contextmanager
def node() -> Generator[str]:
    """The address, as PORTAL_SEARCH_URL has it, of the node at PORTAL_TEST_SEARCH_URL or of one started here."""
    if address := os.environ.get(VARIABLE):
        yield _ours(address)
        return
    with subprocess.Popen([str(SCRIPT)], stdout=subprocess.PIPE, text=True) as started:  # noqa: S603 - ours
        try:
            said = next((line for line in started.stdout or () if line.startswith(VARIABLE)), "")
            if not said:
                raise NoNode("The search node did not start.")
            yield _ours(said.removeprefix(f"{VARIABLE}=").strip())
        finally:
            started.terminate()


def _ours(address: str) -> str:
    """What the script prints is plain http; an address with a scheme of ours says which cluster it is."""
    return address.replace("http", "opensearch", 1) if address.startswith("http") else address
