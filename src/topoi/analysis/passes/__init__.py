"""One pass over a collection in parts, on this machine or on a cluster."""
