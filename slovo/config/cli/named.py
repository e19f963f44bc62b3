"""Whom and what the command line names: a colleague by their address, a brand by its slug. After `django_ready`."""

from typing import TYPE_CHECKING

from slovo.core.errors import UnableTo

if TYPE_CHECKING:
    from slovo.brands.models import Brand
    from slovo.people.models import Staff


class UnableToFind(UnableTo):
    pass


def colleague(email: str) -> "Staff":
    from slovo.people.models import Staff

    found = Staff.objects.filter(email=email.strip().lower()).first()
    if found is None or not found.is_active:
        raise UnableToFind(f"nobody here has the address {email}. Name one who works here with --as.")
    return found


def brand(slug: str) -> "Brand":
    from slovo.brands.models import Brand

    found = Brand.objects.filter(slug=slug).first()
    if found is None:
        slugs = ", ".join(Brand.objects.order_by("slug").values_list("slug", flat=True))
        raise UnableToFind(f"there is no brand {slug}. There are: {slugs or 'none yet'}.")
    return found
