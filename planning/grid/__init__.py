"""The entry grid's server side: rows and columns, saving cells, structure, history and undo. Writes use the one writer."""
