"""The one writer: draft → `compare` with the cascade → `apply` in one recorded transaction."""

from .apply import Authorship, apply
from .create import PlanSlug, create_plan
from .difference import Difference, ObjectDiff, compare, delete_all
from .draft import IndicatorDraft, NodeDraft, PlanDraft, draft_of
from .errors import Conflict, InvalidPlan, NotAllowed, WriteError

__all__ = [
    "Authorship",
    "Conflict",
    "Difference",
    "IndicatorDraft",
    "InvalidPlan",
    "NodeDraft",
    "NotAllowed",
    "ObjectDiff",
    "PlanDraft",
    "PlanSlug",
    "WriteError",
    "apply",
    "compare",
    "create_plan",
    "delete_all",
    "draft_of",
]
