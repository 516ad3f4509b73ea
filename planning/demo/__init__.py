"""Demo data: real and made-up plans from `fixtures/demo/`, loaded through the one writer, and accounts to try them.

`load_demo` (the command) uses both modules. Nothing that already exists is ever changed.
"""
