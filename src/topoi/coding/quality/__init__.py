"""How well the coding does: readers' judgements, samples, agreement."""
