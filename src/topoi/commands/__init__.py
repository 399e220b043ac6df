"""One module a command: what it asks for, what it prints, its exit code."""
