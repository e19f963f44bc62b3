"""What lists and subjects keep of a letter."""

import re

PREVIEW_CHARACTERS_MAX = 200
SUBJECT_CHARACTERS_MAX = 300


def plain_subject(subject: str) -> str:
    """Without the marks of replies and our own reference."""
    subject = re.sub(r"\[#[0-9A-Z]{8}\]", "", subject)
    subject = re.sub(r"^(\s*(re|fw|fwd|ha|отв|відп|пересл)(\[\d+\])?\s*:)+", "", subject, flags=re.IGNORECASE)
    return " ".join(subject.split())[:SUBJECT_CHARACTERS_MAX]


def preview(text: str) -> str:
    return " ".join(text[: PREVIEW_CHARACTERS_MAX * 2].split())[:PREVIEW_CHARACTERS_MAX]
