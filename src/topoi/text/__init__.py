"""The text floor: what was written, and who says it.

Words of each language (`lang`), the texts (`corpus`), their words and sentences (`words`), the
`query` language, and `voices`.
"""
