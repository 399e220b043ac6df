"""Reports beside the transcript of what they report: quotations and indirect statements.

`alignment` finds the words of a quotation in the transcript, `differences` says what differs there,
`verdicts.compared` what was done with each quotation; `nearest.nearest` has the passages beside
indirect statements.
"""
