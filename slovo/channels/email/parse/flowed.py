"""RFC 3676: lines that a program broke are joined again."""


def unflow(text: str, *, delsp: bool) -> str:
    lines: list[str] = []
    pieces: list[str] = []
    open_depth = -1
    for raw_line in text.split("\n"):
        depth = len(raw_line) - len(raw_line.lstrip(">"))
        line = raw_line[depth:].removeprefix(" ")
        signature = line == "-- "
        if open_depth >= 0 and (depth != open_depth or signature):
            lines.append(_quoted(open_depth, "".join(pieces)))
            open_depth, pieces = -1, []
        if line.endswith(" ") and not signature:
            pieces.append(line[:-1] if delsp else line)
            open_depth = depth
            continue
        lines.append(_quoted(depth, "".join([*pieces, line])))
        open_depth, pieces = -1, []
    if open_depth >= 0:
        lines.append(_quoted(open_depth, "".join(pieces)))
    return "\n".join(lines)


def _quoted(depth: int, line: str) -> str:
    return f"{'>' * depth} {line}" if depth else line
