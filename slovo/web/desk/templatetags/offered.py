"""Texts that are kept in several languages."""

from django import template

register = template.Library()


@register.filter
def in_language(texts: object, language: str) -> str:
    """In this one, and in no other."""
    return str(texts.get(language, "")) if isinstance(texts, dict) else ""
