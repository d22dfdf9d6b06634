def number(text: str) -> int | None:
    """What a form says is a row's number; None for what is none that a database knows."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
