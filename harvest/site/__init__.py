"""A static site of a whole search: plain pages that load nothing, for a web server, a deposit or a folder.

``build(workspace, out, date, specs)`` is the whole front.
"""

from harvest.site.building import SiteResult, build

__all__ = ["SiteResult", "build"]
