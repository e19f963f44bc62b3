"""What the process needs from its environment: every variable, its default and its meaning, in one table.

What a company chooses is a row in the database, never a variable. `docs/settings.md` lists the same table;
a test holds the two together.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from slovo.core.errors import UnableTo
from slovo.core.proxies import Network, networks

PORT_MAX = 65535
HOME = Path(__file__).resolve().parents[2]


class UnableToReadSetting(UnableTo):
    pass


@dataclass(frozen=True, slots=True)
class Variable:
    name: str
    default: str
    meaning: str


VARIABLES = (
    Variable("SLOVO_DATA", str(HOME / "data"), "Folder for the embedded database, files, keys and backups."),
    Variable(
        "SLOVO_DATABASE_URL",
        "",
        "`postgres://user:password@host:5432/name` for PostgreSQL, by its socket `postgres://user@/name?host=/folder`."
        " Empty: the embedded SQLite file in SLOVO_DATA.",
    ),
    Variable("SLOVO_HTTP", "127.0.0.1:8000", "Address and port of the pages."),
    Variable("SLOVO_LIVE", "127.0.0.1:8001", "Address and port of the live stream in the one-command mode."),
    Variable(
        "SLOVO_LIVE_URL",
        "",
        "Where browsers find the live stream. Empty: the page's own host, port of SLOVO_LIVE. "
        "Behind a proxy that sends /live to `slovo live`: `/live`.",
    ),
    Variable("SLOVO_SMTP", "127.0.0.1:2525", "Address and port of the mail listener (SMTP)."),
    Variable("SLOVO_LMTP", "", "Address and port of a second mail listener that speaks LMTP. Empty: none."),
    Variable(
        "SLOVO_PUBLIC_URL",
        "",
        "Address of the desk in links, `https://desk.example.com`. Empty: from SLOVO_HTTP.",
    ),
    Variable(
        "SLOVO_HOSTS",
        "",
        "Host names that the pages answer to, with commas between. Empty: this machine's own.",
    ),
    Variable(
        "SLOVO_SECRET_KEY",
        "",
        "Signs sessions and reply addresses. Empty: made once, kept in SLOVO_DATA/keys.",
    ),
    Variable(
        "SLOVO_FIELD_KEYS",
        "",
        "Keys that encrypt stored passwords of mailboxes, newest first, with commas between. "
        "Empty: made once, kept in SLOVO_DATA/keys.",
    ),
    Variable(
        "SLOVO_OUTGOING_ALLOWED",
        "",
        "Host names and networks, with commas between, that webhooks and the assistant's endpoint may reach although "
        "they lie inside: `hooks.internal, 10.1.0.0/16`; hosts named here on any port, and the endpoint over http:// "
        "as well. Empty: only addresses of the public internet.",
    ),
    Variable("SLOVO_WEB_PROCESSES", "2", "Processes that serve pages in the one-command mode."),
    Variable(
        "SLOVO_WORKER_PROCESSES",
        "",
        "Workers in the one-command mode. Empty: two on PostgreSQL where the machine has more than one core, else one.",
    ),
    Variable("SLOVO_WORKER_THREADS", "4", "Threads of one worker process."),
    Variable("SLOVO_HTTPS", "no", "`yes` behind an HTTPS proxy: cookies are sent over HTTPS only."),
    Variable(
        "SLOVO_PROXIES",
        "",
        "Addresses and networks, with commas between, of the proxies before the pages: `127.0.0.1, 10.0.0.0/24`. "
        "Their `X-Forwarded-For` says who a visitor is. Empty: that header is never believed.",
    ),
    Variable("SLOVO_DEBUG", "no", "`yes` shows developers' error pages. Never where customers' data is."),
)
_DEFAULTS = {variable.name: variable.default for variable in VARIABLES}


def read(name: str) -> str:
    return os.environ.get(name, "").strip() or _DEFAULTS[name]


def yes(name: str) -> bool:
    return read(name).lower() in {"yes", "true", "on", "1"}


def names(name: str) -> list[str]:
    return [part.strip() for part in read(name).split(",") if part.strip()]


def proxies() -> list[Network]:
    try:
        return networks(names("SLOVO_PROXIES"))
    except ValueError as problem:
        example = "SLOVO_PROXIES=127.0.0.1, 10.0.0.0/24"
        raise UnableToReadSetting(f"{problem} (SLOVO_PROXIES). Write it like {example}.") from None


def address(name: str) -> tuple[str, int]:
    host, _, port = read(name).rpartition(":")
    if not (port.isascii() and port.isdecimal() and int(port) <= PORT_MAX):
        example = _DEFAULTS[name] or "127.0.0.1:2424"
        raise UnableToReadSetting(f"{name}={read(name)} is no address with a port. Write it like {name}={example}.")
    return host or "127.0.0.1", int(port)


def worker_processes() -> int:
    """On SQLite all writers pass one gate: a second worker would only wait there."""
    given = read("SLOVO_WORKER_PROCESSES")
    if not given:
        return 2 if read("SLOVO_DATABASE_URL") and (os.cpu_count() or 1) > 1 else 1
    if not (given.isascii() and given.isdecimal() and int(given)):
        raise UnableToReadSetting(f"SLOVO_WORKER_PROCESSES={given} is no number of workers. Write it like 2.")
    return int(given)


def data_folder() -> Path:
    return Path(read("SLOVO_DATA"))
