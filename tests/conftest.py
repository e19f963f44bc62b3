from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests import cast as cast_module
from tests.cast import Cast

# How long an example takes is the machine's affair: no test here depends on time.
settings.register_profile("slovo", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("slovo")


@pytest.fixture
def cast(db: None, tmp_path: Path) -> Cast:
    return cast_module.gather(outgoing=str(tmp_path / "outgoing"))
