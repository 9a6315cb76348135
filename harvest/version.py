"""Which greylit this is."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=1)
def version() -> str:
    """Return the version of the installed package."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return installed("greylit")
    except PackageNotFoundError:
        return "0+unknown"


def software() -> dict[str, str]:
    """Return name and version of everything whose results a run depends on."""
    import platform
    from importlib.metadata import version as installed

    names = (
        "scrapy",
        "trafilatura",
        "pypdfium2",
        "duckdb",
        "fastwarc",
        "protego",
        "selectolax",
        "rensa",
        "lxml",
    )
    return {
        "greylit": version(),
        "python": platform.python_version(),
        **{name: installed(name) for name in names},
    }
