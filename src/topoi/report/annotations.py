"""Hits as W3C Web Annotations (JSON-LD), one annotation a hit."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from topoi.text.corpus import Corpus

CONTEXT = 32  # characters of prefix and suffix, enough to find a moved passage again


def write_annotations(path: Path, corpus: Corpus, hits: pd.DataFrame) -> None:
    """Write the hits as one AnnotationCollection page, an annotation a line.

    Each target has a TextPositionSelector (code points, as the standard counts) and a
    TextQuoteSelector with the words and what stands around them (Sanderson et al. 2017).
    """
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        head = '{"@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationPage",'
        stream.write(f'{head}\n"items": [\n')
        lines = (json.dumps(a, ensure_ascii=False) for a in _annotations(corpus, hits))
        stream.write(",\n".join(lines))
        stream.write("\n]}\n")


def _annotations(corpus: Corpus, hits: pd.DataFrame) -> Iterator[dict[str, Any]]:
    columns = ["doc", "start", "end", "codebook", "code", "subtype", "mode", "speaker"]
    rows = hits.reindex(columns=columns).fillna("").itertuples(index=False, name=None)
    for doc, start, end, codebook, code, subtype, mode, speaker in rows:
        text = corpus.texts[doc]
        tags = (codebook, code, subtype, mode, speaker)
        yield {
            "id": f"urn:topoi:{doc}:{start}-{end}:{codebook}/{code}",
            "type": "Annotation",
            "motivation": "classifying",
            "body": [
                {"type": "TextualBody", "purpose": purpose, "value": str(value)}
                for purpose, value in zip(
                    ("identifying", "classifying", "tagging", "describing", "describing"),
                    tags,
                    strict=True,
                )
                if value
            ],
            "target": {
                "source": f"urn:topoi:{doc}",
                "selector": [
                    {"type": "TextPositionSelector", "start": int(start), "end": int(end)},
                    {
                        "type": "TextQuoteSelector",
                        "exact": text[start:end],
                        "prefix": text[max(0, start - CONTEXT) : start],
                        "suffix": text[end : end + CONTEXT],
                    },
                ],
            },
        }
