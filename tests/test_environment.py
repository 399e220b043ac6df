"""The three descriptions of the environment say the same, and no address of an index."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
PIN = re.compile(r"^([\w.-]+)==(\S+?)(?: ; (.*?))? \\$", re.MULTILINE)


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def locked():
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins = {}
    for name, version, marker in PIN.findall(text):
        if "python_full_version < '3.12'" not in marker:
            pins[normal(name)] = version
    return pins


def test_every_dependency_is_locked():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [item for items in project["optional-dependencies"].values() for item in items]
    asked = [*project["dependencies"], *extras]
    names = {normal(re.match(r"[\w.-]+", item)[0]) for item in asked}
    assert names <= set(locked())


def test_conda_gets_the_locked_versions():
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    pins = {normal(name): version for name, version in re.findall(r"- ([\w.-]+)==(\S+)", text)}
    assert pins
    assert pins.items() <= locked().items()


def test_every_locked_file_has_a_hash_and_no_address():
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=\S)", text.strip())
    assert all("--hash=sha256:" in block for block in blocks)
    assert "://" not in text
