"""Perjanjian kinerja: its content drawn from the cascade, frozen when signed, compared, and printed.

PermenPANRB 53/2014: set after the budget document and again after the changed one; by echelon it promises sasaran and
programs (II), programs and kegiatan (III), or kegiatan and their outputs (IV and fungsional).
"""
