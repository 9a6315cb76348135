"""Judging functions: bytes in, verdict out. Pure, so that ``rebuild`` can judge archived bytes again.

One module for each kind of source. A verdict never guesses: a page that is not what the site is known to
send is ``unreadable``, and ``none`` is said only when the site says it.
"""
