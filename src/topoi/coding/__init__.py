"""The coding floor: what the text is coded as."""
