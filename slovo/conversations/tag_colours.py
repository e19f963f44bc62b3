"""Colours of tags, told from light grounds, and brighter from dark ones: tests/web/test_tags.py measures."""

from django.utils.translation import gettext_lazy as _

TAG_COLOURS = {
    "#4a5568": _("slate"),
    "#2f5d8a": _("blue"),
    "#3f4fa8": _("indigo"),
    "#7b3fa0": _("violet"),
    "#8a3a5b": _("plum"),
    "#a3264b": _("raspberry"),
    "#a32a1c": _("red"),
    "#a3450b": _("orange"),
    "#7a4b12": _("brown"),
    "#6b5a00": _("mustard"),
    "#3d5a1e": _("olive"),
    "#1d6a34": _("green"),
    "#1d6b75": _("teal"),
}
