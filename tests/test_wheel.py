"""A wheel of this project makes a study and its report, far from any clone."""

import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CODEBOOK = (
    "id: causes\ncodes:\n  - {id: root, label: Root causes, include: ['root cause*'],"
    " examples: {'yes': ['a root cause'], 'no': ['a cause']}}\n"
)


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The wheel of this project, unpacked, and an environment in which Python finds it."""
    place = tmp_path_factory.mktemp("wheel")
    source = place / "source"
    shutil.copytree(
        ROOT / "src", source / "src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info")
    )
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copyfile(ROOT / name, source / name)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet"]
    options = ["--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(place)]
    subprocess.run([*pip, *options, str(source)], check=True, cwd=place)
    (wheel,) = place.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(place / "site")
    home = place / "home"
    home.mkdir()
    return {**os.environ, "PYTHONPATH": str(place / "site"), "HOME": str(home)}


def topoi(installed, folder, *words):
    command = [sys.executable, "-m", "topoi", *words]
    done = subprocess.run(
        command, cwd=folder, env=installed, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_holds_every_file_of_the_package(installed):
    made = Path(installed["PYTHONPATH"]) / "topoi"
    source = ROOT / "src" / "topoi"

    def names(folder):
        files = (path for path in folder.rglob("*") if path.is_file())
        return {path.relative_to(folder).as_posix() for path in files if path.suffix != ".pyc"}

    assert names(source) - names(made) == set()


def test_a_study_made_from_the_wheel_has_its_report_and_its_numbers_hold(installed, tmp_path):
    where = subprocess.run(
        [sys.executable, "-c", "import topoi; print(topoi.__file__)"],
        cwd=tmp_path, env=installed, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert where.stdout.startswith(installed["PYTHONPATH"])
    (tmp_path / "a.txt").write_text('"The root causes of it are old," Ann Lee said.')
    (tmp_path / "causes.yml").write_text(CODEBOOK)
    topoi(installed, tmp_path, "new", "mine", "--texts", "a.txt", "--codebook", "causes.yml")
    study = tmp_path / "mine"
    topoi(installed, study, "execute")
    topoi(installed, study, "report", "--renderer", "builtin")
    assert (study / "reports/site/index.html").is_file()
    assert (study / "reports/site/report.pdf").is_file()
    told = topoi(installed, study, "verify", "reports/site")
    assert re.search(
        r"(\d+) published numbers: \1 recomputed and the same, .* 0 that do not hold", told
    )
    assert "in order" in topoi(installed, study, "check")
