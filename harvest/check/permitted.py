"""What is said of permissions.csv: rows that cannot be read, that have expired, or that are for nobody here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

from harvest.check.findings import Finding
from harvest.permissions import NAME, Permission, plain, read
from harvest.protocol import CouncilsSource, Protocol


def permission_findings(protocol: Protocol, today: date) -> Iterator[Finding]:
    """Yield what is wrong with the permissions beside a protocol. A bad row keeps a run from starting."""
    permissions, problems = read(protocol.folder)
    for problem in problems:
        yield Finding("error", NAME, problem.sentence)
    hosts = _hosts(protocol)
    for each in permissions:
        whose = f"{NAME}: the permission of {each.given_by} for {each.host}"
        if each.expires_on and date.fromisoformat(each.expires_on) < today:
            yield Finding("warning", NAME, f"{whose} expired on {each.expires_on}: ask again, or take it out")
        if date.fromisoformat(each.given_on) > today:
            yield Finding("warning", NAME, f"{whose} is dated {each.given_on}, which is in the future")
        if hosts is not None and not any(_belongs(each.host, host) for host in hosts):
            yield Finding("warning", NAME, f"{whose} is for a host that belongs to no source")
        if each.evidence and "://" not in each.evidence and not _there(protocol, each):
            yield Finding(
                "warning", NAME, f"{whose} names {each.evidence}, which is not in the review's folder"
            )


def _there(protocol: Protocol, permission: Permission) -> bool:
    try:
        return (protocol.folder / str(permission.evidence)).is_file()
    except (OSError, ValueError):
        return False


def _hosts(protocol: Protocol) -> set[str] | None:
    """Return the hosts that the sources name, or ``None`` where a list of councils decides."""
    if any(isinstance(source, CouncilsSource) for source in protocol.sources):
        return None
    addresses = (getattr(source, "url", None) for source in protocol.sources)
    return {urlsplit(str(url)).netloc.lower() for url in addresses if url}


def _belongs(host: str, other: str) -> bool:
    """Tell whether two hosts are one, or parts of one site: files often lie on a host beside it."""
    one, two = plain(host), plain(other)
    return one == two or one.endswith(f".{two}") or two.endswith(f".{one}")
