"""What the README says was found is what the notebooks found."""

import re
from pathlib import Path

import nbformat
import pytest

from topoi.coding.loading import load_codebook
from topoi.report.evidence.collecting import cell_options

ROOT = Path(__file__).parent.parent
FINDINGS = {
    "01-text": "finding-voices",
    "03-frames": "finding-frames",
    "02-topics": "finding-topics",
}


def found(notebook, label):
    for cell in nbformat.read(ROOT / "notebooks" / f"{notebook}.ipynb", as_version=4).cells:
        if cell.cell_type == "code" and cell_options(cell.source).get("label") == label:
            return cell.outputs[0]["data"]["text/plain"]
    raise AssertionError(label)


@pytest.mark.usefixtures("article")
def test_the_findings_are_those_of_the_notebooks():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    block = re.search(r"<!-- findings.*?-->(.*?)<!-- end of findings -->", readme, re.DOTALL)
    told = [" ".join(line[2:].split()) for line in re.split(r"\n(?=- )", block[1].strip())]
    expected = [" ".join(found(*item).split()) for item in FINDINGS.items()]
    assert told == expected


def test_every_file_the_readme_names_is_there():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", readme):
        assert (ROOT / target).exists(), target


def test_the_codebooks_of_the_readme_load(tmp_path):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^( *)```yaml\n(.*?)^ *```", readme, re.DOTALL | re.MULTILINE)
    books = []
    for number, (indent, block) in enumerate(blocks):
        file = tmp_path / f"{number}.yml"
        file.write_text(re.sub(rf"^{indent}", "", block, flags=re.MULTILINE), encoding="utf-8")
        books.append(load_codebook(file).id)
    assert books == ["promises", "frames"]
