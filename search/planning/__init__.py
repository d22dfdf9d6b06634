"""From what a person wrote to what an engine is asked: groups of weighted alternatives."""

from search.planning.plan import Alternative, Group, Plan
from search.planning.planner import make_plan

__all__ = ["Alternative", "Group", "Plan", "make_plan"]
