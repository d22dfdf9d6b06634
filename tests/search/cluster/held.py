"""What the cluster holds."""

from search.engines.cluster.indices import Indices


def held(indices: Indices) -> dict[int, int]:
    """Row → revision of what is public in the index that is searched."""
    indices.client.indices.refresh(index=indices.alias)
    found = indices.client.search(index=indices.alias, query={"term": {"public": True}}, size=1000, version=True)
    return {int(hit["_id"]): hit["_version"] for hit in found["hits"]["hits"]}
