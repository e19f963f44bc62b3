"""Certificates of the servers of a test, for who is to take them for good ones."""

import re
from pathlib import Path

from tests.servers.imap import DovecotServer
from tests.servers.smtp import PostfixServer


def trusts(folder: Path, mail: DovecotServer, post: PostfixServer) -> dict[str, str]:
    """The environment of a house that takes their certificates for good ones."""
    trusted = folder / "trusted.pem"
    trusted.write_text("".join(_certificate(server.certificate) for server in (mail, post)))
    return {"SSL_CERT_FILE": str(trusted)}


def _certificate(path: Path) -> str:
    found = re.search(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----\n", path.read_text(), re.DOTALL)
    assert found
    return found[0]
