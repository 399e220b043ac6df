"""Patterns that are no queries: lists, repetition, and what the voices show.

Others mainly use `structures.STRUCTURES`, where each is registered under the name that
a codebook gives it, and `batches.batches`, the texts as all codes are looked for in them.
"""
