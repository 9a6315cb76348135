"""Councils of the miniature web: their committees and papers, and the systems that publish them."""
