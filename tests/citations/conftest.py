"""A finished review to cite from: the one of the command line's tests."""

from __future__ import annotations

from tests.cli.conftest import finished, review

__all__ = ["finished", "review"]
