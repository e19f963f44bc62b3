"""Moments named in words."""
