"""How we fetch: Scrapy with manners.

Knows :mod:`store` only. The fronts that the rest of the project may use import no Scrapy:
:mod:`crawler.start`, :mod:`crawler.sources`, :mod:`crawler.spec`, :mod:`crawler.guard`,
:mod:`crawler.pace`, :mod:`crawler.robots`, :mod:`crawler.clock`, :mod:`crawler.judge`.
"""
