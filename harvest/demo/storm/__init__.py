"""The stormy hosts of the miniature web: their pages, how they answer, and what is true of each address."""
