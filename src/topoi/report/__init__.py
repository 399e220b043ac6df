"""The report floor: what is published."""
