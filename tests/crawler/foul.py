"""Servers on loopback that fail in one way each, and the certificates that some of them fail with."""

from __future__ import annotations

import datetime
import ipaddress
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello"


@dataclass(frozen=True)
class Signer:
    """A certificate with its key, which may sign others."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)


def certificate(
    name: str, by: Signer | None = None, *, host: str | None = "127.0.0.1", days: tuple[int, int] = (-1, 30),
) -> Signer:  # fmt: skip
    """Make a certificate for a host, or for an authority when ``host`` is None; signed by itself without ``by``."""
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.datetime.now(datetime.UTC)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + datetime.timedelta(days=days[0]))
        .not_valid_after(now + datetime.timedelta(days=days[1]))
        .add_extension(x509.BasicConstraints(ca=host is None, path_length=None), critical=True)
    )
    if host is not None:
        try:
            where: x509.GeneralName = x509.IPAddress(ipaddress.ip_address(host))
        except ValueError:
            where = x509.DNSName(host)
        builder = builder.add_extension(x509.SubjectAlternativeName([where]), critical=False)
    return Signer(builder.sign(by.key if by else key, hashes.SHA256()), key)


def tls(folder: Path, own: Signer, *chain: Signer) -> ssl.SSLContext:
    """Return the context of a server that sends a certificate and what stands between it and its authority."""
    path = folder / f"{own.certificate.serial_number}.pem"
    key = own.key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(key + own.pem() + b"".join(each.pem() for each in chain))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


@contextmanager
def serving(treat: Callable[[socket.socket], None], context: ssl.SSLContext | None = None) -> Iterator[int]:
    """Run a server that treats every connection in one way, and give its port."""
    listener = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()

    def one(connection: socket.socket) -> None:
        with suppress(OSError):
            # The handshake fails where the client does not like the certificate.
            treat(context.wrap_socket(connection, server_side=True) if context else connection)
        with suppress(OSError):
            connection.close()

    def run() -> None:
        while not over.is_set():
            with suppress(OSError):
                connection, _ = listener.accept()
                threading.Thread(target=one, args=(connection,), daemon=True).start()

    threading.Thread(target=run, daemon=True).start()
    try:
        yield listener.getsockname()[1]
    finally:
        over.set()
        listener.close()


def _asked(connection: socket.socket) -> None:
    connection.settimeout(10)
    connection.recv(65536)


def answers(connection: socket.socket) -> None:
    _asked(connection)
    connection.sendall(ANSWER)
    connection.close()


def hangs(connection: socket.socket) -> None:
    _asked(connection)
    with suppress(OSError):
        connection.recv(1)


def closes(connection: socket.socket) -> None:
    _asked(connection)
    connection.close()


def resets(connection: socket.socket) -> None:
    _asked(connection)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def breaks_off(connection: socket.socket) -> None:
    _asked(connection)
    connection.sendall(ANSWER.replace(b"Length: 5", b"Length: 5000"))
    connection.close()


def talks_nonsense(connection: socket.socket) -> None:
    _asked(connection)
    connection.sendall(b"\x00\x01\x02 nonsense\r\n\r\n")
    connection.close()


def closed_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
