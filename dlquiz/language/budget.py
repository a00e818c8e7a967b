"""What work may cost, counted and not timed, so that it ends at the same place on every machine."""

from __future__ import annotations


class BudgetExceeded(Exception):
    """The work costs more than there is in the purse."""


class WorkBudget:
    """Half microseconds of work that are left, for all formulas that are paid from it."""

    __slots__ = ("left",)

    def __init__(self, left: int) -> None:
        self.left = left

    def spend(self, cost: int) -> None:
        """Take the cost out; BudgetExceeded where there is not so much left."""
        self.left -= cost
        if self.left < 0:
            raise BudgetExceeded
