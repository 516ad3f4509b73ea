"""The national nomenclature: reading lists, mapping between editions, looking codes and names up.

`editions` knows the chain of regulations as data; `reading` turns a file into rows; `importing` compares the rows with
the database and writes the difference; `mapping` does the same for old code → new code and answers `successor`;
`index` looks codes and names up; `seed` loads what real documents print.
"""
