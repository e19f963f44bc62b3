"""Nudges: "conversation 12 changed", written with the change, carried to open pages by the live stream."""
