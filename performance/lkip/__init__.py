"""The annual performance report (LKIP): its texts bound to figures, its composition, and its printing."""
