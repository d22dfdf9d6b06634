"""The variables under which every test process runs: loaded before Django's settings (`addopts` in pyproject.toml)."""

import os
import secrets
import tempfile
from urllib.parse import urlsplit

os.environ["PORTAL_DEMONSTRATION"] = "true"
os.environ["PORTAL_DATA_DIR"] = tempfile.mkdtemp(prefix="portal-tests-")
os.environ.pop("PORTAL_DATABASE_URL", None)
if server := os.environ.get("PORTAL_TEST_DATABASE_URL"):
    # A database of this process's own, which tests/databases.py makes.
    os.environ["PORTAL_DATABASE_URL"] = urlsplit(server)._replace(path=f"/portal_test_{secrets.token_hex(6)}").geturl()
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
