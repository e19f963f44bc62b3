"""The chat of the widget, over HTTP. Who a visitor is stands in a header, never in an address."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from slovo.assistant import queries as assistant
from slovo.channels.chat import actions, queries
from slovo.channels.chat.actions import Sent, UnableToChat
from slovo.channels.chat.identity import claims_in
from slovo.channels.chat.models import Line
from slovo.conversations import chat_queries, chatting
from slovo.core.presence import queries as presence
from slovo.core.presence.models import Kind
from slovo.web import chat_choosing
from slovo.web.portal.frame import whence
from slovo.web.widget import choosing
from slovo.web.widget.after import mark_of
from slovo.web.widget.asked import HOUR, LOOKING, MINUTE, READING, Asked, Limit, Proof, answers, id_in, written
from slovo.web.widget.files import named
from slovo.web.widget.look import look_of

COMING = Limit("come", HOUR, of_visitor=30, of_address=60)
IDENTIFYING = Limit("identify", MINUTE, of_visitor=10, of_address=120)
SAYING = Limit("say", MINUTE, of_visitor=20, of_address=120, with_it=True)
MARKING = Limit("mark", MINUTE, of_visitor=120, of_address=1200)


@answers("GET", limit=LOOKING)
def config(asked: Asked) -> dict[str, Any]:
    return look_of(asked)


@answers("POST", limit=COMING, brings=True, proof=Proof("chat"))
def come(asked: Asked) -> dict[str, Any]:
    """`name`, `contact`, `consents`: {purpose: version}; `proof`: where it is asked for."""
    visitor, key = actions.come(
        chat=asked.chat,
        name=asked.text("name"),
        contact=asked.text("contact"),
        language=asked.language,
        consents=asked.versions("consents"),
        at=asked.at,
    )
    return {"key": key, "visitor": str(visitor.public_id)}


@answers("POST", limit=IDENTIFYING)
def identify(asked: Asked) -> dict[str, Any]:
    """`token`: signed by the site."""
    claims = claims_in(asked.text("token"), secret=asked.chat.secret, at=asked.at)
    visitor, key = actions.identify(
        chat=asked.chat, visitor=asked.visitor, claims=claims, language=asked.language, at=asked.at
    )
    who = [str(one) for one in queries.known_as(visitor)]
    agreed = queries.consents(visitor)
    return {"key": key, "visitor": str(visitor.public_id), "who": who, "name": visitor.name, "consents": agreed}


@answers("GET", limit=READING)
def news(asked: Asked) -> dict[str, Any]:
    """`after`: the id of the last line that the browser has."""
    visitor = asked.known
    last = queries.line_by_public_id(visitor, id_in(asked.request.GET.get("after", "")))
    read = queries.read_up_to(visitor, ours=False)
    conversation = chat_queries.conversation_of(visitor, asked.chat.brand_id)
    over = conversation is not None and conversation.closed_at is not None
    return {
        "visitor": str(visitor.public_id),
        "vouched": bool(visitor.person),
        "lines": _lines(queries.lines_after(visitor, last)),
        "read": str(read.public_id) if read else None,
        "typing": _typing(conversation.key, asked) if conversation else [],
        "choose": choosing.asks(asked),
        "mark": mark_of(asked) if over else None,
        "blocked": visitor.blocked_at is not None,
    }


@answers("GET", limit=READING)
def earlier(asked: Asked) -> dict[str, Any]:
    """`before`: the id of the first line that the browser has. The lines before it, the newest hundred of them."""
    visitor = asked.known
    first = queries.line_by_public_id(visitor, id_in(asked.request.GET.get("before", "")))
    return {"lines": _lines(queries.lines_before(visitor, first)) if first else []}


@answers("POST", limit=SAYING, brings=True, large=True)
def say(asked: Asked) -> dict[str, Any]:
    """A form of several parts: `client_id`, `text`, `files`; `option`: chosen before a matter begins."""
    visitor, given = asked.known, asked.request.POST
    client_id = id_in(given.get("client_id", ""))
    if client_id is None:
        raise UnableToChat(_("This could not be read. Load the page again."))
    files = [
        Sent(written(file.name or ""), file.content_type or "application/octet-stream", file.read())
        for file in asked.request.FILES.getlist("files")
    ]
    line, _new = chat_choosing.say(
        visitor_id=visitor.pk,
        chat=asked.chat,
        client_id=client_id,
        text=written(given.get("text", "")),
        files=files,
        option=choosing.option_in(written(given.get("option", ""))),
        at=asked.at,
        count=asked.count,
        address=whence(asked.request),
    )
    return {"line": _line(line, of_bot=False)}


@answers("POST", limit=MARKING)
def mark(asked: Asked) -> dict[str, Any]:
    """`delivered` and `read`: the ids of the last lines of which this is so."""
    visitor = asked.known
    lines = {name: queries.line_by_public_id(visitor, asked.id(name)) for name in ("delivered", "read")}
    up_to = {name: line.pk if line else 0 for name, line in lines.items()}
    chatting.mark(visitor=visitor, brand_id=asked.chat.brand_id, **up_to, at=asked.at)
    return {}


@answers("POST", limit=MARKING)
def type_words(asked: Asked) -> dict[str, Any]:
    typing = asked.given.get("typing") is True and asked.known.blocked_at is None
    chatting.type_words(visitor=asked.known, brand_id=asked.chat.brand_id, typing=typing, at=asked.at)
    return {}


@answers("POST", limit=MARKING)
def consent(asked: Asked) -> dict[str, Any]:
    """`purpose`; `version`: the one that was read, null to take it back."""
    version = asked.given.get("version")
    actions.consent(
        visitor=asked.known,
        chat=asked.chat,
        purpose=asked.text("purpose")[:12],
        version=version if isinstance(version, int) else None,
        language=asked.language,
        at=asked.at,
    )
    return {"consents": queries.consents(asked.known)}


@answers("POST", limit=MARKING)
def visit(asked: Asked) -> dict[str, Any]:
    """`url`, `title`; `said`: what else the site says, short pairs. Kept only with their consent."""
    seen = actions.visit(
        visitor=asked.known,
        chat=asked.chat,
        page=asked.text("url"),
        title=asked.text("title"),
        said=asked.given.get("said"),
        at=asked.at,
    )
    return {"seen": seen}


def _lines(lines: list[Line]) -> list[dict[str, Any]]:
    by_rule = [line.outbound_id for line in lines if line.outbound_id and not line.author]
    of_bot = assistant.carried_for_it(by_rule) if by_rule else set()
    return [_line(line, of_bot=line.outbound_id in of_bot) for line in lines]


def _line(line: Line, *, of_bot: bool) -> dict[str, Any]:
    return {
        "id": str(line.public_id),
        "ours": line.ours,
        "read": line.read_at is not None,
        "client_id": str(line.client_id) if line.client_id else None,
        "author": line.author,
        "bot": of_bot,
        "text": line.text,
        "at": line.at.isoformat(),
        "options": line.options or [],
        "files": [named(one) for one in line.files.all()],
    }


def _typing(key: str, asked: Asked) -> list[str]:
    """Which of us writes to them just now. Their own row is none of ours."""
    rows = presence.present([key], brand_ids=[asked.chat.brand_id], besides=-asked.known.pk, at=timezone.now())
    return [row.name for row in rows.get(key, ()) if row.kind == Kind.TYPING and row.staff_id > 0]
