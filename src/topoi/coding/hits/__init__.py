"""Queries, conditions and structures become hits with their target and polarity."""
