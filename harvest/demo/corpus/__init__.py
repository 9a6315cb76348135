"""The authored content of the miniature web."""
