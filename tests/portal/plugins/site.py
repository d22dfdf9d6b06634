"""A portal on a data folder of its own, with a choice of plugins: every command is a process."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.databases import Database

ROOT = Path(__file__).resolve().parents[3]
SAMPLE = ROOT / "tests" / "sample_plugin"


@dataclass
class Site:
    """`plugins_folder` is on the path: what is copied in there is installed."""

    data: Path
    plugins_folder: Path
    plugins: list[str]
    database: Database | None = None

    def copy_in_sample(self, name: str = "sample_plugin") -> Path:
        """Copy the sample plugin's folder in."""
        return Path(shutil.copytree(SAMPLE, self.plugins_folder / name, ignore=shutil.ignore_patterns("__pycache__")))

    def start(self, *command: str) -> subprocess.CompletedProcess[str]:
        environment = os.environ | {
            "PORTAL_DEMONSTRATION": "true",
            "PORTAL_DATA_DIR": str(self.data),
            **(self.database.variables if self.database else {}),
            "PORTAL_PLUGINS": ",".join(self.plugins),
            "PYTHONPATH": f"{self.plugins_folder}{os.pathsep}{ROOT}",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        return subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120
        )

    def manage(self, *command: str) -> subprocess.CompletedProcess[str]:
        return self.start("manage.py", *command)

    def do(self, step: str, **options: Any) -> Any:
        """Run a step of `tests.portal.plugins.steps` in a process of its own; what it returns."""
        done = self.start("-m", "tests.portal.plugins.steps", step, json.dumps(options))
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])
