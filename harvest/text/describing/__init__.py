"""What is found in a text once it is read: its parts, and what type of document it is."""
