"""Topoi: reproducible text analysis of political and diplomatic language."""

__version__ = "0.1.0"
