"""Nobody reaches inside our network through what we fetch for them."""

import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from pytest_django.fixtures import Settings

from slovo.core import outgoing
from slovo.core.outgoing import NoAnswer, TooSlow, UnableToReach
from tests.servers.hooks import receiver

pytestmark = [pytest.mark.slow, pytest.mark.plain]


def post(url: str, *, seconds: float = 10) -> outgoing.Answer:
    return outgoing.post(url, content=b"{}", headers={}, seconds=seconds, answer_bytes_max=100)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://10.0.0.1/",
        "http://172.16.5.5/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://100.64.0.1/",
        "http://100.100.100.200/",
        "http://168.63.129.16/",
        "http://0.0.0.0/",
        "http://255.255.255.255/",
        "http://224.0.0.1/",
        "http://[fd00::1]/",
        "http://[fe80::1]/",
        "http://[fec0::1]/",
        "http://[ff02::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:8.8.8.8]/",
        "http://[::127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[2001:0:7f00:1::]/",
        "http://localhost/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://127.1/",
    ],
)
def test_an_address_inside_is_not_called(url: str) -> None:
    with pytest.raises(UnableToReach):
        post(url)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.com/",
        "file:///etc/passwd",
        "gopher://example.com/",
        "//example.com/",
        "http://",
        "http:///x",
        "http://user:password@example.com/",
        "http://example.com@127.0.0.1/",
        "https://example.com:25/",
        "http://example.com:22/",
        "http://example.com:99999/",
        "http://[::1/",
        "https://пример.рф/",
        "https://example.com/" + "a" * 500,
    ],
)
def test_what_is_no_address_of_a_service_is_not_called(url: str) -> None:
    with pytest.raises(UnableToReach):
        outgoing.check(url)


@pytest.mark.parametrize("url", ["https://example.com/hook", "http://example.com:8080/", "https://example.com:8443/"])
def test_ordinary_addresses_are_fine(url: str) -> None:
    outgoing.check(url)


def answering(*answers: list[str]) -> object:
    """A resolver that says something else every time."""
    left = list(answers)

    def getaddrinfo(host: str, port: int, *_: object, **__: object) -> list[tuple[object, ...]]:
        addresses = left.pop(0) if len(left) > 1 else left[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    return getaddrinfo


def test_one_bad_address_condemns_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("slovo.core.outgoing.socket.getaddrinfo", answering(["93.184.215.14", "10.0.0.1"]))

    with pytest.raises(UnableToReach):
        post("https://rebind.example.com/")


def test_a_name_that_changes_its_mind_gains_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked once: what is connected to is what was looked at, though the second answer would be inside."""
    asked = answering(["93.184.215.14"], ["127.0.0.1"])
    monkeypatch.setattr("slovo.core.outgoing.socket.getaddrinfo", asked)
    connected = []

    def create_connection(address: tuple[str, int], *_: object, **__: object) -> socket.socket:
        connected.append(address)
        raise OSError("not in a test")

    monkeypatch.setattr("socket.create_connection", create_connection)

    with pytest.raises(NoAnswer):
        post("http://rebind.example.com/")

    assert connected == [("93.184.215.14", 80)]


def certificate(folder: Path) -> Path:
    """Of «hooks.internal», signed by itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "hooks.internal")])
    at = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(at + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("hooks.internal")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "hooks.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(private + made.public_bytes(Encoding.PEM))
    return file


@pytest.mark.parametrize(("name", "well"), [("hooks.internal", True), ("others.internal", False)])
def test_the_name_in_tls_is_the_one_that_was_given(
    name: str, well: bool, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though the connection goes to an address: the certificate must be that of the name."""
    file = certificate(tmp_path)
    trusting = ssl.create_default_context(cafile=str(file))
    monkeypatch.setattr("slovo.core.calling._tls", lambda: trusting)
    settings.OUTGOING_ALLOWED = [name]
    with receiver(certificate=file) as program:
        monkeypatch.setattr("slovo.core.outgoing.socket.getaddrinfo", answering(["127.0.0.1"]))
        url = f"https://{name}:{program.port}/hook"
        if not well:
            with pytest.raises(NoAnswer):
                post(url)
            return

        assert post(url).status == 200
        assert (program.names, program.told[0][0]["Host"]) == ([name], f"{name}:{program.port}")


def test_an_exception_is_called_by_its_own_name(settings: Settings) -> None:
    with receiver() as program:
        settings.OUTGOING_ALLOWED = ["localhost"]
        answer = post(f"http://localhost:{program.port}/hook")

        assert (answer.status, answer.body) == (200, b"thanks")
        assert program.told[0][0]["Host"] == f"localhost:{program.port}"
        with pytest.raises(UnableToReach):
            post(program.url)


def test_a_network_is_an_exception(settings: Settings) -> None:
    settings.OUTGOING_ALLOWED = ["127.0.0.0/8"]
    with receiver() as program:
        assert post(program.url).status == 200


def test_a_redirect_is_not_followed(settings: Settings) -> None:
    settings.OUTGOING_ALLOWED = ["127.0.0.1"]
    with receiver() as program:
        program.statuses, program.headers = [302], {"Location": "http://169.254.169.254/"}

        assert post(program.url).status == 302
        assert len(program.told) == 1


def test_only_the_beginning_of_an_answer_is_kept(settings: Settings) -> None:
    settings.OUTGOING_ALLOWED = ["127.0.0.1"]
    with receiver() as program:
        program.answer = b"x" * 1_000_000

        assert post(program.url).body == b"x" * 100


def test_an_answer_that_drips_ends_at_the_deadline(settings: Settings) -> None:
    """Every byte comes soon enough; all together they do not."""
    settings.OUTGOING_ALLOWED = ["127.0.0.1"]
    with receiver() as program:
        program.dripping = threading.Event()

        with pytest.raises(TooSlow):
            outgoing.post(program.url, content=b"{}", headers={}, seconds=0.5, answer_bytes_max=10_000)

        program.dripping.set()


def test_a_resolver_that_is_silent_ends_at_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's own one waits for half a minute."""
    over = threading.Event()
    monkeypatch.setattr("slovo.core.outgoing.socket.getaddrinfo", lambda *_, **__: over.wait(60) and [])

    with pytest.raises(TooSlow):
        post("https://silent.example.com/", seconds=0.2)

    assert not over.is_set()
    over.set()


def test_no_proxy_of_the_environment_is_asked(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.OUTGOING_ALLOWED = ["127.0.0.1"]
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with receiver() as program:
        assert post(program.url).status == 200
