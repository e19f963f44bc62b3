"""A picture that somebody uploads, made into a small square one.

It is decoded and written anew: where a photo was taken, its camera, another file behind its end, a page that some
browser would rather believe in, none of it is taken along.
"""

import struct
from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from slovo.core.errors import UnableTo

FORMATS = ("JPEG", "PNG", "WEBP")
SHOWN = (*FORMATS, "GIF")  # by any browser
TYPE = "image/jpeg"  # of what is made
PIXELS_MAX = 60_000_000  # a camera's
DECODED_PIXELS_MAX = 25_000_000  # at once, for one that is shown small; a JPEG is decoded in part
SIDE_PIXELS_MIN = 48
QUALITY = 82
DAMAGED = (OSError, ValueError, SyntaxError, EOFError, struct.error)
FAR_TOO_LARGE = (Image.DecompressionBombError, Image.DecompressionBombWarning)


class UnableToUsePicture(UnableTo):
    pass


@dataclass(frozen=True, slots=True)
class Picture:
    """Of TYPE, with `side` pixels each way. Nobody makes one but `squared`."""

    content: bytes
    side: int


def squared(content: bytes, *, side: int) -> Picture:
    """Its middle, upright, on white where it is transparent."""
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as found:
            _check_size(found)
            found.draft("RGB", (2 * side, 2 * side))  # of a camera's JPEG no more is decoded than is needed
            upright = ImageOps.exif_transpose(found).convert("RGBA")
    except DAMAGED:
        raise UnableToUsePicture(
            _("This is no picture in JPEG, PNG or WebP, or it is damaged. Choose another one.")
        ) from None
    except FAR_TOO_LARGE:
        raise _too_large() from None
    small = ImageOps.fit(upright, (side, side), Image.Resampling.LANCZOS)
    return Picture(_written(small), side)


def type_of(content: bytes) -> str:
    """By what it is, whatever it is called; "" for what is no picture, and for one with far too many pixels."""
    try:
        with Image.open(BytesIO(content), formats=SHOWN) as found:
            fits = found.width * found.height <= PIXELS_MAX
            return Image.MIME[found.format or ""] if fits else ""
    except (*DAMAGED, *FAR_TOO_LARGE):
        return ""


def reduced(content: bytes, *, side: int) -> bytes:
    """The whole of it, upright, of TYPE, within a square of so many pixels."""
    try:
        with Image.open(BytesIO(content), formats=SHOWN) as found:
            found.draft("RGB", (2 * side, 2 * side))
            if found.width * found.height > DECODED_PIXELS_MAX:
                raise _too_large()
            upright = ImageOps.exif_transpose(found).convert("RGBA")
    except DAMAGED:
        raise UnableToUsePicture(_("This picture is damaged.")) from None
    except FAR_TOO_LARGE:
        raise _too_large() from None
    upright.thumbnail((side, side), Image.Resampling.LANCZOS)
    return _written(upright)


def _written(picture: Image.Image) -> bytes:
    """On white where it is transparent, without anything that stood beside it."""
    paper, made = Image.new("RGBA", picture.size, "white"), BytesIO()
    Image.alpha_composite(paper, picture).convert("RGB").save(made, "JPEG", quality=QUALITY, optimize=True)
    return made.getvalue()


def _check_size(found: Image.Image) -> None:
    """Before anything is decoded."""
    if found.width * found.height > PIXELS_MAX:
        raise _too_large()
    if min(found.size) < SIDE_PIXELS_MIN:
        words = _("This picture is very small. Choose one of at least %(least)d pixels each way.")
        raise UnableToUsePicture(words % {"least": SIDE_PIXELS_MIN})


def _too_large() -> UnableToUsePicture:
    words = _("This picture has more than %(most)d million pixels. Choose a smaller one.")
    return UnableToUsePicture(words % {"most": PIXELS_MAX // 1_000_000})
