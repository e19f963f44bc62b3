"""The assistant in other words: what it would quote, said by the brand's endpoint, if all of it stands there. Actions.

Off by default. What leaves is a masked question and the passages that would be quoted; it is kept before it leaves.
Whatever goes wrong, the article is quoted as without it.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from slovo.assistant import masks, voice_line, voice_queries
from slovo.assistant.answering import ASSISTANT, FEW_WORDS, Thought
from slovo.assistant.masks import Masked
from slovo.assistant.retrieval import Passage
from slovo.assistant.source import Source, source_of
from slovo.assistant.talking import Move, Talk
from slovo.assistant.voice_judging import judged, passages_of
from slovo.assistant.voice_line import Heard, Line
from slovo.assistant.voice_models import TROUBLES, Outcome, Voice, VoiceCall
from slovo.conversations.models import Conversation
from slovo.core.db import locked, transaction
from slovo.core.journal.recording import record
from slovo.facts.assistant import AssistantVoiceAsked

SPARED_AFTER = 3  # failures in a row
SPARED = timedelta(minutes=5)


def in_other_words(*, thought: Thought) -> Thought:
    """`thought` itself, where nobody is asked or what is answered may not be said. Outside of any transaction."""
    conversation = Conversation.objects.select_related("brand", "customer").get(pk=thought.conversation_id)
    voice = voice_queries.that_is_on(conversation.brand_id)
    if voice is None or thought.reply.move != Move.QUOTE or thought.version is None:
        return thought
    source = source_of(thought.version, conversation.brand, at=timezone.now())
    if source.is_stale:  # word for word, with what is to be said of it
        return thought
    passage = thought.reply.passages[0]
    names = voice_queries.names_known(conversation)
    question = masks.masked(_question(thought.talk), names=names, said=passage.whole)
    words = _said_before(thought, question, passage)
    if words is None:
        words = _ask(voice, thought, question, passage) if question.text.strip() else ""
    if not words:
        return thought
    return replace(thought, reply=replace(thought.reply, words=_framed(words, passage, source, thought.language)))


def _question(talk: Talk) -> str:
    """With what came before it, where it is an answer to a question of ours."""
    last = talk.asked[-1]
    return "\n".join(talk.asked[-2:]) if len(last.split()) <= FEW_WORDS else last


def _said_before(thought: Thought, question: Masked, passage: Passage) -> str | None:
    """The task is delivered again: nobody is asked twice. None: nobody has been asked yet."""
    call = VoiceCall.objects.filter(heard_id=thought.heard_id).first()
    if call is None:
        return None
    if call.outcome != Outcome.SPOKEN:
        return ""
    heard = voice_line.read(call.answer)
    return judged(heard, question=question, passage=passage, language=thought.language)[1]


def _ask(voice: Voice, thought: Thought, question: Masked, passage: Passage) -> str:
    body = voice_line.body_of(
        model=voice.model,
        question=question.text,
        title=passage.title,
        passages=passages_of(passage),
        language=thought.language,
    )
    call = begin(voice_id=voice.pk, thought=thought, body=body, at=timezone.now())
    if call is None:
        return ""
    heard = voice_line.ask(Line(voice.address, voice.model, voice.key, voice.seconds), body)
    outcome, words = judged(heard, question=question, passage=passage, language=thought.language)
    end(call_id=call.pk, voice_id=voice.pk, heard=heard, outcome=outcome, at=timezone.now())
    return words


@transaction(durable=True)
def begin(*, voice_id: int, thought: Thought, body: str, at: datetime) -> VoiceCall | None:
    """What is about to leave, before it does. None: it is spared or busy just now, switched off, or asked already."""
    voice = locked(Voice, voice_id)
    asked = VoiceCall.objects.filter(heard_id=thought.heard_id).exists()
    spared = voice.spared_until is not None and at < voice.spared_until
    if voice.on_since is None or asked or spared or voice_queries.is_busy(voice.brand_id, at):
        return None
    if voice.spared_until:  # this one tries it; the others wait for what comes of it
        voice.spared_until = at + SPARED
        voice.save(update_fields=["spared_until"])
    about = {"brand_id": voice.brand_id, "conversation_id": thought.conversation_id, "heard_id": thought.heard_id}
    record(AssistantVoiceAsked(**about), actor=ASSISTANT, at=at)
    return VoiceCall.objects.create(
        heard_id=thought.heard_id, brand_id=voice.brand_id, address=voice.address, body=body, asked_at=at
    )


@transaction()
def end(*, call_id: int, voice_id: int, heard: Heard, outcome: Outcome, at: datetime) -> None:
    """What came back. Failures are counted against the endpoint; an answer that may not be said is none."""
    said = {"answer": heard.said, "outcome": outcome.value, "milliseconds": heard.milliseconds}
    VoiceCall.objects.filter(pk=call_id).update(**said)
    voice = locked(Voice, voice_id)
    voice.failures_in_row = voice.failures_in_row + 1 if outcome in TROUBLES else 0
    voice.spared_until = at + SPARED if voice.failures_in_row >= SPARED_AFTER else None
    voice.save(update_fields=["failures_in_row", "spared_until"])


def _framed(words: str, passage: Passage, source: Source, language: str) -> str:
    with translation.override(language):
        begins = _("I am a bot. In short, from our article «%(title)s»:") % {"title": passage.title}
        return "\n\n".join((begins, words, source.standing_under(), source.end()))
