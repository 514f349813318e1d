"""What a stranger gets who installs the wheel."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.integration.servers import serving

ROOT = Path(__file__).parents[2]
SOURCES = ("src", "pyproject.toml", "setup.py", "README.md", "LICENSE")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy, so that nothing is left in the tree."""
    tree, out = tmp_path_factory.mktemp("tree"), tmp_path_factory.mktemp("wheel")
    for name in SOURCES:
        if (ROOT / name).is_dir():
            ignored = shutil.ignore_patterns("__pycache__", "*.egg-info")
            shutil.copytree(ROOT / name, tree / name, ignore=ignored)
        else:
            shutil.copy(ROOT / name, tree / name)
    _pip(sys.executable, "wheel", "--no-build-isolation", "--no-deps", "-w", str(out), str(tree))
    return next(out.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The ``bin`` of an empty venv that holds the wheel, and what the lock says it needs."""
    venv = tmp_path_factory.mktemp("venv")
    subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
    python = str(venv / "bin" / "python")
    _pip(python, "install", "--require-hashes", "-r", str(ROOT / "requirements" / "serve.lock"))
    _pip(python, "install", "--no-deps", str(wheel))
    yield venv / "bin"
    shutil.rmtree(venv)


def _pip(python: str, *arguments: str) -> None:
    subprocess.run(
        [python, "-m", "pip", "--quiet", "--disable-pip-version-check", *arguments], check=True
    )


def test_it_holds_every_file_of_the_package(wheel: Path) -> None:
    files = {
        f"twite/{path.relative_to(ROOT / 'src')}"
        for path in (ROOT / "src").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and ".egg-info" not in str(path)
    }

    with ZipFile(wheel) as archive:
        held = set(archive.namelist())

    assert files - held == set()
    assert {"twite/py.typed", "twite/adapters/sql/migrations/versions/0001_first_light.py"} <= held
    assert "twite/adapters/system/static/common_passwords.txt" in held
    assert any(name.endswith(".css") for name in held)
    assert any(name.endswith(".html") for name in held)
    assert not any(name.endswith(".pyc") for name in held)


@pytest.mark.timeout(300)
def test_twite_serve_starts_from_it(installed: Path, tmp_path: Path) -> None:
    with serving([str(installed / "twite")], folder=tmp_path) as site:
        assert site.get("/health") == '{"status":"ok"}'
        assert "Sign up" in site.get("/")
        assert (tmp_path / "twite.db").stat().st_mode & 0o777 == 0o600
