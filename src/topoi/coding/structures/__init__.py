"""Patterns that are no queries: lists, repetition, and what the voices show."""
