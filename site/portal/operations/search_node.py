"""A search node beside a site to try out; one with real people names a cluster that somebody looks after."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings


@dataclass(frozen=True)
class SearchNode:
    """OpenSearch, as `scripts/search-node` runs it: for this machine alone, without a sign-in."""

    port: int
    data: Path

    @classmethod
    def of_settings(cls) -> "SearchNode":
        """The node that PORTAL_SEARCH_URL names. Raises ValueError where it names none that can be started here."""
        address = urlsplit(settings.SEARCH_URL)
        if address.scheme != "opensearch" or address.hostname != "127.0.0.1" or not address.port:
            raise ValueError(f"{settings.SEARCH_URL} is no address of a node that could be started here.")
        return cls(address.port, settings.DATA_DIR / "search-node")

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def fetch(self) -> bool:
        """Have its programs, fetched where they are not there yet; if they cannot be had, say so and return False."""
        try:
            return not subprocess.run([_script(), "--fetch"], check=False).returncode  # noqa: S603 - our own script
        except KeyboardInterrupt:
            return False

    def run(self) -> None:
        """Become the node: what this process is told, it is told."""
        # Where it is has been said already.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.execv(_script(), [_script(), "--port", str(self.port), "--data", str(self.data)])  # noqa: S606


def _script() -> str:
    return str(settings.BASE_DIR / "scripts" / "search-node")
