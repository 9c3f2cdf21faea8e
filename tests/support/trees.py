"""Reading the grammar's trees of characters."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tunesmith.grammar.tables import Tree

__all__ = ["at", "spellings", "spells"]


def spellings(tree: Tree) -> set[str]:
    """Everything that the tree spells from its root to a leaf."""
    if not tree.children:
        return {""}
    return {character + rest for character, child in tree.children.items() for rest in spellings(child)}


def at(tree: Tree, text: str) -> Tree:
    """The branch behind these characters."""
    for character in text:
        tree = tree.children[character]
    return tree


def spells(tree: Tree, text: str) -> bool:
    """Whether the tree spells just this text."""
    for character in text:
        if character not in tree.children:
            return False
        tree = tree.children[character]
    return not tree.children
