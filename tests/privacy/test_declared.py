"""Each domain says of each of its tables what it holds of customers, and how that is told and goes."""

import pytest
from django.apps import apps
from django.db.models import Model

from slovo.core.personal import GoesWith, Holding, Nothing
from slovo.privacy import registry

MODELS = list(apps.get_models(include_auto_created=True))


def test_every_table_is_declared() -> None:
    assert [one._meta.label for one in MODELS if one not in set(registry.models())] == []


def test_no_table_holds_nothing_and_something() -> None:
    nothing = {one.model for one in registry.declared() if isinstance(one, Nothing)}
    held = {one.model for one in registry.declared() if not isinstance(one, Nothing)}
    assert [one._meta.label for one in nothing & held] == []


def test_whoever_holds_nothing_says_why() -> None:
    reasons = {one.model: one.reason for one in registry.declared() if isinstance(one, Nothing)}
    assert [model._meta.label for model, reason in reasons.items() if len(reason) < 8] == []


@pytest.mark.parametrize(
    "model", [one.model for one in registry.declared() if isinstance(one, GoesWith)], ids=lambda model: model.__name__
)
def test_what_goes_with_another_is_deleted_by_the_database(model: type[Model]) -> None:
    [one] = [one for one in registry.declared() if isinstance(one, GoesWith) and one.model is model]
    ways = [
        field.remote_field.on_delete.__name__
        for field in model._meta.concrete_fields
        if field.is_relation and field.remote_field and field.null is False
    ]
    assert one.holder in set(registry.models())
    assert "CASCADE" in ways


@pytest.mark.parametrize("holding", registry.holdings(), ids=lambda one: f"{one.model.__name__}-{one.name}")
def test_a_holding_names_fields_that_there_are(holding: Holding) -> None:
    fields = {field.name for field in holding.model._meta.get_fields()}
    named = [path.split("__")[0] for path in holding.told.values()]
    assert [name for name in (*named, *(holding.emptied or ())) if name not in fields] == []
    assert holding.goes or str(holding.stays), "what stays has a reason"
