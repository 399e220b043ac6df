"""The text floor: what was written, and who says it."""
