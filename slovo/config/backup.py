"""A consistent copy while everything runs, and the way back.

A backup is a folder: the database, the files that it names, the keys, and a manifest that is written last. The
database goes first: a file that comes later does no harm, one that is missing would.
"""

import hashlib
import json
import os
import shutil
import subprocess
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from slovo.config import environment
from slovo.core.errors import UnableTo
from slovo.core.files import storage

MANIFEST = "manifest.json"
SQLITE, POSTGRESQL = "slovo.sqlite3", "slovo.pgdump"
READ_BYTES = 1024 * 1024


class UnableToBackUp(UnableTo):
    pass


class UnableToRestore(UnableTo):
    pass


@dataclass(frozen=True)
class Manifest:
    """`sha256` is the database copy's; `migrations` are "app.name", sorted."""

    made_at: str
    version: str
    database: str
    sha256: str
    files: int
    migrations: list[str]


def back_up(target: Path | None = None) -> Path:
    """The folder of the backup. A name that ends in `.partial` is what an interrupted one leaves."""
    made_at = datetime.now(UTC)
    target = target or environment.data_folder() / "backups" / f"{made_at:%Y-%m-%dT%H%M%SZ}"
    if target.exists():
        raise UnableToBackUp(f"{target} exists already. Name a folder that does not.")
    partial = target.with_name(f"{target.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True, mode=0o700)
    database = _copy_sqlite(partial) if connection.vendor == "sqlite" else _dump_postgresql(partial)
    migrations = sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())
    files = _copy_files(partial / "files")
    _copy_keys(environment.data_folder() / "keys", partial / "keys")
    manifest = Manifest(made_at.isoformat(), version(), connection.vendor, _sha256(database), files, migrations)
    (partial / MANIFEST).write_text(json.dumps(asdict(manifest), indent=1))
    _sync(database, partial / MANIFEST, partial)
    partial.rename(target)
    return target


def restore(source: Path, *, force: bool) -> Path | None:
    """Put a backup in place of what is there. Where what was there went; None when there was nothing."""
    manifest = read_manifest(source)
    if manifest.database != connection.vendor:
        raise UnableToRestore(
            f"The backup is of {manifest.database}, but SLOVO_DATABASE_URL names {connection.vendor}: change it."
        )
    occupied = _is_occupied()
    if occupied and not force:
        raise UnableToRestore("There is data already. With --force it is kept aside and the backup takes its place.")
    kept = None
    if manifest.database == "sqlite":
        kept = _set_aside() if occupied else None
        shutil.copyfile(source / SQLITE, environment.data_folder() / SQLITE)
    else:
        kept = back_up() if occupied else None
        _load_postgresql(source / POSTGRESQL)
    _copy_tree(source / "files", storage.folder())
    _copy_keys(source / "keys", environment.data_folder() / "keys")
    return kept


def read_manifest(source: Path) -> Manifest:
    """Refuses what is no backup, or not whole."""
    try:
        manifest = Manifest(**json.loads((source / MANIFEST).read_text()))
    except (OSError, ValueError, TypeError):
        raise UnableToRestore(f"{source} is no backup: it has no {MANIFEST} that can be read.") from None
    database = source / (SQLITE if manifest.database == "sqlite" else POSTGRESQL)
    if not database.exists() or _sha256(database) != manifest.sha256:
        raise UnableToRestore(f"{database} is not what the backup wrote. Take another backup.")
    return manifest


def version() -> str:
    try:
        return metadata.version("slovo-desk")
    except metadata.PackageNotFoundError:  # from a checkout
        return "checkout"


def _copy_sqlite(folder: Path) -> Path:
    """`VACUUM INTO` is one read transaction; copying step by step would never end under load."""
    target = folder / SQLITE
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(target)])
    target.chmod(0o600)
    return target


def _dump_postgresql(folder: Path) -> Path:
    target = folder / POSTGRESQL
    _run("pg_dump", "--format=custom", "--no-owner", f"--file={target}")
    target.chmod(0o600)
    return target


def _load_postgresql(dump: Path) -> None:
    with connection.cursor() as cursor:  # whole: what hangs together, a partition say, cannot be dropped piece by piece
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
    connection.close()
    database = str(connection.settings_dict["NAME"])
    _run("pg_restore", "--no-owner", "--exit-on-error", f"--dbname={database}", str(dump))


def _run(program: str, *arguments: str) -> None:
    settings = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    given = {variable: str(settings[name]) for variable, name in names.items() if settings.get(name)}
    done = subprocess.run([_program(program), *arguments], env=os.environ | given, capture_output=True, text=True)
    if done.returncode:
        raise UnableToBackUp(f"{program} failed: {done.stderr.strip()}")


def _program(name: str) -> str:
    """The newest: it must not be older than the server."""
    versions = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    found = str(versions[-1]) if versions else shutil.which(name)
    if not found:
        raise UnableToBackUp(f"{name} is missing. On Debian: apt-get install postgresql-client")
    return found


def _is_occupied() -> bool:
    if connection.vendor == "sqlite":
        return (environment.data_folder() / SQLITE).exists()
    return bool(connection.introspection.table_names())


def _set_aside() -> Path:
    """Nothing of the old data is thrown away."""
    connection.close()
    folder = environment.data_folder()
    aside = folder / f"replaced-{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}"
    aside.mkdir(mode=0o700)
    for path in (*folder.glob(f"{SQLITE}*"), folder / "files", folder / "keys"):
        if path.exists():
            path.rename(aside / path.name)
    return aside


def _copy_files(target: Path) -> int:
    target.mkdir()
    return _copy_tree(storage.folder(), target)


def _copy_tree(source: Path, target: Path) -> int:
    """Files are named by their content and never change, so a second name for one (a hard link) is a copy."""
    count = 0
    for path in sorted(source.rglob("*")):
        if not path.is_file() or "." in path.name:  # drafts have a dot
            continue
        place = target / path.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        if not place.exists():
            _link_or_copy(path, place)
        count += 1
    return count


def _link_or_copy(path: Path, place: Path) -> None:
    try:
        os.link(path, place)
    except FileNotFoundError:  # swept meanwhile: nothing named it
        pass
    except OSError:  # another disk
        shutil.copyfile(path, place)


def _copy_keys(source: Path, target: Path) -> None:
    """Without them nothing that is encrypted can be read. They may be in the environment instead."""
    if not source.exists():
        return
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    for path in source.iterdir():
        place = target / path.name
        shutil.copyfile(path, place)
        place.chmod(0o600)


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(READ_BYTES):
            digest.update(piece)
    return digest.hexdigest()


def _sync(*paths: Path) -> None:
    for path in paths:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
