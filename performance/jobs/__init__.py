"""Long work: the queue that pages fill, the worker that empties it, and what each kind of work does."""
