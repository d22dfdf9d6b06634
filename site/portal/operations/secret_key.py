"""The secret key that a demonstration makes for itself."""

from pathlib import Path
from secrets import token_urlsafe


def generated_secret(data_dir: Path) -> str:
    """Return the key kept in `data_dir`, made and written with mode 0600 at the first call."""
    path = data_dir / "secret-key"
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        descriptor = path.open("x")
    except FileExistsError:
        return path.read_text()
    with descriptor:
        path.chmod(0o600)
        descriptor.write(token_urlsafe(64))
    return path.read_text()
