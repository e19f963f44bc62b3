"""Understanding a raw e-mail. Pure Python, no Django; `parse_mail` never raises and is bounded in time and memory."""

from slovo.channels.email.parse.message import parse_mail

__all__ = ["parse_mail"]
