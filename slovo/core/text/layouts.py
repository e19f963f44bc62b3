"""One keyboard, three layouts: what was typed while another one was on («ghbdtn» is «привет»)."""

LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
RUSSIAN = "ёйцукенгшщзхъфывапролджэячсмитьбю"
UKRAINIAN = "'йцукенгшщзхїфівапролджєячсмитьбю"
OF_LANGUAGE = {"ru": RUSSIAN, "uk": UKRAINIAN}


def meanings(text: str) -> list[str]:
    """The text in small letters, and what its keys say in the other layouts. The text itself stands first."""
    text = text.casefold()
    tables = [
        *((LATIN, layout) for layout in OF_LANGUAGE.values()),
        *((layout, LATIN) for layout in OF_LANGUAGE.values()),
    ]
    return list(dict.fromkeys([text, *(_switched(text, *table) for table in tables)]))


def letter_of_key(key: str, language: str) -> str:
    """What stands on the key of a Latin letter: «о» for "j". "" where the layout is Latin itself."""
    layout = OF_LANGUAGE.get(language)
    return layout[LATIN.index(key)] if layout and key in LATIN else ""


def _switched(text: str, typed: str, meant: str) -> str:
    return text.translate(str.maketrans(typed, meant))
