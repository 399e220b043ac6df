"""Random texts and queries that often match."""

from hypothesis import strategies as st

WORDS = ("a", "b", "War", "war", "fight", "fought", "conflict", "con\ufb02ict", "armed", "US", "us",
         "1,000", "2014", "b-a", "b\u2011a", "O’b", "O'b", "Wa\u00adr")  # fmt: skip
SIGNS = (
    ",",
    ".",
    "–",
    "'s",
    '"',
    "(",
    "U.S.",
    "Mr.",
    "!",
    "…",
    "№",
    "™",
    "%",
    "-",
    "\n\n",
    "I",
    "I’m",
)
TEXTS = st.lists(st.sampled_from([*WORDS, *SIGNS]), max_size=25).map(" ".join)
ATOMS = st.sampled_from(
    ["a", "b", "war", "=War", "~fight", "us", "US", "b*", "*t", "?", "f*t", "{fight}", "<Name>",
     "<number>", "<year>", "<word>", "!a", "!(a|war)", ",", ".", "U.S.", "a|b", "war|{fight}",
     "!=War", "=W*r", "=O'b", "=b-a", "*s", "*-*", "*%", "…", "no", "tm", "{fight}|=War", "w*a*r",
     'a " b', "war 's", "!(a|=War)"]
)  # fmt: skip


def extended(inner):
    ways = st.lists(inner, min_size=1, max_size=2).map(" ".join)
    return st.one_of(
        ways.map("[{}]".format),
        st.lists(ways, min_size=1, max_size=2).map(" | ".join).map("({})".format),
        st.sampled_from(["..1", "..2", "..1-2", "..2,", "..1-1,"]),
        inner,
    )


PARTS = st.recursive(ATOMS, extended, max_leaves=5)
QUERIES = st.tuples(
    st.sampled_from(["", "^ "]),
    st.lists(PARTS, min_size=1, max_size=4).map(" ".join),
    st.sampled_from(["", " $"]),
    st.sampled_from(["", "a ..1 / {} /", "/ {} / ..2, b", "{}"]),
).map(lambda told: told[0] + (told[3] or "{}").format(told[1]) + told[2])
