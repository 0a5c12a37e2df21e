"""Trees of containers: flat lists of their leaves and back, as `torch.utils._pytree`.

Containers are lists, tuples, named tuples, dicts, OrderedDicts and defaultdicts; None
and what else there is are leaves.
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

__all__ = [
    "TreeSpec",
    "tree_all",
    "tree_any",
    "tree_flatten",
    "tree_leaves",
    "tree_map",
    "tree_map_only",
    "tree_structure",
    "tree_unflatten",
]


@dataclass(frozen=True)
class TreeSpec:
    """A tree without its leaves; `type` is None for a leaf."""

    type: Any
    context: Any
    children_specs: tuple[TreeSpec, ...]

    @property
    def num_leaves(self) -> int:
        """How many leaves the tree has."""
        if self.type is None:
            return 1
        return sum(child.num_leaves for child in self.children_specs)

    def is_leaf(self) -> bool:
        """Is it one leaf?"""
        return self.type is None

    def unflatten(self, leaves: Iterable[Any]) -> Any:
        """The tree with these leaves."""
        return tree_unflatten(leaves, self)


def _parts(tree: Any) -> tuple[Any, list[Any]] | None:
    """What is to be known of a container beside its parts; None for a leaf."""
    kind: Any = type(tree)
    if kind in (list, tuple):
        return None, list(tree)
    if issubclass(kind, tuple) and hasattr(kind, "_fields"):
        return kind, list(tree)
    if kind in (dict, OrderedDict):
        return list(tree), list(tree.values())
    if kind is defaultdict:
        return (tree.default_factory, list(tree)), list(tree.values())
    return None


def _made(kind: Any, context: Any, parts: list[Any]) -> Any:
    if kind in (list, tuple):
        return kind(parts)
    if kind is defaultdict:
        return defaultdict(context[0], zip(context[1], parts, strict=True))
    if kind in (dict, OrderedDict):
        return kind(zip(context, parts, strict=True))
    return kind(*parts)


def tree_flatten(
    tree: Any, is_leaf: Callable[[Any], bool] | None = None
) -> tuple[list[Any], TreeSpec]:
    """The leaves, and the tree without them.

    >>> tree_flatten({"a": 1, "b": [2, (3, None)]})[0]
    [1, 2, 3, None]
    """
    found = None if is_leaf is not None and is_leaf(tree) else _parts(tree)
    if found is None:
        return [tree], TreeSpec(None, None, ())
    leaves: list[Any] = []
    specs = []
    for part in found[1]:
        own, spec = tree_flatten(part, is_leaf)
        leaves += own
        specs.append(spec)
    return leaves, TreeSpec(type(tree), found[0], tuple(specs))


def tree_unflatten(leaves: Iterable[Any], treespec: TreeSpec) -> Any:
    """The tree with these leaves; ValueError for another number of them.

    >>> leaves, spec = tree_flatten({"a": 1, "b": [2]})
    >>> tree_unflatten([x * 2 for x in leaves], spec)
    {'a': 2, 'b': [4]}
    """
    given = list(leaves)
    if len(given) != treespec.num_leaves:
        raise ValueError(
            f"tree_unflatten: expected {treespec.num_leaves} leaves, got {len(given)}"
        )
    return _unflattened(iter(given), treespec)


def _unflattened(leaves: Any, spec: TreeSpec) -> Any:
    if spec.type is None:
        return next(leaves)
    parts = [_unflattened(leaves, child) for child in spec.children_specs]
    return _made(spec.type, spec.context, parts)


def tree_leaves(tree: Any, is_leaf: Callable[[Any], bool] | None = None) -> list[Any]:
    """The leaves."""
    return tree_flatten(tree, is_leaf)[0]


def tree_structure(tree: Any, is_leaf: Callable[[Any], bool] | None = None) -> TreeSpec:
    """The tree without its leaves."""
    return tree_flatten(tree, is_leaf)[1]


def tree_map(
    func: Callable[..., Any],
    tree: Any,
    *rests: Any,
    is_leaf: Callable[[Any], bool] | None = None,
) -> Any:
    """The tree of func(leaf, leaves of the rests at its place).

    ValueError for rests of another form.

    >>> tree_map(lambda x, y: x + y, (1, [2]), (10, [20]))
    (11, [22])
    """
    leaves, spec = tree_flatten(tree, is_leaf)
    others = []
    for rest in rests:
        own, form = tree_flatten(rest, is_leaf)
        if form != spec:
            raise ValueError("tree_map: expected trees of one form")
        others.append(own)
    results = [func(*each) for each in zip(leaves, *others, strict=True)]
    return tree_unflatten(results, spec)


def tree_map_only(kinds: Any, func: Callable[[Any], Any], tree: Any, /) -> Any:
    """tree_map of the leaves that are instances of these classes.

    >>> tree_map_only(int, str, [1, 2.5])
    ['1', 2.5]
    """
    return tree_map(lambda x: func(x) if isinstance(x, kinds) else x, tree)


def tree_all(pred: Callable[[Any], bool], tree: Any) -> bool:
    """Is it true of all leaves?"""
    return all(map(pred, tree_leaves(tree)))


def tree_any(pred: Callable[[Any], bool], tree: Any) -> bool:
    """Is it true of a leaf?"""
    return any(map(pred, tree_leaves(tree)))
