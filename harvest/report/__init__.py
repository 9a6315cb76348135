"""Reports of a search: what was asked, what came of it, and what only a person can say.

A report is built once, as blocks (:mod:`harvest.report.model`), and written by one module a format. No number is counted
here: all of them come from the functions that the command line and the exports call.
"""
