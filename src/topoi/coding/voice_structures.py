"""What the voices table tells about reporting: cues, modes of quotation, chains of sources."""

import pandas as pd


def reporting_cues(voices: pd.DataFrame) -> pd.DataFrame:
    """Return the reporting cues of the text's own attributions: `doc, start, end, subtype`.

    The subtype is the stance of the cue (neutral, sequencing, endorsing, doubting). Cues inside
    what somebody else says (mode nested) belong to that speaker and are left out.
    """
    outer = voices[
        voices["mode"].isin(["direct", "indirect", "mixed"]) & (voices["cue_start"] >= 0)
    ]
    return cue_table(outer, outer["stance"].replace("", "neutral"))


def attribution_chain(voices: pd.DataFrame) -> pd.DataFrame:
    """Return the cues of attributions behind another: `doc, start, end, subtype`.

    Subtype `nested`: somebody quoted quotes somebody else. Subtype `intermediary`: the text names
    the source through which it has the words (three or more links in `via`).
    """
    behind = voices[voices["cue_start"] >= 0]
    links = behind["via"].str.count("<") + 1
    nested = behind["mode"] == "nested"
    chosen = behind[nested | (links >= 3)]
    kinds = chosen["mode"].eq("nested").map({True: "nested", False: "intermediary"})
    return cue_table(chosen, kinds)


def quotation_mode(voices: pd.DataFrame) -> pd.DataFrame:
    """Return the stretches of reported speech: `doc, start, end, subtype` (the mode).

    What is nested in a stretch belongs to it.
    """
    rows: list[tuple[str, int, int, str]] = []
    columns = ("doc", "start", "end", "mode", "speaker", "cue_start")
    last: tuple[str, str, str, int] | None = None
    cells = (voices[name].tolist() for name in columns)
    for doc, start, end, mode, speaker, cue in zip(*cells, strict=True):
        joins = bool(rows) and rows[-1][0] == doc and rows[-1][2] == start
        if mode == "outlet":
            last = None
        elif joins and last and (mode == "nested" or (doc, mode, speaker, cue) == last):
            rows[-1] = (doc, rows[-1][1], end, rows[-1][3])
        else:
            rows.append((doc, start, end, mode))
            last = (doc, mode, speaker, cue)
    return pd.DataFrame(rows, columns=["doc", "start", "end", "subtype"])


def cue_table(rows: pd.DataFrame, subtype: pd.Series) -> pd.DataFrame:
    """Return each cue once."""
    table = pd.DataFrame(
        {"doc": rows["doc"], "start": rows["cue_start"], "end": rows["cue_end"], "subtype": subtype}
    )
    return table.drop_duplicates(["doc", "start", "end"])
