"""Pohon kinerja: how tujuan, sasaran, program, kegiatan and sub-kegiatan follow from each other, as a picture.

PermenPANRB 89/2021 calls it penjenjangan kinerja. One layout, made here, is drawn on screen and on paper.
"""
