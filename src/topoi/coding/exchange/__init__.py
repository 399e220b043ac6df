"""Annotations to and from other tools: brat, INCEpTION, doccano, Label Studio, W3C.

Every reader returns the table `doc, start, end, code, subtype, text` and refuses, with the first
mismatch shown, annotations whose words do not stand at their place in the corpus; every writer
takes such a table, and the hits table is one.
"""

from topoi.coding.exchange.brat import from_brat, to_brat
from topoi.coding.exchange.doccano import from_doccano, to_doccano
from topoi.coding.exchange.label_studio import from_label_studio, to_label_studio
from topoi.coding.exchange.web_annotation import from_web_annotations, to_web_annotations
from topoi.coding.exchange.webanno import from_webanno, to_webanno

__all__ = [
    "from_brat",
    "from_doccano",
    "from_label_studio",
    "from_web_annotations",
    "from_webanno",
    "to_brat",
    "to_doccano",
    "to_label_studio",
    "to_web_annotations",
    "to_webanno",
]
