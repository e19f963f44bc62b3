"""The description of the API, OpenAPI 3.1: what ninja knows from the views, and what holds for all of them."""

import json
import re
from functools import cache
from typing import Any

from django.utils import translation
from ninja import NinjaAPI

from slovo.api.problems import CONTENT_TYPE, TITLES
from slovo.core.rules import Rule

INTRODUCTION = """\
Everything that the desk does with conversations, for programs. `docs/api.md` tells how to get a token, how
lists are paged, what `Idempotency-Key`, `ETag` and `If-Match` do, and how webhooks are verified.
"""
PATH_PREFIX = "/api/v1/"
VERSIONED = ("/api/v1/conversations/", "/api/v1/customers/")  # whose changes look at If-Match
BYTES = {"/attachments/{id}": "application/octet-stream", "/photo": "image/jpeg"}  # what is no JSON
ALWAYS = (400, 401, 403, 404, 422, 429, 500)
OF_WRITES = (409, 412, 413, 503)
PROBLEM = {
    "title": "Problem",
    "description": "RFC 9457. Programs look at `type`, `status` and `rule`; `detail` is for people.",
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "rule": {
            "type": "string",
            "enum": list(Rule),
            "description": "The rule by which it was refused:\n\n"
            + "\n".join(f"* `{rule.value}`: {rule.meaning}" for rule in Rule),
        },
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
        "unrecorded": {
            "type": "array",
            "description": "Moments that the text of an answer names and that nothing recorded keeps.",
            "items": {
                "type": "object",
                "required": ["words", "sentence", "kind", "what", "due_at"],
                "properties": {
                    **{name: {"type": "string"} for name in ("words", "sentence", "kind", "what")},
                    "due_at": {"type": "string", "format": "date-time"},
                },
            },
        },
    },
}
NAMED = re.compile(r'"#/components/schemas/([^"]+)"')
IDEMPOTENCY_KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": "Sent again with the same key, the request changes nothing and gets the first answer. For 24 hours.",
    "schema": {"type": "string", "maxLength": 200, "pattern": "^[!-~]*$"},
}
IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": False,
    "description": "The ETag that you have read. 412 when it has changed meanwhile.",
    "schema": {"type": "string"},
}
IF_NONE_MATCH = {**IF_MATCH, "name": "If-None-Match", "description": "The ETag that you have. 304 when it is the same."}
RATE = {
    "RateLimit": {"schema": {"type": "string"}, "description": "How many requests are left, and for how many seconds."},
    "RateLimit-Policy": {"schema": {"type": "string"}},
}


@cache
def text(api: NinjaAPI) -> str:
    """Written once in a process."""
    return json.dumps(described(api), ensure_ascii=False)


def described(api: NinjaAPI) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix=PATH_PREFIX)))
    shapes = schema["components"]["schemas"]
    shapes["Problem"] = PROBLEM
    with translation.override("en"):
        for path, methods in schema["paths"].items():
            for method, operation in methods.items():
                _complete(path, method, operation)
    named = set(NAMED.findall(json.dumps(schema)))  # what is asked in an address is described there, field by field
    schema["components"]["schemas"] = {name: shape for name, shape in shapes.items() if name in named}
    return schema


def _complete(path: str, method: str, operation: dict[str, Any]) -> None:
    writes = method != "get"
    one_thing = any(parameter["in"] == "path" for parameter in operation["parameters"])
    versioned = one_thing and path.startswith(VERSIONED)
    if writes:
        operation["parameters"] += [IDEMPOTENCY_KEY, *([IF_MATCH] if versioned else [])]
    elif one_thing or path.endswith("/token"):
        operation["parameters"].append(IF_NONE_MATCH)
        operation["responses"]["304"] = {"description": "It is what you have"}
    for end, type_ in BYTES.items():
        if path.endswith(end) and not writes:
            operation["responses"]["200"]["content"] = {type_: {"schema": {"type": "string", "format": "binary"}}}
    for status in (*ALWAYS, *(OF_WRITES if writes else ())):
        operation["responses"][str(status)] = {
            "description": str(TITLES[status]),
            "content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
    for answer in operation["responses"].values():
        answer["headers"] = RATE
