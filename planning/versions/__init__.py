"""Versions of plans: a Renja made from a Renstra, a perubahan of what has been set, and setting itself."""
