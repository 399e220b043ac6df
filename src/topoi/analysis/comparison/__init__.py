"""Reports beside the transcript of what they report: quotations and indirect statements.

`alignment` finds the words of a quotation in the transcript, `verdicts.compared` says of each
quotation what was done with them, `nearest.nearest` has the passages beside indirect statements.
"""
