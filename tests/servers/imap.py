"""A real Dovecot."""

import grp
import imaplib
import os
import pwd
import smtplib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.cast import BOHDAN, IRINA
from tests.ports import free_ports
from tests.servers.processes import (
    HOST,
    PATIENCE_SECONDS,
    make_certificate,
    path_of,
    running,
    temporary_folder,
    until,
)

USERS = (IRINA, BOHDAN, "help@chainik.example", "dopomoga@honey.example")
PASSWORD = "samovar-2026"

DOVECOT = """
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/log
protocols = imap lmtp
listen = 127.0.0.1
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
mail_location = maildir:{folder}/mail/%u
mail_fsync = never
disable_plaintext_auth = no
ssl = yes
ssl_cert = <{folder}/certificate.pem
ssl_key = <{folder}/certificate.pem
passdb {{
  driver = passwd-file
  args = username_format=%u {folder}/users
}}
userdb {{
  driver = passwd-file
  args = username_format=%u {folder}/users
}}
namespace inbox {{
  inbox = yes
}}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    port = {lmtp}
  }}
}}
service auth {{
  inet_listener sasl {{
    port = {auth}
  }}
}}
"""


@dataclass(frozen=True)
class DovecotServer:
    """IMAP with IDLE (plain, with STARTTLS, over TLS) and LMTP. `users` sign in with `password`."""

    host: str
    imap_port: int
    imaps_port: int
    lmtp_port: int
    auth_port: int
    certificate: Path
    users: tuple[str, ...] = USERS
    password: str = PASSWORD

    def deliver(self, user: str, raw: bytes) -> None:
        with smtplib.LMTP(self.host, self.lmtp_port, local_hostname="localhost") as line:
            line.sendmail("somebody@example.net", [user], raw)

    def letters(self, user: str, folder: str = "INBOX") -> list[bytes]:
        """As a mail program reads them, oldest first."""
        with self.signed_in(user) as line:
            line.select(folder, readonly=True)
            numbers = line.search(None, "ALL")[1][0].decode().split()
            return [_body(line, number) for number in numbers]

    def letters_when(self, user: str, *, count: int) -> list[bytes]:
        """Once there are so many. Fails when they do not come."""
        return until(lambda: self._at_least(user, count), f"{count} letters of {user}")

    @contextmanager
    def signed_in(self, user: str) -> Iterator[imaplib.IMAP4]:
        with imaplib.IMAP4(self.host, self.imap_port, timeout=PATIENCE_SECONDS) as line:
            line.login(user, self.password)
            yield line

    def _at_least(self, user: str, count: int) -> list[bytes]:
        found = self.letters(user)
        return found if len(found) >= count else []


@contextmanager
def dovecot(users: Sequence[str] = USERS) -> Iterator[DovecotServer]:
    """Skips the test where it is not installed. It runs without the rights of root."""
    program = path_of("dovecot", "apt-get install dovecot-imapd dovecot-lmtpd")
    account = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    with temporary_folder() as folder:
        imap, imaps, lmtp, auth = ports = free_ports(4)
        certificate = make_certificate(folder)
        settings = DOVECOT.format(
            folder=folder,
            user=account.pw_name,
            group=grp.getgrgid(account.pw_gid).gr_name,
            imap=imap,
            imaps=imaps,
            lmtp=lmtp,
            auth=auth,
        )
        (folder / "dovecot.conf").write_text(settings)
        lines = (f"{user}:{{PLAIN}}{PASSWORD}:{account.pw_uid}:{account.pw_gid}::{folder}\n" for user in users)
        (folder / "users").write_text("".join(lines))
        for path in (folder, *folder.iterdir()):
            os.chown(path, account.pw_uid, account.pw_gid)
        command = (program, "-F", "-c", str(folder / "dovecot.conf"))
        with running(command, folder, ports, account=account):
            yield DovecotServer(HOST, imap, imaps, lmtp, auth, certificate, tuple(users))


def _body(line: imaplib.IMAP4, number: str) -> bytes:
    found = line.fetch(number, "(BODY.PEEK[])")[1][0]
    assert isinstance(found, tuple)
    return found[1]
