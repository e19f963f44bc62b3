from collections.abc import Iterator

import pytest

from slovo.core import limits


@pytest.fixture(autouse=True)
def nobody_asked_before() -> Iterator[None]:
    """How often visitors have asked is counted in memory, which no database takes back."""
    limits.forget()
    yield
    limits.forget()
