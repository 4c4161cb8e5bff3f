"""How large the environment is that the dashboard runs in: a new one, with requirements.txt and nothing else."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from bench.context import Context
from bench.result import Result
from bench.servers import ROOT


def measure(_: Context) -> list[Result]:
    """Installs from the package index, as ``make run`` does the first time."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        install = [str(Path(folder, "bin", "python")), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*install, "-r", str(ROOT / "requirements.txt")], check=True)
        size = sum(path.lstat().st_size for path in Path(folder).rglob("*") if path.is_file() and not path.is_symlink())
    return [Result("runtime environment: requirements.txt alone", "MB", size / 1e6, goal=1000)]
