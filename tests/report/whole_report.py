"""A small project published whole: texts, codebooks, one chapter of counts, the real appendix."""

import ast
import json
from collections.abc import Mapping
from contextlib import chdir
from functools import partial
from pathlib import Path
from typing import Any

from tests.conftest import ROOT
from tests.report.tiny_book import markdown, shown, write_notebook

from topoi.project import open_study
from topoi.report.evidence.citing import MIME, cite, measured, sentence
from topoi.report.publish.book import TEMPLATES
from topoi.report.publish.publish import publish
from topoi.report.publish.render import render_report

CONFIG = """
project: {type: book, output-dir: reports/site}
book:
  title: Small
  output-file: small
  chapters: [index.qmd, notebooks/01-counts.ipynb]
  references: references.qmd
  appendices: [notebooks/90-evidence.ipynb]
bibliography: references.bib
citeproc: true
execute: {enabled: false}
filters: [quarto.lua]
format:
  html: {code-fold: true}
  typst: {echo: false}
"""
REFERENCES = "# References {.unnumbered}\n\n::: {#refs}\n:::\n"


def published(root: Path, texts: Mapping[str, str], codebooks: Mapping[str, str]) -> Path:
    """Return the site of a report on these texts, coded by these codebooks (file name: text)."""
    for folder in ("seeds", "codebook", "notebooks"):
        (root / folder).mkdir()
    (root / "_quarto.yml").write_text(CONFIG)
    for name in ("quarto.lua", "columns.lua"):
        (root / name).write_bytes((TEMPLATES / name).read_bytes())
    (root / "references.bib").write_bytes((TEMPLATES / "references.bib").read_bytes())
    (root / "references.qmd").write_text(REFERENCES)
    (root / "index.qmd").write_text("# Summary {.unnumbered #sec-summary}\n\nSee @sec-counts.\n")
    lines = [json.dumps({"id": name, "text": text}) for name, text in texts.items()]
    (root / "seeds/texts.jsonl").write_text("\n".join(lines) + "\n")
    for name, text in codebooks.items():
        (root / "codebook" / name).parent.mkdir(exist_ok=True)
        (root / "codebook" / name).write_text(text)
    chapter = [markdown("# Counts {#sec-counts}"), *counts(root)]
    write_notebook(root / "notebooks/01-counts.ipynb", chapter)
    evidence = root / "notebooks/90-evidence.ipynb"
    write_notebook(evidence, [markdown("# Evidence {#sec-evidence}")])
    write_notebook(evidence, appendix(root))
    finish = partial(publish, root=root)
    return render_report(root, renderer="builtin", finish=finish, say=lambda line: None).site


def counts(root: Path) -> list[dict[str, Any]]:
    """Return a cell of one sentence with a count, a rate and a share for each code."""
    study = open_study(root)
    words = int(study.tokens["is_word"].sum())
    said = []
    for book in study.codebooks:
        for code in book.codes:
            own = study.hits_of(book.id)
            own = own[own["code"] == code.id]
            rate = measured(1000 * len(own) / words, hits=own, how="per 1,000 words")
            line = sentence("{c} has {n}, a rate of {r}.", c=code.label, n=cite(own), r=rate)
            said.append(line)
    return [shown("say()", stored(line)) for line in said]


def appendix(root: Path) -> list[dict[str, Any]]:
    """Return the cells of the project's own appendix with what they show here."""
    source = json.loads((ROOT / "notebooks/90-evidence.ipynb").read_text(encoding="utf-8"))
    names: dict[str, Any] = {"display": lambda *made: made}
    cells = []
    with chdir(root / "notebooks"):
        for cell in source["cells"]:
            text = "".join(cell["source"])
            if cell["cell_type"] == "markdown":
                cells.append(markdown(text))
            else:
                value = last_value(text, names)
                made = value if isinstance(value, tuple) else (value,)
                outputs = [stored(one) for one in made if one is not None]
                cells.append(shown(text, *outputs) if outputs else markdown(""))
    return cells


def last_value(code: str, names: dict[str, Any]) -> Any:
    """Return the value of the last expression of a cell, run among these names."""
    *before, last = ast.parse(code).body
    exec(compile(ast.Module(before, []), "cell", "exec"), names)
    if not isinstance(last, ast.Expr):
        exec(compile(ast.Module([last], []), "cell", "exec"), names)
        return None
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names)


def stored(value: Any) -> dict[str, Any]:
    """Return what a notebook stores of a shown value."""
    return dict(json.loads(json.dumps(value._repr_mimebundle_())))


__all__ = ["MIME", "published"]
