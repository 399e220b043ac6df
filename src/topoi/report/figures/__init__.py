"""The figures of the chapters, and the links that lie over them."""
