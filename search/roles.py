"""What the core's roles may do with the search."""

from portal.accounts.roles import EDITORS, grant

PROMOTIONS = [f"wagtailsearchpromotions.{action}_searchpromotion" for action in ("add", "change", "delete")]
SYNONYMS = [f"search.{action}_synonymgroup" for action in ("add", "change", "delete", "view")]


def grant_to_editors(**_signal: object) -> None:
    """Editors choose what stands first for a question, which words mean the same, and see what was not found."""
    grant(EDITORS, [*PROMOTIONS, *SYNONYMS, "search.view_unansweredquestion"])
