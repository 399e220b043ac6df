"""The tokens of a large collection on disk, and the measures asked of them."""
