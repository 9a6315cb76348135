"""What greylit holds: ledger, archive, frontier and the computed database.

The only room with SQL in it, and it imports none of the others. Observations (what was asked, answered,
fetched, decided) go into the append-only :mod:`store.ledger` and the WARC :mod:`store.archive`;
everything else is computed from these and can be thrown away.
"""
