"""The indices behind a portal's alias: one that is searched, and while it is made anew the next one beside it."""

import time
from dataclasses import dataclass
from typing import Any

from elasticsearch import ApiError, Elasticsearch

from search.engines.cluster.connection import Address, connect
from search.engines.cluster.documents import PublishedDocument, digest

# What the next index is called until it takes over.
FILLING = "-filling"
# In seconds: longer than a batch takes.
LEFT_AFTER = 300


@dataclass(frozen=True)
class Indices:
    """`alias` is what is searched. All that is written goes by an alias, so that nothing is ever made by writing."""

    client: Elasticsearch
    alias: str

    @classmethod
    def at(cls, url: str, **options: Any) -> "Indices":
        """Those of the portal whose PORTAL_SEARCH_URL is `url`; `options` are the client's."""
        address = Address.of(url)
        return cls(connect(address, **options), address.name)

    @property
    def filling(self) -> str:
        return f"{self.alias}{FILLING}"

    def targets(self) -> dict[str, str]:
        """Alias → index of those that have to hear of every change now."""
        found = self.client.options(ignore_status=404).indices.get_alias(name=[self.alias, self.filling])
        return {
            alias: index
            for index, held in sorted(found.items())
            if isinstance(held, dict)
            for alias in held.get("aliases", {})
        }

    def is_current(self, index: str) -> bool:
        """Whether the index was made by the mapping that we have now."""
        return f"-{digest()}-" in index

    def begin(self) -> str:
        """The index that is being filled; a new one, if there is none that fits."""
        begun = self.targets().get(self.filling)
        if begun and self.is_current(begun):
            return begun
        if begun:
            self.client.options(ignore_status=404).indices.delete(index=begun)
        index = PublishedDocument._index.clone(name=f"{self.alias}-{digest()}-{time.time_ns()}")
        # An alias has one index that is written to: of two who begin at once the cluster lets one.
        index.aliases(**{self.filling: {"is_write_index": True}})
        try:
            index.create(using=self.client)
        except ApiError:
            if self.filling not in self.targets():
                raise
        return self.targets()[self.filling]

    def filled_to(self) -> int:
        """The number of the last row up to which all rows are in the index that is being filled."""
        return self._progress().get("filled_to", 0)

    def is_filled_to(self, number: int) -> None:
        self.client.indices.put_mapping(index=self.filling, meta={"filled_to": number, "at": time.time()})

    def is_left(self) -> bool:
        """Whether nobody has gone on for a while with the index that is being filled."""
        return self._progress().get("at", 0) < time.time() - LEFT_AFTER

    def _progress(self) -> dict[str, Any]:
        mapping = self.client.indices.get_mapping(index=self.filling)
        (of_index,) = mapping.values()
        return of_index["mappings"].get("_meta", {})

    def take_over(self) -> None:
        """Let the filled index be the one that is searched, in one step; the one before it is gone."""
        targets = self.targets()
        filled = targets[self.filling]
        before = targets.get(self.alias)
        gone = [{"remove_index": {"index": before}}] if before and before != filled else []
        self.client.indices.update_aliases(
            actions=[
                {"remove": {"index": filled, "alias": self.filling}},
                {"add": {"index": filled, "alias": self.alias}},
                *gone,
            ]
        )

    def remove(self) -> None:
        """Delete every index of this portal."""
        for index in self.targets().values():
            self.client.options(ignore_status=404).indices.delete(index=index)
