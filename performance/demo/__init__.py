"""Demo data of the year as it is carried out: positions and perjanjian kinerja, beside the plans of `fixtures/demo`."""
