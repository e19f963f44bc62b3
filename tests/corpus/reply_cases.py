"""Reads the corpus of replies and scores `split_reply` on it; `bin/score-quotes` prints the table."""

import re
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

from slovo.channels.email.quotes import SplitReply, split_reply

CORPUS = Path(__file__).parent / "replies"
SETS = ("known", "holdout", "late", "strangers")
MARKER = re.compile(r"^@@@ (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Case:
    name: str
    client: str
    language: str
    form: str
    style: str
    message: str
    reply: str
    signature: str | None
    html: str

    def split(self) -> SplitReply:
        return split_reply("", self.message) if self.form == "html" else split_reply(self.message, self.html)


def words(text: str) -> str:
    return " ".join(text.split())


def read_cases(folder: str) -> list[Case]:
    return [case for path in sorted((CORPUS / folder).glob("*.txt")) for case in _cases_of(path)]


def read_lines(name: str) -> list[str]:
    """One attribution or signature a line; `|` stands for a line end inside a signature."""
    return (CORPUS / name).read_text(encoding="utf-8").splitlines()


def _cases_of(path: Path) -> list[Case]:
    _, *pieces = MARKER.split(path.read_text(encoding="utf-8"))
    cases: list[Case] = []
    sections: dict[str, str] = {}
    for title, body in zip([*pieces[::2], "end"], [*pieces[1::2], ""], strict=True):
        if title not in {"reply", "signature", "html"}:
            if sections:
                cases.append(_case(f"{path.parent.name}/{path.stem}-{len(cases) + 1}", sections))
            sections = {"": f"{title}", "message": body.removeprefix("\n")}
        else:
            sections[title] = body
    return cases


def _case(name: str, sections: dict[str, str]) -> Case:
    client, language, form, style = sections[""].split()
    signature, html = sections.get("signature"), sections.get("html", "")
    return Case(name, client, language, form, style, sections["message"], sections["reply"], signature, html)


@dataclass(frozen=True)
class Outcome:
    case: Case
    parts: SplitReply

    @property
    def right(self) -> bool:
        return words(self.parts.reply) == words(self.case.reply)

    @property
    def cut(self) -> bool:
        """Some of the author's own words are not in the reply."""
        missing = Counter(self.case.reply.split()) - Counter(self.parts.reply.split())
        return bool(missing)

    @property
    def signature_right(self) -> bool:
        return self.case.signature is None or words(self.parts.signature) == words(self.case.signature)


def outcomes(folder: str) -> list[Outcome]:
    return [Outcome(case, case.split()) for case in read_cases(folder)]


def table(results: list[Outcome]) -> str:
    """Score by client, form and language, as Markdown."""
    rows: dict[tuple[str, str], list[Outcome]] = defaultdict(list)
    for result in results:
        rows[result.case.client, result.case.form].append(result)
        rows["all", result.case.form].append(result)
        rows["all", "together"].append(result)
    lines = ["| client | form | ru | uk | en | right | own words cut |", "| --- | --- | --- | --- | --- | --- | --- |"]
    for (client, form), found in sorted(rows.items(), key=lambda row: (row[0][0] == "all", row[0])):
        cells = [_share([one for one in found if one.case.language == language]) for language in ("ru", "uk", "en")]
        lines.append(f"| {client} | {form} | {' | '.join(cells)} | {_share(found)} | {sum(one.cut for one in found)} |")
    return "\n".join(lines)


def summary(folder: str, results: list[Outcome]) -> str:
    signed = [one for one in results if one.case.signature is not None]
    return (
        f"{folder}: {_share(results)} right, own words cut in {sum(one.cut for one in results)}, "
        f"signature right in {sum(one.signature_right for one in signed)}/{len(signed)}"
    )


def _share(results: list[Outcome]) -> str:
    return f"{sum(one.right for one in results)}/{len(results)}" if results else "-"


def _explain(results: list[Outcome]) -> None:
    for one in results:
        if not one.right or not one.signature_right:
            print(f"--- {one.case.name} {one.case.client} {one.case.form}{' CUT' if one.cut else ''}")
            print(f"expected: {words(one.case.reply)!r}\n     got: {words(one.parts.reply)!r}")
            if not one.signature_right:
                print(
                    f"expected signature: {words(one.case.signature or '')!r}\n     got: {words(one.parts.signature)!r}"
                )


def main() -> int:
    started = time.perf_counter()
    results = {folder: outcomes(folder) for folder in SETS}
    seconds = time.perf_counter() - started
    every = [one for found in results.values() for one in found]
    if "--failures" in sys.argv:
        _explain([one for folder in SETS if folder in sys.argv or len(sys.argv) == 2 for one in results[folder]])
        return 0
    print(table(every), *(summary(folder, found) for folder, found in results.items()), sep="\n")
    print(f"{len(every) / seconds:.0f} replies a second", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
