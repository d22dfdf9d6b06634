"""The variables under which every test process runs: loaded before Django's settings (`addopts` in pyproject.toml)."""

import os
import tempfile

os.environ["PORTAL_DEMONSTRATION"] = "true"
os.environ["PORTAL_DATA_DIR"] = tempfile.mkdtemp(prefix="portal-tests-")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
