"""Which software a web site runs on, from what its pages say of themselves. Pure.

Only for people to see: nothing is decided by it, and a site that does not say is simply not known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

#: What shows each system, in the order in which they are looked for: committee systems before the sites that
#: carry them. The committee systems as seen on captured pages, the others as their own templates write them.
_SIGNS: tuple[tuple[str, re.Pattern[bytes]], ...] = (
    ("ModernGov", re.compile(rb"\$ModernGov|Modern\.Gov Reverse CMS|class=\"mg(?:Content|Footer|AiTitle)|/?mgMemberIndex\.aspx", re.I)),
    ("CMIS", re.compile(rb"ModCMIS|CMIS_Grid|/cmis5/", re.I)),
    ("LocalGov Drupal", re.compile(rb"localgov[_-](?:base|drupal|theme)|class=\"[^\"]*\blgd-", re.I)),
    ("GOSS iCM", re.compile(rb"/icm/|GOSS iCM|gosswebsite|class=\"goss", re.I)),
    ("Jadu", re.compile(rb"jadu(?:\.net|cms)?[\"'/ ]|/jadu/|content=\"Jadu", re.I)),
    ("Umbraco", re.compile(rb"umbraco", re.I)),
    ("WordPress", re.compile(rb"/wp-content/|/wp-includes/", re.I)),
    ("Drupal", re.compile(rb"content=\"Drupal|/sites/default/files/|drupal-settings-json", re.I)),
)  # fmt: skip
_GENERATOR = re.compile(
    rb"<meta[^>]+name=[\"']generator[\"'][^>]+content=[\"']([^\"'<>]{1,80})|"
    rb"<meta[^>]+content=[\"']([^\"'<>]{1,80})[\"'][^>]+name=[\"']generator[\"']",
    re.I,
)
#: How much of a page is looked at, in bytes.
_SEEN = 200_000


def system_of(body: bytes, headers: Mapping[str, str]) -> str | None:
    """Return the name of the system that made a page, ``None`` when it does not show.

    Args:
        body: the page.
        headers: its headers by lower-case name.
    """
    page = body[:_SEEN]
    for name, sign in _SIGNS:
        if sign.search(page):
            return name
    if found := _GENERATOR.search(page):
        return (found[1] or found[2]).decode("utf-8", errors="replace").strip()
    return headers.get("x-generator") or None
