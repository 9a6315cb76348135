"""Which works that are held cite which: references read out of their documents, and titles mentioned in their texts.

No index has this graph of grey literature: most of it has no DOI. All of it is computed from the archive again by
``greylit rebuild``.
"""
