"""Folders in memory, as for the crawler."""

from tests.crawler.conftest import tmp_path

__all__ = ["tmp_path"]
