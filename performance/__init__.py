"""Perjanjian kinerja, realisation, capaian and LKIP."""
