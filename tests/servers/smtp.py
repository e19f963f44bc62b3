"""A real Postfix.

It takes letters for `DOMAINS` and hands them to Dovecot by LMTP. It believes that everybody lives there, so that
Dovecot's "no such user" makes it write a real bounce. Letters for other domains go where `routes` says.
"""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.ports import free_ports
from tests.servers.imap import DovecotServer
from tests.servers.processes import HOST, make_certificate, path_of, running, temporary_folder

DOMAINS = ("example.com", "example.org", "chainik.example")

POSTFIX = """
compatibility_level = 3.6
config_directory = {folder}
queue_directory = {folder}/queue
data_directory = {folder}/data
daemon_directory = {programs}
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
myhostname = mx.example.net
mydestination =
mynetworks =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
local_recipient_maps =
alias_maps =
relay_domains = {domains}
transport_maps = texthash:{folder}/transport
smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:{auth}
smtpd_tls_security_level = may
smtpd_tls_cert_file = {folder}/certificate.pem
smtpd_tls_key_file = {folder}/certificate.pem
smtpd_peername_lookup = no
smtp_dns_support_level = disabled
smtp_host_lookup = native
notify_classes =
"""

SERVICES = """
{host}:{port} inet n - n - - smtpd
cleanup  unix n - n - 0 cleanup
qmgr     unix n - n 300 1 qmgr
tlsmgr   unix - - n 1000? 1 tlsmgr
rewrite  unix - - n - - trivial-rewrite
bounce   unix - - n - 0 bounce
defer    unix - - n - 0 bounce
trace    unix - - n - 0 bounce
flush    unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp     unix - - n - - smtp
lmtp     unix - - n - - lmtp
error    unix - - n - - error
retry    unix - - n - - error
anvil    unix - - n - 1 anvil
scache   unix - - n - 1 scache
postlog  unix-dgram n - n - 1 postlogd
"""


QUEUES = ("active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "private", "saved", "trace")


@dataclass(frozen=True)
class PostfixServer:
    """SMTP with STARTTLS. The users of its Dovecot may sign in, and must in order to send to other domains."""

    host: str
    port: int
    certificate: Path
    log_path: Path

    def log(self) -> str:
        return self.log_path.read_text(errors="replace") if self.log_path.exists() else ""


@contextmanager
def postfix(mail: DovecotServer, routes: Mapping[str, int] = {}) -> Iterator[PostfixServer]:
    """Skips the test where it is not installed or may not start. `routes`: domain → port of loopback where its
    letters go by SMTP."""
    program = path_of("master", "apt-get install postfix", known_as="Postfix")
    if os.geteuid() != 0:
        pytest.skip("Postfix starts only as root: run the tests as root")
    with temporary_folder() as folder:
        (port,) = ports = free_ports(1)
        certificate = make_certificate(folder)
        _make_queue(folder)
        (folder / "main.cf").write_text(
            POSTFIX.format(folder=folder, programs=Path(program).parent, auth=mail.auth_port, domains=" ".join(DOMAINS))
        )
        (folder / "master.cf").write_text(SERVICES.format(host=HOST, port=port))
        local = [f"{domain} lmtp:inet:{HOST}:{mail.lmtp_port}\n" for domain in DOMAINS]
        others = [f"{domain} smtp:[{HOST}]:{to}\n" for domain, to in routes.items()]
        (folder / "transport").write_text("".join((*local, *others)))
        with running((program, "-d", "-c", str(folder)), folder, ports):
            yield PostfixServer(HOST, port, certificate, folder / "log")


def _make_queue(folder: Path) -> None:
    """Folders with the owners that Postfix insists on."""
    owned = [folder / "data", *(folder / "queue" / name for name in QUEUES)]
    for path in (*owned, folder / "queue" / "pid"):
        path.mkdir(parents=True, mode=0o700)
    for path in owned:
        shutil.chown(path, "postfix")
    for name, mode in (("public", 0o710), ("maildrop", 0o730)):
        path = folder / "queue" / name
        path.mkdir()
        shutil.chown(path, "postfix", "postdrop")
        path.chmod(mode)
