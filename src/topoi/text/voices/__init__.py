"""Who says what: quotations, cues and speakers become attributions and voices."""
