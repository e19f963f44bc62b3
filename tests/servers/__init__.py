"""Real mail servers of the tests' own: on free ports of loopback, each in a folder of its own."""

from tests.servers.imap import DovecotServer, dovecot
from tests.servers.smtp import PostfixServer, postfix

__all__ = ["DovecotServer", "PostfixServer", "dovecot", "postfix"]
