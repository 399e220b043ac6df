"""The analysis floor: what can be counted from the codes."""
