"""An address as a QR code: the path of an SVG, one unit a dot."""

from dataclasses import dataclass

QUIET_DOTS = 4  # around it, as the standard asks


@dataclass(frozen=True, slots=True)
class Code:
    dots: int
    path: str


def code_of(text: str) -> Code:
    import qrcode  # few pages have one

    code = qrcode.QRCode(border=QUIET_DOTS, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(text)
    code.make()
    rows = code.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return Code(len(rows), path)


def picture_of(text: str) -> str:
    """The same as a file of its own."""
    code = code_of(text)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {code.dots} {code.dots}" shape-rendering="crispEdges">'
        f'<path d="{code.path}"/></svg>'
    )
