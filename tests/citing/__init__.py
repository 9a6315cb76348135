"""Which works that are held cite which."""
