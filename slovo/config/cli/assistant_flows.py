"""`slovo assistant flow …`: a scripted talk of a brand, or of a file, tried at the command line. Nothing is booked or
sent."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from slovo.assistant.flows.document import Document
    from slovo.brands.models import Brand

PROBLEM = 1


def add_arguments(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    summary = "try a flow: a line of yours, then what it would say; nothing is booked or sent"
    flow = actions.add_parser("flow", help=summary, description=summary)
    flow.add_argument("name", metavar="NAME", help="of a flow of the brand, of a shipped one, or a FILE.json")
    flow.add_argument("--brand", required=True, metavar="KEY", help="the brand's short name")
    flow.add_argument("--lang", default="", choices=("ru", "uk", "en", ""), help="the visitor's (default: the brand's)")
    flow.add_argument("--check", action="store_true", help="only say what is not sound; 1 if anything is")
    flow.add_argument("--print", action="store_true", dest="prints", help="print the document instead, for a file")
    flow.set_defaults(perform=_flow)


def _flow(arguments: argparse.Namespace) -> int:
    from slovo.assistant.flows.document import UnableToSetFlow
    from slovo.brands.models import Brand

    brand = Brand.objects.filter(slug=arguments.brand).first()
    if brand is None:
        known = ", ".join(Brand.objects.order_by("slug").values_list("slug", flat=True))
        print(f"There is no brand {arguments.brand!r}. Known: {known}.", file=sys.stderr)
        return PROBLEM
    try:
        document = _document(arguments.name, brand)
    except (OSError, UnableToSetFlow, ValueError) as problem:
        print(f"{arguments.name}: {problem}", file=sys.stderr)
        return PROBLEM
    if document is None:
        print(f"There is no flow {arguments.name!r}. {_known(brand)}", file=sys.stderr)
        return PROBLEM
    if arguments.prints:
        print(json.dumps(document.plain(), ensure_ascii=False, indent=2))
        return 0
    wrong = _complain(document, brand)
    return int(wrong) if arguments.check else _talk(document, brand, arguments.lang or brand.language)


def _document(name: str, brand: "Brand") -> "Document | None":
    """A brand's own is read as it is worked on."""
    from slovo.assistant.flow_models import Flow
    from slovo.assistant.flows.document import BYTES_MAX, read
    from slovo.assistant.flows.templates import TEMPLATES

    if name.endswith(".json"):
        return read(json.loads(Path(name).read_bytes()[:BYTES_MAX]))
    flow = Flow.objects.filter(brand=brand, slug=name, removed_at=None).first()
    return flow.worked_on if flow else TEMPLATES.get(name)


def _known(brand: "Brand") -> str:
    from slovo.assistant.flow_models import Flow
    from slovo.assistant.flows.templates import TEMPLATES

    own = Flow.objects.filter(brand=brand, removed_at=None).values_list("slug", flat=True)
    return f"Known: {', '.join(dict.fromkeys((*own, *TEMPLATES)))}."


def _complain(document: "Document", brand: "Brand") -> bool:
    from slovo.assistant.flows.queries import wrong_with

    found = wrong_with(document, brand)
    for one in found:
        print(f"{one.step}: {one.words}" if one.step else one.words, file=sys.stderr)
    return bool(found)


def _talk(document: "Document", brand: "Brand", language: str) -> int:
    from django.utils import timezone

    from slovo.assistant.flows.trying import tried

    texts: list[str] = []
    for line in filter(str.strip, sys.stdin):
        texts.append(line.strip())
        exchange = tried(document, texts, brand=brand, language=language, at=timezone.now())[-1]
        if exchange.words:
            print(exchange.words)
        for number, option in enumerate(exchange.options, start=1):
            print(f"  {number}. {option}")
        for remark in exchange.remarks:
            print(f"  [{remark}]")
        print(flush=True)
        if exchange.ended:
            break
    return 0
