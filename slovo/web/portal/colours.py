"""A brand's colour, as dark or as light as words must be to be read on it and in it (WCAG 2.2, AA)."""

import re

CONTRAST_MIN = 4.5
LIGHT_GROUND, DARK_GROUND = "#ffffff", "#1b201e"
LIGHT_PAGE, DARK_PAGE = "#f4f5f4", "#121514"
INKS = ("#ffffff", "#10151a")
STEPS = 50
OURS = "1f6f5c"
HEX = re.compile(r"[0-9a-f]{6}")


def tokens(colour: str) -> dict[str, dict[str, str]]:
    """`colour`: six hex digits. The values of the style's tokens by day and by night."""
    found = {}
    for name, grounds, towards in (
        ("light", (LIGHT_GROUND, LIGHT_PAGE), 0),
        ("dark", (DARK_GROUND, DARK_PAGE), 255),
    ):
        accent = _readable(f"#{colour}", grounds, towards)
        found[name] = {"accent": accent, "on-accent": max(INKS, key=lambda ink: contrast(ink, accent))}
    return found


def contrast(one: str, other: str) -> float:
    """As WCAG 2.2 defines it: from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def digits(colour: str) -> str:
    """Of a brand's colour as it was chosen; ours for what is none."""
    wanted = colour.lower().removeprefix("#")
    return wanted if HEX.fullmatch(wanted) else OURS


def _readable(colour: str, grounds: tuple[str, ...], towards: int) -> str:
    """The nearest to it, on the way to black or white, that reads well on these grounds."""
    for step in range(STEPS + 1):
        mixed = [round(part + (towards - part) * step / STEPS) for part in _parts(colour)]
        found = "#" + "".join(f"{part:02x}" for part in mixed)
        if all(contrast(found, ground) >= CONTRAST_MIN for ground in grounds):
            return found
    raise AssertionError("black and white read well on either ground")


def _luminance(colour: str) -> float:
    linear = [_linear(part / 255) for part in _parts(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _parts(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
