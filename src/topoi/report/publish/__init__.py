"""From executed notebooks to a site, a PDF and the data beside them."""
