"""Which works are one, which belong together, and which only look alike.

Each rule is a module, and each join a row with the rule, its score and its evidence (:mod:`harvest.identity.joining`).
:func:`harvest.identity.merging.merge` applies them in order. Nothing is imported here, so that works and rules can
know of each other.
"""
