"""A codebook of two codes, as the tests of several chapters read it."""

import pytest

from topoi.coding.loading import load_codebook

BOOK = """
id: b
version: "1"
title: B
lists: {fights: [fight, fist fight]}
codes:
  - id: war
    number: F01
    label: War
    function: moral evaluation
    include: ["war*", "{fights} ..2 on"]
    exclude: [warm]
    subtypes:
      cold: {include: ["cold war"], label: F01b Cold}
    examples: {yes: ["the war"], no: ["warm"]}
  - {id: talks, number: F02, label: Talks, include: [talks], needs: a reader, missed: irony}
"""


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "b.yml"
    path.write_text(BOOK, encoding="utf-8")
    return load_codebook(path)
