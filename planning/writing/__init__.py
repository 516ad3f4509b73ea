"""The one writer: draft → `compare` with the cascade → `apply` in one recorded transaction."""

from .apply import Authorship, apply
from .create import PlanSlug, create_plan
from .difference import Difference, ObjectDiff, compare, delete_all
from .draft import IndicatorDraft, NodeDraft, PlanDraft, draft_of
from .errors import CellProblem, Conflict, InvalidPlan, NotAllowed, WriteError
from .lock import PlanLock, locked_plan
from .stored import stored_indicators, stored_nodes

__all__ = [
    "Authorship",
    "CellProblem",
    "Conflict",
    "Difference",
    "IndicatorDraft",
    "InvalidPlan",
    "NodeDraft",
    "NotAllowed",
    "ObjectDiff",
    "PlanDraft",
    "PlanLock",
    "PlanSlug",
    "WriteError",
    "apply",
    "compare",
    "create_plan",
    "delete_all",
    "draft_of",
    "locked_plan",
    "stored_indicators",
    "stored_nodes",
]
