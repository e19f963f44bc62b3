"""An address as a QR code: the path of an SVG, one unit a dot."""

from dataclasses import dataclass

import qrcode

QUIET_DOTS = 4  # around it, as the standard asks


@dataclass(frozen=True, slots=True)
class Code:
    dots: int
    path: str


def code_of(text: str) -> Code:
    code = qrcode.QRCode(border=QUIET_DOTS, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(text)
    code.make()
    rows = code.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return Code(len(rows), path)
