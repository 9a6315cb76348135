"""The publishers of the miniature web: two think tanks, a small one nobody knows, and a mirror that is none."""
