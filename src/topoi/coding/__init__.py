"""The coding floor: what the text is coded as.

A `codebook` is loaded and tested (`loading.load_codebook`), its codes are found (`hits`), by
queries and by `structures`, and judged (`quality`); `exchange` carries annotations to other tools
and back.
"""
