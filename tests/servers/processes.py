"""What real servers of the tests need: a folder, ports, a certificate, and an end that is sure to come."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any, TypeVar

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "127.0.0.1"
PATIENCE_SECONDS = 20
LIFE_SECONDS_MAX = 900  # whatever becomes of the tests, the servers end
PATH = ":".join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/lib/postfix/sbin", "/usr/libexec/postfix"))

T = TypeVar("T")


def until(call: Callable[[], T], what: str) -> T:
    """Its first true result."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not (result := call()):
        assert time.monotonic() < end, f"Waited {PATIENCE_SECONDS} s in vain for {what}."
        time.sleep(0.05)
    return result


@contextmanager
def running(
    command: Sequence[str], folder: Path, ports: Sequence[int], *, account: pwd.struct_passwd | None = None
) -> Iterator[None]:
    output = folder / "output"
    rights: dict[str, Any] = {}
    if account and os.geteuid() == 0:
        rights = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    with output.open("wb") as file:
        bounded = ("timeout", "--kill-after=10", str(LIFE_SECONDS_MAX), *command)
        process = subprocess.Popen(
            bounded, stdin=subprocess.DEVNULL, stdout=file, stderr=file, cwd="/", start_new_session=True, **rights
        )
    try:
        until(lambda: process.poll() is not None or all(map(_listens, ports)), f"{command[0]} to listen")
        assert process.poll() is None, f"{command[0]} did not start:\n{output.read_text()}"
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)


@contextmanager
def temporary_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="slovo-mail-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def path_of(name: str, remedy: str, known_as: str = "") -> str:
    found = shutil.which(name, path=PATH)
    if not found:
        pytest.skip(f"{known_as or name.capitalize()} is missing: {remedy}")
    return found


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def make_certificate(folder: Path) -> Path:
    """Key and certificate in one file. Nobody trusts it but those who are given the file. Its subject is its own:
    of two with the same one, OpenSSL would look at the first only."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, folder.name)])
    now = datetime.now(UTC)
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address(HOST))])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(names, critical=False)
        .sign(key, hashes.SHA256())
    )
    pem, pkcs8, bare = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    path = folder / "certificate.pem"
    path.write_bytes(certificate.public_bytes(pem) + key.private_bytes(pem, pkcs8, bare))
    path.chmod(0o600)
    return path
