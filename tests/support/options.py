"""Values that no option may have, found from what the tables say of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tunesmith.options import Option

__all__ = ["wrong_values"]


def wrong_values(option: Option) -> dict[str, Any]:
    """Values that an option must refuse, by what is wrong with them."""
    if option.type is bool:
        return {"of the wrong type": "perhaps"}
    if option.type is str:
        closed = option.choices or option.reads
        return {"of the wrong type": 7} | (
            {"the wrong word": "?"} if closed else {"too long": "x" * (option.longest + 1)}
        )
    below = option.above if option.least is None else option.least - 1
    above = option.below if option.most is None else option.most + 1
    return {"of the wrong type": "many", "below": below, "above": above}
