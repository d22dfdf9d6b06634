"""A cluster by Elasticsearch's own client: Elasticsearch 8 as it is, OpenSearch 2 by a node class of ours."""

import re
import ssl
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from elastic_transport import HttpHeaders, Urllib3HttpNode
from elastic_transport.client_utils import DEFAULT, DefaultType
from elasticsearch import Elasticsearch

SCHEMES = {
    "elasticsearch": "http",
    "elasticsearch+https": "https",
    "opensearch": "http",
    "opensearch+https": "https",
}
DEFAULT_NAME = "portal"
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,60}")
_COMPATIBLE = re.compile(r"application/vnd\.elasticsearch\+([\w-]+)(?:;\s*compatible-with=\d+)?")


class OpenSearchNode(Urllib3HttpNode):
    """Lets Elasticsearch's client 8 and OpenSearch 2, which answer the same requests, take each other.

    The client names its content by types of Elasticsearch, which OpenSearch does not know, and takes
    answers only from a server that says to be Elasticsearch.
    """

    def perform_request(
        self,
        method: str,
        target: str,
        body: bytes | None = None,
        headers: HttpHeaders | None = None,
        request_timeout: DefaultType | float | None = DEFAULT,
    ) -> Any:
        plain = HttpHeaders({name: _COMPATIBLE.sub(r"application/\1", text) for name, text in (headers or {}).items()})
        answer = super().perform_request(method, target, body, plain, request_timeout)
        answer.meta.headers["x-elastic-product"] = "Elasticsearch"
        return answer


@dataclass(frozen=True)
class Address:
    """Where a cluster is, as PORTAL_SEARCH_URL says it: `opensearch+https://user:password@host:9200/name`.

    `name` is the alias that is searched, and what every index of ours begins with: two portals may
    share a cluster.
    """

    url: str
    is_opensearch: bool
    name: str = DEFAULT_NAME
    user: str = ""
    password: str = ""

    @classmethod
    def of(cls, text: str) -> "Address":
        """Read an address. Raises ValueError, with a sentence, for one that leads nowhere."""
        parts = urlsplit(text)
        if parts.scheme not in SCHEMES:
            raise ValueError(f"it begins with none of {', '.join(f'{scheme}://' for scheme in SCHEMES)}.")
        if not parts.hostname:
            raise ValueError("it names no host.")
        name = parts.path.strip("/") or DEFAULT_NAME
        if not _NAME.fullmatch(name):
            raise ValueError("what follows the host is a name of small letters, digits, - and _, as in /portal.")
        host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
        return cls(
            url=f"{SCHEMES[parts.scheme]}://{host}:{parts.port or 9200}",
            is_opensearch=parts.scheme.startswith("opensearch"),
            name=name,
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
        )


def connect(address: Address, **options: Any) -> Elasticsearch:
    """A client of the cluster there; `options` are the client's own. It opens connections when asked for something."""
    if address.is_opensearch:
        options["node_class"] = OpenSearchNode
    if address.url.startswith("https:"):
        # The system's authorities, so that one of an organisation's own is trusted as soon as the machine trusts it.
        options["ssl_context"] = ssl.create_default_context()
    if address.user:
        options["basic_auth"] = (address.user, address.password)
    return Elasticsearch(address.url, **options)
