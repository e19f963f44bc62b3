"""Moments named in words: «завтра до 18:00», «протягом дня», "by Friday". What it understands: README.md."""

from slovo.core.when.naming import MOMENTS_MAX, TEXT_CHARACTERS_MAX, Named, may_be_named_in, named_in

__all__ = ["MOMENTS_MAX", "TEXT_CHARACTERS_MAX", "Named", "may_be_named_in", "named_in"]
