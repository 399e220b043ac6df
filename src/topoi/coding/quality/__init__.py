"""How well the coding does: readers' judgements, coding sheets, agreement.

Others use `judgements.read_gold`, `agreement.compare` and `disagreements`,
`reliability.reliability`, `sampling.coding_sheet`, `reading_order.reading_order`,
`scores.score_readers` and, of several readers,
`between_readers.reader_agreement`, `span_agreement` and `disputed`; of several codebooks,
`between_codebooks.codebook_agreement`.
"""
