"""Which link of a chain of certificates was wrong: Twisted only says that verifying failed.

OpenSSL tells it while it verifies. It is noted there, for the one host, and nothing of the verifying changes.
"""

from __future__ import annotations

from typing import Any

from OpenSSL import SSL
from scrapy.core.downloader.contextfactory import _ScrapyClientContextFactory
from twisted.internet import _sslverify

#: Errors of verifying by number, in OpenSSL's words (x509_vfy.h, x509_txt.c).
WORDS = {
    2: "unable to get issuer certificate",
    7: "certificate signature failure",
    9: "certificate is not yet valid",
    10: "certificate has expired",
    18: "self-signed certificate",
    19: "self-signed certificate in certificate chain",
    20: "unable to get local issuer certificate",
    21: "unable to verify the first certificate",
    22: "certificate chain too long",
    23: "certificate revoked",
    24: "invalid CA certificate",
    26: "unsuitable certificate purpose",
    62: "hostname mismatch",
    64: "IP address mismatch",
    66: "EE certificate key too weak",
    67: "CA certificate key too weak",
    68: "CA signature digest algorithm too weak",
}
#: What was wrong with the certificates of a host the last time, by host and port.
_wrong: dict[str, str] = {}


def wrong_with(host: str, port: int) -> str | None:
    """Return what was wrong when the certificates of a host were verified last, and forget it."""
    return _wrong.pop(f"{host.lower()}:{port}", None)


class TellingFactory(_ScrapyClientContextFactory):
    """Makes secure connections as Scrapy does, and notes why a certificate was not taken."""

    def creatorForNetloc(self, hostname: bytes, port: int) -> Any:  # noqa: N802  Twisted's name
        """Return what makes the connection to a host."""
        creator: Any = super().creatorForNetloc(hostname, port)
        make, name = creator.clientConnectionForTLS, f"{hostname.decode('ascii').lower()}:{port}"
        verifying = getattr(_sslverify, "_verifyCB", None)
        if not self._verify_certificates or verifying is None:
            return creator

        def connection(protocol: Any) -> Any:
            made = make(protocol)
            checked = verifying(protocol, creator._hostnameIsDnsName, creator._hostnameASCII)

            def noted(conn: Any, certificate: Any, error: int, depth: int, ok: bool) -> bool:
                if not ok and len(_wrong) < 10_000:
                    _wrong[name] = f"{WORDS.get(error, f'error {error}')}, {_about(certificate)}"
                return bool(checked(conn, certificate, error, depth, ok))

            made.set_verify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT, noted)
            return made

        creator.clientConnectionForTLS = connection
        return creator


def _about(certificate: Any) -> str:
    """Say whose certificate it is. Never fails: an error in a callback of OpenSSL's would be lost."""
    try:
        known = certificate.to_cryptography()
        until = known.not_valid_after_utc.date().isoformat()
        return f"certificate of {known.subject.rfc4514_string()} by {known.issuer.rfc4514_string()}, valid until {until}"
    except Exception as error:
        return f"a certificate that cannot be read ({type(error).__name__})"
