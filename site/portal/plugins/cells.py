"""Text for the cells of a spreadsheet."""

# With these a spreadsheet begins a formula; the last four are the full-width ones.
BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def as_text(value: str) -> str:
    """`value` such that a spreadsheet shows it and never reckons with it."""
    return f"'{value}" if value.startswith(BEGINNINGS) else value
