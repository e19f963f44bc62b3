import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from slovo.config.cli import main

Inspect = Callable[[bytes], dict[str, Any]]


@pytest.fixture
def inspect(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Inspect:
    """What `slovo mail inspect FILE --json` prints of a raw message."""

    def understood(raw: bytes) -> dict[str, Any]:
        path = tmp_path / "message.eml"
        path.write_bytes(raw)
        assert main(["mail", "inspect", str(path), "--json"]) == 0
        answer: dict[str, Any] = json.loads(capsys.readouterr().out)
        return answer

    return understood
