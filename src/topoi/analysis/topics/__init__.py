"""Topic models, and the test whether they may be read."""
