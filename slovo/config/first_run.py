"""What the first start prepares, and the words it greets a newcomer with."""

from django.utils import timezone

from slovo.brands.models import Brand
from slovo.config import demo, environment
from slovo.core.db import transaction
from slovo.core.journal.actor import SYSTEM
from slovo.people import actions as people
from slovo.people.models import Staff

FIRST_EMAIL = "first@localhost.localdomain"

DEMO_WORDS = """
The demo company is ready: «Чайник и Ко» and «Медовий дім».
  Sign in at {url} with the password {password}
    anna@chainik.example        agent, in English
    maria@chainik.example       supervisor, in Russian
    taras@medovyi-dim.example   agent, in Ukrainian
    orlov@chainik.example       administrator of both brands, in Russian

Send a first letter to the mail port {smtp} and watch it appear without reloading:
    swaks --server {smtp} --from you@example.com --to help@chainik.example --body "Where is my kettle?"
  or, with nothing but Python:
    python3 -c 'import smtplib; smtplib.SMTP("{host}", {port}).sendmail("you@example.com", "help@chainik.example",
    "From: You <you@example.com>\\nTo: help@chainik.example\\nSubject: Kettle\\n\\nWhere is my kettle?")'
  or point Thunderbird's outgoing server at {host}, port {port}, no encryption, no password.
Answers of the demo company leave into the folder {outgoing}.
"""
EMPTY_WORDS = """
Nothing is set up yet. Open this link once, within three days, to become the first administrator:
    {url}/welcome/{token}/
"""


def first_steps(*, empty: bool) -> list[str]:
    """Prepare the first start, or nothing when there was one; what to print either way."""
    if Brand.objects.exists():
        return _greeting()
    if not empty:
        demo.load(at=timezone.now())
        return _greeting()
    return EMPTY_WORDS.format(url=_url(), token=_first_link()).strip("\n").splitlines()


@transaction()
def _first_link() -> str:
    at = timezone.now()
    staff = Staff.objects.filter(email=FIRST_EMAIL).first()
    staff = staff or people.add_staff(email=FIRST_EMAIL, name="—", actor=SYSTEM, at=at)
    return people.invite(staff=staff, at=at)


def _greeting() -> list[str]:
    if not Staff.objects.filter(email="anna@chainik.example").exists():
        return [f"Sign in at {_url()}"]
    host, port = environment.address("SLOVO_SMTP")
    words = DEMO_WORDS.format(
        url=_url(),
        password=demo.PASSWORD,
        smtp=f"{host}:{port}",
        host=host,
        port=port,
        outgoing=environment.data_folder() / "outgoing",
    )
    return words.strip("\n").splitlines()


def _url() -> str:
    return environment.read("SLOVO_PUBLIC_URL") or "http://" + environment.read("SLOVO_HTTP")
