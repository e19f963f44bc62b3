"""Where the bytes of a File lie: in its row when small, else in a folder, by digest."""

import hashlib
import os
from datetime import datetime
from pathlib import Path

from django.conf import settings

from slovo.core.files.models import File
from slovo.core.rows import insert

INLINE_BYTES_MAX = 64 * 1024


def prepare(content: bytes) -> None:
    """Bring large bytes to the disk before the transaction that puts them, so that no writer waits for the disk."""
    digest = hashlib.sha256(content).hexdigest()
    if len(content) > INLINE_BYTES_MAX and not _path(digest).exists():
        _write(_path(digest), content)


def put(content: bytes, *, at: datetime) -> File:
    """Store the bytes, or find them stored. A large file is on the disk, synced, when this returns."""
    prepare(content)
    digest = hashlib.sha256(content).hexdigest()
    small = len(content) <= INLINE_BYTES_MAX
    file = File(sha256=digest, bytes=len(content), content=content if small else None, created_at=at)
    # Found again: young again, so that no sweep takes it from under its new user.
    return insert(file, found_by="sha256", renewed="created_at")


def read(file: File) -> bytes:
    if file.content is not None:
        return bytes(file.content)
    return _path(file.sha256).read_bytes()


def remove(file: File) -> None:
    """The row first; a file without a row is harmless, a row without its file is a loss."""
    file.delete()
    if file.bytes > INLINE_BYTES_MAX:
        _path(file.sha256).unlink(missing_ok=True)


def folder() -> Path:
    return Path(settings.DATA) / "files"


def _path(digest: str) -> Path:
    return folder() / digest[:2] / digest


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
    with draft.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(path)
    _sync_folder(path.parent)


def _sync_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
