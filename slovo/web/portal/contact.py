"""How to reach whoever fills in a public page."""

from slovo.brands.models import Brand
from slovo.customers.identity import normal_email, normal_phone
from slovo.customers.models import Identity

CONTACT_CHARACTERS_MAX = 254


def contact_of(text: str, brand: Brand) -> tuple[str, str] | None:
    """An identity, normalised; None for what is neither an address nor a number."""
    text = text.strip()[:CONTACT_CHARACTERS_MAX]
    if "@" in text:
        value = normal_email(text)
        return (Identity.EMAIL, value) if value else None
    value = normal_phone(text, country="RU" if brand.language == "ru" else "UA") if text else ""
    return (Identity.PHONE, value) if value else None
