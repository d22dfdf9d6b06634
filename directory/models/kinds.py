"""The kinds of entries, by the names that addresses and the search have for them."""

from directory.models.common import Entry
from directory.models.initiatives import Initiative
from directory.models.offers import SupportOffer
from directory.models.organisations import Organisation

KINDS: dict[str, type[Entry]] = {"organisation": Organisation, "initiative": Initiative, "offer": SupportOffer}
# Those that stand in the public list themselves: support stands under whom it is of.
LISTED: dict[str, type[Organisation] | type[Initiative]] = {"organisation": Organisation, "initiative": Initiative}
