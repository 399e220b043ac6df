"""Annotations to and from other tools: brat, INCEpTION, doccano, Label Studio, W3C.

Every reader returns the table `doc, start, end, code, subtype, text` and refuses, with the first
mismatch shown, annotations whose words do not stand at their place in the corpus; every writer
takes such a table, and the hits table is one. `read_annotations` and `write_annotations` do the
same with files, by the names in `FORMS`.
"""

from topoi.coding.exchange.brat import from_brat, to_brat
from topoi.coding.exchange.files import FORMS, read_annotations, write_annotations
from topoi.coding.exchange.json_formats import (
    from_doccano,
    from_label_studio,
    from_web_annotations,
    to_doccano,
    to_label_studio,
    to_web_annotations,
)
from topoi.coding.exchange.webanno import from_webanno, to_webanno

__all__ = [
    "FORMS",
    "from_brat",
    "from_doccano",
    "from_label_studio",
    "from_web_annotations",
    "from_webanno",
    "read_annotations",
    "to_brat",
    "to_doccano",
    "to_label_studio",
    "to_web_annotations",
    "to_webanno",
    "write_annotations",
]
