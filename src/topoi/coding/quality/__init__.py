"""How well the coding does: readers' judgements, coding sheets, agreement.

Others use `judgements.read_gold`, `agreement.compare`, `disagreements` and `reliability`, and
`sampling.coding_sheet` and `score_sheet`.
"""
