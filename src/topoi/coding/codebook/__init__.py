"""The codebook as a scholar writes it: its format, its documentation, other dictionaries."""
