"""The one reader: `load(rencana)` gives the plan version as an immutable tree."""

from .read import load, plan_info
from .tree import Cascade, CascadeIndicator, CascadeNode, PlanInfo

__all__ = ["Cascade", "CascadeIndicator", "CascadeNode", "PlanInfo", "load", "plan_info"]
