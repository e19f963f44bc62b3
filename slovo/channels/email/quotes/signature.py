"""Marks the signature below the author's words: delimiter, closing, device line, disclaimer, antivirus note."""

from slovo.channels.email.quotes import farewells, phrases
from slovo.channels.email.quotes.lines import Line, Part, seen

PEELS_MAX = 12  # device, antivirus, disclaimer, closing, … one below the other
WINDOW_LINES = 60  # how far up from the end a signature can begin
DELIMITED_LINES_MAX = 20  # below "-- ", which only programs write
CLOSED_LINES_MAX = 16  # below "С уважением," or a plain "--"
DISCLAIMER_LINES_MAX = 25
DISCLAIMER_CHARS_MIN = 60
DISCLAIMER_TOPICS_MIN = 2
ANTIVIRUS_LINES_MAX = 4
NAME_WORDS_MAX = 9
PROSE_WORDS_MIN = 3
PROSE_SMALL_WORDS_MIN = 2
CONTACT_WORDS_MAX = 16
DEVICE_WORDS_MAX = 14
DEVICE_LINKS_MAX = 2  # lines with nothing but a link below the name of the program
CARD_LINES = range(3, 9)  # name, title and a phone without any closing


def mark_signature(lines: list[Line]) -> None:
    """Looks at the end of the author's last words; at the words above the quote when only a signature is below it."""
    segments = _segments(lines)
    quoted = any(line.part is Part.QUOTE for line in lines)
    while segments:
        segment = segments.pop()
        has_words_above = quoted or bool(segments)
        start = _signature_start(segment, has_words_above=has_words_above)
        for line in segment[start:]:
            line.part = Part.SIGNATURE
        if any(line.is_own for line in segment[:start]):
            return


def _segments(lines: list[Line]) -> list[list[Line]]:
    """Runs of the author's lines between quotes; blank lines belong to the run they are in."""
    segments: list[list[Line]] = []
    inside = False
    for line in lines:
        if line.part is not None:
            inside = False
        elif inside:
            segments[-1].append(line)
        elif line.text:
            segments.append([line])
            inside = True
    return segments


def _signature_start(segment: list[Line], *, has_words_above: bool) -> int:
    """Peels signature after signature off the end until nothing more gives way."""
    end = _filled_end(segment, len(segment))
    cut = len(segment)
    for _ in range(PEELS_MAX):
        if not end:
            break
        low = max(0, end - WINDOW_LINES)
        start = _tail_start(segment, low, end)
        if start is None:
            has_words = has_words_above or any(line.text for line in segment[:low])
            start = _body_start(segment, low, end, has_words=has_words)
        if start is None and cut < len(segment) and phrases.is_rule(segment[end - 1].text):
            start = end - 1
        if start is None:
            break
        cut = start
        end = _filled_end(segment, start)
    return cut


def _filled_end(segment: list[Line], end: int) -> int:
    while end and not segment[end - 1].text:
        end -= 1
    return end


def _tail_start(segment: list[Line], low: int, end: int) -> int | None:
    """Lines that programs add: the device, the antivirus, the disclaimer."""
    named = end - 1
    while named > low and end - named <= DEVICE_LINKS_MAX and not _without_links(segment[named].text, ""):
        named -= 1
    if is_device_line(segment[named].text):
        return named
    for at in range(max(low, end - ANTIVIRUS_LINES_MAX), end):
        rest = [line.text for line in segment[at:end]]
        if farewells.ANTIVIRUS.match(_without_links(rest[0], rest[0])) and all(
            _is_short_or_link(text) for text in rest
        ):
            return at
    for at in range(max(low, end - DISCLAIMER_LINES_MAX), end):
        if _is_disclaimer(segment[at:end]):
            return at
    return None


def _without_links(text: str, otherwise: str) -> str:
    return farewells.LINK.sub("", text).strip() or otherwise


def _is_short_or_link(text: str) -> bool:
    words = farewells.LINK.sub("", text)
    return len(words.split()) <= CONTACT_WORDS_MAX and not words.endswith("?") and ", " not in words


def is_device_line(text: str) -> bool:
    """ "Отправлено с iPhone", "Get Outlook for iOS<https://…>", "Sent from … Please excuse my brevity."."""
    bare = farewells.BREVITY.sub("", farewells.LINK.sub("", text)).strip(" .:[]()<>*_")
    if not bare or len(bare.split()) > DEVICE_WORDS_MAX or bare[-1] in "?!":
        return False
    if farewells.GET_APP.match(bare):
        return True
    if ". " in bare or ", " in bare.replace(", an ", " "):
        return False
    if farewells.SENT_STORY.search(bare) or phrases.DATE.search(bare):
        return False
    found = farewells.DEVICE.match(bare)
    return found is not None and len(bare[found.end() :].split()) <= DEVICE_WORDS_MAX // 2


def _is_disclaimer(lines: list[Line]) -> bool:
    first = lines[0].text
    if farewells.PRINTING.match(first):
        return len(lines) <= 3
    text = " ".join(line.text for line in lines)
    if not farewells.DISCLAIMER.match(first) or len(text) < DISCLAIMER_CHARS_MIN or "?" in text:
        return False
    if not farewells.DISCLAIMER_CORE.search(text) or farewells.ONE_PERSON.search(text):
        return False
    return farewells.count_of(farewells.DISCLAIMER_TOPICS, text) >= DISCLAIMER_TOPICS_MIN


def _body_start(segment: list[Line], low: int, end: int, *, has_words: bool) -> int | None:
    """Where the signature that a person set up or typed begins."""
    for at in range(low, end):
        has_words = has_words or (at > low and bool(segment[at - 1].text))
        below = [line.text for line in segment[at + 1 : end] if line.text]
        if seen(segment[at].raw) == "-- " and 0 < len(below) <= DELIMITED_LINES_MAX:
            return at
        if has_words and _is_closing(segment[at].text, below):
            return at
        if below and _is_typed_delimiter(segment, at, below[0]) and _are_contacts(below):
            return at
    return _card_start(segment, low, end) if has_words else None


def _is_typed_delimiter(segment: list[Line], at: int, first: str) -> bool:
    """ "--", or a longer rule above a name; not below "Получатели:", where it begins a list."""
    text = segment[at].text
    if at and segment[_filled_end(segment, at) - 1].text.endswith(":"):
        return False
    return text in phrases.DELIMITERS or (phrases.is_rule(text) and _is_person(first))


def _is_closing(text: str, below: list[str]) -> bool:
    if not _are_contacts(below):
        return False
    if farewells.BARE_CLOSING.match(text):
        return bool(below)
    found = farewells.CLOSING.match(text)
    return found is not None and _is_name(found["rest"])


def _are_contacts(texts: list[str]) -> bool:
    return len(texts) <= CLOSED_LINES_MAX and all(map(_is_contact, texts))


def _is_name(rest: str) -> bool:
    """What follows "С уважением" in its line: nothing, a name, or after a comma a name with a title."""
    text = rest.strip(" ,.!;:/–—*_-")
    words = text.split()
    if len(words) > NAME_WORDS_MAX or "?" in text or _speaks(text):
        return False
    if rest.lstrip()[:1] not in {",", ".", "/", "-", "–", "—"}:
        return not any(word[0].islower() for word in words)
    return len(words) < 2 or not words[0][0].islower() or _is_title(text)


def _is_contact(text: str) -> bool:
    """A line that fits into a signature: a name, a title, a phone, an address; never a sentence said to somebody."""
    words = text.split()
    if text.endswith("?") or _speaks(text) or farewells.MATTER.search(text):
        return False
    if is_device_line(text) or phrases.is_rule(text):
        return True
    if farewells.PHONE.search(text) or phrases.ADDRESS.search(text) or farewells.CONTACT.search(text):
        return len(words) <= CONTACT_WORDS_MAX
    if len(words) < 2:
        return True
    if len(words) > NAME_WORDS_MAX or (not _is_title(text) and (text[0].islower() or _reads_like_prose(words))):
        return False
    return text[-1] not in ".!…" or phrases.ABBREVIATED_END.search(text) is not None


def _reads_like_prose(words: list[str]) -> bool:
    """ "Фото во вложении": a name, a firm or a town has no more than one word in small letters."""
    small = sum(word[0].islower() and "." not in word for word in words)  # "г.", "ул." are no prose
    return len(words) >= PROSE_WORDS_MIN and small >= PROSE_SMALL_WORDS_MIN


def _speaks(text: str) -> bool:
    return any(farewells.SPOKEN.match(clause) for clause in text.replace(". ", ", ").split(", "))


def _is_title(text: str) -> bool:
    return farewells.TITLES.search(text) is not None


def _card_start(segment: list[Line], low: int, end: int) -> int | None:
    """A name, a title and a phone in the last paragraph are a signature even without a closing."""
    start = end
    while start > low and segment[start - 1].text:
        start -= 1
    card = [line.text for line in segment[start:end]]
    above = [line.text for line in segment[low:start] if line.text]
    if not above or above[-1].endswith(":") or len(card) not in CARD_LINES or not all(map(_is_contact, card)):
        return None
    reachable = any(farewells.PHONE.search(text) or phrases.ADDRESS.search(text) for text in card[1:])
    titled = any(map(_is_title, card[1:]))
    return start if reachable and titled and _is_person(card[0]) else None


def _is_person(text: str) -> bool:
    words = text.split()
    return 2 <= len(words) <= 4 and all(word.isalpha() and word[0].isupper() for word in words)
