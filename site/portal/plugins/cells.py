"""Text for the cells of a spreadsheet."""

# With these a spreadsheet begins a formula, also after blanks; the last four are the full-width ones.
FORMULAS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
BREAKS = ("\t", "\r", "\n")
MARK = "'"


def is_like_formula(value: str) -> bool:
    """Whether a spreadsheet might reckon with `value`."""
    return value.startswith(BREAKS) or value.lstrip().startswith(FORMULAS)


def as_text(value: str) -> str:
    """`value` such that a spreadsheet shows it and never reckons with it."""
    return f"{MARK}{value}" if is_like_formula(value) else value
