"""Secrets: from the environment, or made once and kept in the data folder for its owner's eyes only."""

import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet

from slovo.config import environment


def secret_key() -> str:
    return environment.read("SLOVO_SECRET_KEY") or _kept("secret", secrets.token_urlsafe(50))


def field_keys() -> list[str]:
    keys = environment.read("SLOVO_FIELD_KEYS") or _kept("field", Fernet.generate_key().decode())
    return [key.strip() for key in keys.split(",") if key.strip()]


def _kept(name: str, fresh: str) -> str:
    path = environment.data_folder() / "keys" / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write_once(path, fresh)
    return path.read_text().strip()


def _write_once(path: Path, text: str) -> None:
    """Two processes that start together agree: the first link wins, and nobody reads half a key."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(text)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
