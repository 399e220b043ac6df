"""How well the order of what to read next ranks, by the verdicts on the press releases.

    python benchmarks/reading_order.py FOLDER     # kremlin.csv and president-gov-ua.csv

Prints a Markdown table: area under the ROC curve in five-fold trials, each judged unit scored by a
classifier of the others, with folds of units and of whole texts. Kept in reading_order.md.
"""

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.svm import LinearSVC

from topoi.coding.quality.reading_order import FOLDS, Pairs, features_of, fitted, matrix
from topoi.coding.quality.reliability import units_of_coding
from topoi.project import read_texts
from topoi.study import Study
from topoi.text.words.spans import crossed, positions

ROOT = Path(__file__).parents[1]
FILES = {"kremlin.csv": "k-", "president-gov-ua.csv": "u-"}
UNIT = ["doc", "start", "end"]
SEEDS = range(4)
Model = Callable[..., LinearSVC | LogisticRegression]


def releases(folder: Path) -> dict[str, str]:
    """Return the texts by the names that the gold gives them."""
    tables = ((pd.read_csv(folder / name), mark) for name, mark in FILES.items())
    return {
        mark + link.rstrip("/").rsplit("/", 1)[-1]: str(body)
        for table, mark in tables
        for link, body in zip(table["link"], table["body"], strict=True)
    }


def of_passages(gold: pd.DataFrame, codes: dict[str, str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the passages that were read for all frames, and `unit, code, yes` of each of them."""
    ends = {"passage_start": "start", "passage_end": "end"}
    spans = gold[["doc", *ends]].rename(columns=ends)
    read = spans.drop_duplicates().sort_values(UNIT, ignore_index=True)
    said = gold.assign(unit=positions(spans, read), code=gold["pattern"].map(codes))
    found = said[said["code"].notna()].groupby(["unit", "code"])["verdict"]
    verdicts = found.agg(lambda of: "yes" if "yes" in set(of) else "borderline")
    every = pd.MultiIndex.from_product([range(len(read)), sorted(codes.values())])
    table = verdicts.reindex(every, fill_value="no").rename_axis(["unit", "code"]).reset_index()
    table = table[table["verdict"] != "borderline"]
    return read, table.assign(yes=table["verdict"] == "yes")


def of_hits(gold: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Return `unit, code, yes` of the sentences whose hits were judged."""
    told = gold[gold["verdict"].isin(["yes", "no"])]
    rows = told.assign(unit=positions(told, units), yes=told["verdict"] == "yes")
    means = rows[rows["unit"] >= 0].groupby(["unit", "code"], as_index=False)["yes"].mean()
    return means[means["yes"] != 0.5].assign(yes=lambda one: one["yes"] > 0.5)


def areas(study: Study, units: pd.DataFrame, told: pd.DataFrame, model: Model) -> list[str]:
    """Return the areas of units with a hit and of others, folds of units and of texts."""
    codes = pd.Index(sorted(set(told["code"])))
    unit, hit = crossed(study.hits, units)
    code = codes.get_indexer(study.hits["code"].iloc[hit])
    signs = (unit[code >= 0], code[code >= 0], study.hits.iloc[hit[code >= 0]])
    judged = Pairs(told["unit"].to_numpy(), codes.get_indexer(told["code"]))
    features = features_of(units, study.words, len(codes), signs=signs)
    table, yes = matrix(features, judged), told["yes"].to_numpy(dtype=bool)
    found = signs[0] * len(codes) + signs[1]
    holds = np.isin(judged.unit * len(codes) + judged.code, found)
    cells = []
    for groups in (judged.unit, units["doc"].to_numpy()[judged.unit]):
        scores = np.empty((len(SEEDS), len(yes)))
        for seed in SEEDS:
            folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=seed)
            for train, test in folds.split(table, yes, groups):
                fit = model(table[train], yes[train])
                scores[seed, test] = fit.decision_function(table[test])
        for side in (holds, ~holds, holds | True):
            cells.append(f"{np.mean([roc_auc_score(yes[side], one[side]) for one in scores]):.3f}")
    return cells


def main(folder: Path) -> None:
    """Print the table."""
    gold = ROOT / "tests" / "gold"
    passages, hits = (
        pd.read_json(gold / name, lines=True)
        for name in ("releases-paragraphs.jsonl", "releases.jsonl")
    )
    texts = releases(folder)
    docs = sorted({*passages["doc"], *hits["doc"]})
    frame = pd.DataFrame({"id": docs, "text": [texts[doc] for doc in docs]})
    study = read_texts(frame, codebook=ROOT / "codebook" / "frames.yml")
    codes = {code.number: code.id for code in study.codebooks[0].codes}
    sentences = units_of_coding(study.segments)[UNIT].reset_index(drop=True)
    models: dict[str, Model] = {
        "logistic regression (in use)": fitted,
        "linear support vectors": lambda x, y: LinearSVC(C=0.5, random_state=1).fit(x, y),
    }
    head = ["hit", "other", "both"] * 2
    print("| judged | classifier | " + " | ".join(head) + " |\n" + "|---" * 8 + "|")
    sets = {"passages": of_passages(passages, codes), "hits": (sentences, of_hits(hits, sentences))}
    for name, (units, told) in sets.items():
        for kind, model in models.items():
            print(f"| {name} | {kind} | " + " | ".join(areas(study, units, told, model)) + " |")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
