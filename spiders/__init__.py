"""Where we look: one file for each kind of site. Knows :mod:`crawler` only."""
