"""Django's own templates, drawn and let go."""

from typing import Any

from django.http import HttpRequest
from django.template import TemplateDoesNotExist, engines
from django.template.backends.base import BaseEngine
from django.template.backends.django import DjangoTemplates, Template, reraise
from django.template.context import make_context
from django.utils.safestring import SafeString


class Templates(DjangoTemplates):
    """It knows which names are Jinja2's (`jinja.py`): Django would look for each of them here first, fail, and leave
    the frames of the failure to the collector."""

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._of_jinja: set[str] = set()

    def get_template(self, template_name: str) -> Any:
        jinja: BaseEngine = engines["jinja2"]
        if template_name in self._of_jinja:
            return jinja.get_template(template_name)
        try:
            return _Template(self.engine.get_template(template_name), self)
        except TemplateDoesNotExist as problem:
            try:
                found = jinja.get_template(template_name)
            except TemplateDoesNotExist:
                reraise(problem, self)
            self._of_jinja.add(template_name)
            return found


class _Template(Template):
    def render(self, context: dict[str, Any] | None = None, request: HttpRequest | None = None) -> SafeString:
        """As Django does, but its context, which points at itself by what was pushed on it, is taken apart at once:
        else all that a page was drawn from waits for the collector, which then stops some page for ten milliseconds."""
        made = make_context(context, request, autoescape=self.backend.engine.autoescape)
        try:
            return self.template.render(made)
        except TemplateDoesNotExist as problem:
            reraise(problem, self.backend)
        finally:
            made.dicts.clear()
