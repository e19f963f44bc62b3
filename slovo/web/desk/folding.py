"""What of a template is known before anybody asks for the page is worked out when the template is compiled.

Texts without values are translated, for each language has templates of its own; icons are drawn; included templates
become part of those that include them. A page then only fills in what differs from reader to reader.
"""

from collections.abc import Callable
from typing import Any

from jinja2 import Environment, nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

Drawn = Callable[[str], str]


class FoldingEnvironment(Environment):
    """`translate`: a text into the language of these templates. `draw`: the HTML of an icon by its name."""

    def __init__(self, *, translate: Drawn, draw: Drawn, **options: Any) -> None:
        super().__init__(**options)
        self._folds: dict[str, Callable[[str, nodes.Call], nodes.Expr]] = {
            "_": lambda text, call: _with_values(_html(translate(text)), call),
            "gettext": lambda text, call: _with_values(_html(translate(text)), call),
            "icon": lambda name, call: nodes.Const(_html(draw(name)), lineno=call.lineno),
        }

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree: nodes.Template = _Folder(self, self._folds).visit(super()._parse(source, name, filename))
        return tree


class _Folder(NodeTransformer):
    def __init__(self, environment: Environment, folds: dict[str, Callable[[str, nodes.Call], nodes.Expr]]) -> None:
        self._environment, self._folds = environment, folds

    def visit_Include(self, node: nodes.Include) -> nodes.Node:
        """Not while templates are being written: a change in one that was included would not be noticed."""
        loader = self._environment.loader
        if self._environment.auto_reload or not isinstance(node.template, nodes.Const) or loader is None:
            return node
        source, filename, _fresh = loader.get_source(self._environment, node.template.value)
        included = self._environment._parse(source, node.template.value, filename)
        return nodes.Scope(included.body, lineno=node.lineno)

    def visit_Call(self, node: nodes.Call) -> nodes.Expr:
        self.generic_visit(node)
        fold = self._folds.get(node.node.name) if isinstance(node.node, nodes.Name) else None
        if fold and len(node.args) == 1 and isinstance(node.args[0], nodes.Const):
            return fold(node.args[0].value, node)
        return node


def _with_values(text: Markup, call: nodes.Call) -> nodes.Expr:
    """As Jinja2's own "new style" of translations fills them in: escaped, and a percent sign is written twice."""
    if not call.kwargs:
        return nodes.Const(text % {}, lineno=call.lineno)
    pairs = [nodes.Pair(nodes.Const(given.key), given.value) for given in call.kwargs]
    return nodes.Mod(nodes.Const(text), nodes.Dict(pairs), lineno=call.lineno)


def _html(text: str) -> Markup:
    return Markup(text)  # noqa: S704  (ours: the catalogs' and the icons')
