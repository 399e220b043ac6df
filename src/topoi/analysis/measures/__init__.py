"""What is counted: one file for each family of measures."""
