"""The miniature web: a loopback web with a known truth, for learning, demonstrations and tests.

Start it with :class:`harvest.demo.server.MiniWeb` or ``python -m harvest.demo.server``. Every host in it
has a reserved ``.test`` name (RFC 6761), so nothing here can ever reach a real site.
"""
