"""What becomes of what an endpoint has answered."""

from slovo.assistant import grounds
from slovo.assistant.masks import Masked, UnknownMark
from slovo.assistant.retrieval import Passage
from slovo.assistant.voice_line import Heard
from slovo.assistant.voice_models import Outcome


def passages_of(passage: Passage) -> list[str]:
    """What would be quoted, in the order in which it stands in the article."""
    return [text for text in (passage.opening, passage.text) if text]


def judged(heard: Heard, *, question: Masked, passage: Passage, language: str) -> tuple[Outcome, str]:
    """What becomes of it, and the words for the visitor: "" unless it may be said."""
    if heard.trouble:
        return heard.trouble, ""
    found = grounds.checked(heard.words, title=passage.title, passages=passages_of(passage), language=language)
    if found.why_not:
        return found.why_not, ""
    try:
        return Outcome.SPOKEN, question.put_back(found.answer)
    except UnknownMark:
        return Outcome.MARK, ""
