"""Who says what: turns, quotations, cues and speakers become attributions and voices.

Others mainly use `lexicon.load_lexicon`, `voices.said` (both tables, each text read once) or
half of it (`reading.attributions`, `voices.voices`), for one text `reading.attributions_of` and
`voices.voices_of`, and `quotations.quotations_of`.
"""
