"""The tables and sentences of the chapters."""
