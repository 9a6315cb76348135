"""Which works are one, which belong together, and which only look alike.

Each rule is a module, and each join a row with the rule, its score and its evidence (:mod:`harvest.identity.joining`).
:func:`harvest.identity.merging.merge` applies them in order, and asks first what people said
(:mod:`harvest.identity.people`). What belongs together and stays two is told by
:func:`harvest.identity.relations.relations`. Nothing is imported here, so that works and rules can
know of each other.
"""
