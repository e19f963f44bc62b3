"""The demo company has calls to make."""

from django.utils import timezone

from slovo.callbacks.models import Callback
from slovo.config.demo import Company, calls
from tests.cast import Cast


def test_the_demo_company_has_calls_to_make(cast: Cast) -> None:
    company = Company({"chainik": cast.chainik}, {}, {"orlov": cast.orlov})
    calls(company, at=timezone.now())
    assert list(Callback.objects.order_by("pk").values_list("state", "attempts_made")) == [("waits", 1), ("waits", 0)]
