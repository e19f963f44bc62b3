"""Separates a customer's own words from the quote and the signature below them."""

from slovo.channels.email.quotes.split import SplitReply, split_reply

__all__ = ["SplitReply", "split_reply"]
