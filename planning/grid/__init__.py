"""The entry grid behind its page: rows, saving cells, structure, history and undo. It writes through the one writer."""
