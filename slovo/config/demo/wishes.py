"""What the demo company offers to choose between, gives beyond it, and knows of what its customers expect."""

from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from slovo.brands.models import Brand
from slovo.conversations.models import Conversation
from slovo.people.models import Staff
from slovo.requests import actions, choosing, extras, forms
from slovo.requests.actions import Offer
from slovo.requests.extras import Gift
from slovo.requests.form_fields import Field
from slovo.standards import expectations

HERE = Path(__file__).parent


def wish(brand: Brand, *, administrator: Staff, agent: Staff, at: datetime) -> None:
    """The last conversations of the brand choose, are given something, and expect something."""
    document: dict[str, Any] = yaml.safe_load((HERE / "wishes.yaml").read_text())
    request_type = actions.set_type(
        brand=brand, **document["type"], owner_id=agent.pk, team_id=None, by=administrator, at=at
    )
    versions = [
        actions.set_option(type_id=request_type.pk, option_id=None, offer=Offer(**plain), by=administrator, at=at)
        for plain in document["options"]
    ]
    for form in document["forms"]:
        _form(form, brand, administrator=administrator, agent=agent, at=at)
    for plain in document["expectations"]:
        expectations.set_expectation(brand=brand, portrait=None, **plain, by=administrator, at=at)
    talks = list(Conversation.objects.filter(brand=brand, root=None).order_by("-last_message_at")[: len(versions)])
    for talk, version in zip(talks, versions, strict=False):
        choosing.choose(
            type_id=request_type.pk,
            version_id=version.pk,
            about=talk.key,
            customer_id=talk.customer_id,
            language=talk.language or brand.language,
            how="phone",
            by=agent,
            at=at,
        )
        expectations.note_unpromised(brand=brand, words=document["unpromised"], source=talk.key, by=agent, at=at)
    if talks:
        gift = Gift(**document["gift"])
        extras.give(brand=brand, customer_id=talks[0].customer_id, about=talks[0].key, gift=gift, by=agent, at=at)


def _form(plain: dict[str, Any], brand: Brand, *, administrator: Staff, agent: Staff, at: datetime) -> None:
    request_type = actions.set_type(
        brand=brand, **plain["type"], owner_id=agent.pk, team_id=None, by=administrator, at=at
    )
    fields = [Field.read({**one, "options": _options(one.get("options", {}))}) for one in plain["fields"]]
    forms.set_form(type_id=request_type.pk, fields=fields, by=administrator, at=at)


def _options(names: dict[str, dict[str, str]]) -> list[dict[str, Any]]:
    """By their keys."""
    return [{"key": key, "names": texts} for key, texts in names.items()]
