"""`slovo customers …`: what is held of a customer, as a copy; and erasing them."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from slovo.config.cli import named
from slovo.core.errors import UnableTo

if TYPE_CHECKING:
    from slovo.customers.models import Customer

REASONS = ("asked", "withdrawn", "not_needed", "unlawful")


class UnableToFindCustomer(UnableTo):
    pass


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    summary = "write all that is held of a customer into a folder, as ZIP files"
    export = actions.add_parser("export", help=summary, description=summary)
    export.add_argument("folder", type=Path, metavar="FOLDER", help="where the files go")
    export.set_defaults(perform=_export)
    summary = "say what would go and what stays; with --yes erase the customer"
    erase = actions.add_parser("erase", help=summary, description=summary)
    erase.add_argument("--why", required=True, choices=REASONS, help="why they are erased")
    erase.add_argument("--yes", action="store_true", help="erase, and not only say what would go")
    erase.set_defaults(perform=_erase)
    for command in (export, erase):
        command.add_argument("--brand", required=True, metavar="SLUG", help="whose customer it is")
        command.add_argument(
            "--as", required=True, dest="email", metavar="EMAIL", help="an administrator of that brand"
        )
        command.add_argument(
            "--customer", required=True, metavar="ADDRESS", help="their e-mail address or phone number"
        )


def run(arguments: argparse.Namespace) -> int:
    from slovo.config.cli.setup import django_ready
    from slovo.config.schema import must_be_current

    django_ready()
    must_be_current()
    status: int = arguments.perform(arguments)
    return status


def _export(arguments: argparse.Namespace) -> int:
    from django.utils import timezone

    from slovo.core.files import storage
    from slovo.privacy import copying, writing
    from slovo.privacy.models import CopyPart

    by, at = named.colleague(arguments.email), timezone.now()
    row = copying.ask(customer_id=_customer(arguments).pk, by=by, at=at)
    if row.made_at is None:
        writing.make_parts(row.pk)
        copying.finish(copy_id=row.pk, at=timezone.now())
    arguments.folder.mkdir(parents=True, exist_ok=True)
    for part in CopyPart.objects.filter(copy=row).select_related("file"):
        path = arguments.folder / f"{arguments.brand}-{part.number}.zip"
        path.write_bytes(storage.read(part.file))
        copying.note_taken(part_id=part.pk, actor=by.actor, at=timezone.now())
        print(path)
    return 0


def _erase(arguments: argparse.Namespace) -> int:
    from django.utils import timezone

    from slovo.people.rights import Verb
    from slovo.privacy import erasing, queries

    by, customer = named.colleague(arguments.email), _customer(arguments)
    by.must(Verb.MANAGE_PERSONAL_DATA, customer)
    person = queries.person_of(customer)
    for line in queries.held(person):
        print(f"{line.count:>8}  {line.name}: {'deleted' if line.goes else line.stays}")
    for promise in queries.obstacles(person.ids):
        print(f"Still promised to them: {promise.what}")
    if not arguments.yes:
        print("Nothing was erased: add --yes.")
        return 0
    erasing.begin(customer_id=customer.pk, why=arguments.why, by=by, at=timezone.now())
    print("A last letter leaves, where there is an address; then the worker erases. It cannot be undone.")
    return 0


def _customer(arguments: argparse.Namespace) -> "Customer":
    from slovo.customers import queries
    from slovo.customers.identity import home_country, normal_email, normal_phone
    from slovo.customers.models import Identity

    brand, given = named.brand(arguments.brand), arguments.customer
    mail = "@" in given
    value = normal_email(given) if mail else normal_phone(given, country=home_country(brand.language))
    kind = Identity.EMAIL if mail else Identity.PHONE
    found = queries.by_identity(brand_id=brand.pk, kind=kind, value=value) if value else None
    if found is None:
        raise UnableToFindCustomer(f"nobody at {brand.slug} is known by {given}.")
    return queries.person(found.pk)
