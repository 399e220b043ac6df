"""The names that chapter 2 imports from here until its notebook asks `topics` for them."""

from topoi.report.chapters.topics import compared_table
from topoi.report.chapters.topics import group_shares_table as groups_table

__all__ = ["compared_table", "groups_table"]
