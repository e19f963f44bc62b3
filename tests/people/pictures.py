"""Pictures to upload, and how one that was taken looks."""

from io import BytesIO

from PIL import Image

GREEN, RED = (31, 111, 92), (176, 36, 24)
PLACE = "55.75 N 37.61 E"
SCRIPT = b"<script>alert(1)</script>"
ORIENTATION, DESCRIPTION = 0x0112, 0x010E
TURNED = 6  # a quarter to the left: who shows it turns it back


def green(width: int = 300, height: int = 200) -> Image.Image:
    return Image.new("RGB", (width, height), GREEN)


def packed(picture: Image.Image, form: str = "PNG", *, behind: bytes = b"", **more: object) -> bytes:
    made = BytesIO()
    picture.save(made, form, **more)
    return made.getvalue() + behind


def from_a_camera() -> bytes:
    """Held upright, stored lying: its upper half is red. With the place, and a page behind the end."""
    lying = green(300, 300)
    lying.paste(RED, (0, 0, 150, 300))
    told = Image.Exif()
    told[ORIENTATION], told[DESCRIPTION] = TURNED, PLACE
    return packed(lying, "JPEG", behind=SCRIPT, exif=told, quality=95)


def colours(content: bytes) -> tuple[str, str]:
    """Of the upper and of the lower half, in a word."""
    with Image.open(BytesIO(content)) as found:
        drawn = found.convert("RGB")
    middle, height = drawn.width // 2, drawn.height
    return _word(drawn.getpixel((middle, height // 4))), _word(drawn.getpixel((middle, height * 3 // 4)))


def _word(pixel: object) -> str:
    assert isinstance(pixel, tuple)
    if min(pixel) > 240:
        return "white"
    return "red" if pixel[0] > pixel[1] else "green"
