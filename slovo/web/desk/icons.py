"""The icons of the `lucide` package, as the lines that they are drawn with."""

import io
import re
from functools import cache
from importlib import resources
from zipfile import ZipFile

_AROUND = re.compile(r"</?svg[^>]*>|(?<=>) | (?=</?svg)| (?=/>)")  # css/base.css says how what is left is drawn


def strokes(name: str) -> str:
    """Raises KeyError where the package has no icon of that name."""
    return _AROUND.sub("", " ".join(_archive().read(f"{name}.svg").decode().split()))


@cache
def _archive() -> ZipFile:
    """Opened once, and not for each icon as by the package's own tag, which takes 15 ms. In memory: forked processes
    would share their place in the file."""
    return ZipFile(io.BytesIO(resources.files("lucide").joinpath("lucide.zip").read_bytes()))
