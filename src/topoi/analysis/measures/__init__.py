"""What is counted: one module for each family of measures.

A measure is a function of tables, or of counts that `counting` takes from a table or a store:
`rates` (with `intervals`), `corrected_rates` (with `corrected_counts`), `contrasts`, `networks`
(with `network_forms`), `trends`, `changes`, `first_uses`, `keyness`, `collocates`, `ngrams`,
`phrases`, `dispersion` (with `frequency`), `diversity`, `cooccurrence`, `concordance`;
`permutations` has the chances that keyness and co-occurrence are tested by, `inventory` says what a
collection holds before anything is counted.
"""
