"""Numbers that come by a form's hidden fields."""


def number(text: str) -> int:
    """The number that `text` is, or -1 where it is none that a database could hold."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
