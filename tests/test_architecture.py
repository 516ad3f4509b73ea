"""The rules of docs/architecture.md that a machine can keep."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("renstra_portal", "planning", "performance")

# Who may be imported, from the ground up: a layer knows itself and those before it.
LAYERS = ("renstra_portal.lib", "renstra_portal.reporting", "planning", "performance")

# Rows that only the one writer changes, so that every change is recorded.
FIGURES = {"Simpul", "Indikator", "NilaiIndikator", "Pagu", "Plafon", "Kaitan"}
WRITES = {
    "create", "get_or_create", "update_or_create", "bulk_create", "bulk_update", "update", "delete",
}  # fmt: skip
# `nomenklatur` keeps national lists, not figures, but in bulk. Migrations move data without people.
WRITERS = ("planning/writing/", "planning/nomenklatur/", "planning/management/", "planning/migrations/")


def source_files() -> list[Path]:
    return sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def layer(module: str) -> int | None:
    """The place of a module in LAYERS, or None for what is in no layer (settings, urls, a library)."""
    for place, name in enumerate(LAYERS):
        if module == name or module.startswith(f"{name}."):
            return place
    return None


def imported_modules(source: str, module: str, *, is_package: bool) -> Iterator[str]:
    """Every module that the source names in an import, relative ones resolved."""
    package = module if is_package else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parents = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*parents, base] if base else parents)
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(path: Path) -> Iterator[str]:
    return imported_modules(path.read_text(), module_name(path), is_package=path.stem == "__init__")


def figure_writes(source: str) -> list[str]:
    """Calls such as `Pagu.objects.filter(…).update(…)`: "line: Pagu.update"."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES):
            continue
        receiver: ast.AST = node.func.value
        managed = False
        while isinstance(receiver, ast.Attribute | ast.Call):
            if isinstance(receiver, ast.Attribute):
                managed = managed or receiver.attr in {"objects", "_base_manager", "_default_manager"}
                receiver = receiver.value
            else:
                receiver = receiver.func
        if managed and isinstance(receiver, ast.Name) and receiver.id in FIGURES:
            found.append(f"{node.lineno}: {receiver.id}.{node.func.attr}")
    return found


def bulk_writes(source: str) -> list[str]:
    """Every bulk write, whatever its receiver: "line: bulk_update"."""
    return [
        f"{node.lineno}: {node.func.attr}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"bulk_create", "bulk_update"}
    ]


def test_there_is_source_in_every_layer():
    found = {layer(module_name(path)) for path in source_files()}
    assert found >= set(range(len(LAYERS)))


def test_imports_run_one_way_only():
    # What stands in no layer (settings, health, checks) serves every app, so it may use none.
    below_the_apps = LAYERS.index("planning") - 1
    wrong = []
    for path in source_files():
        own = layer(module_name(path))
        highest = below_the_apps if own is None else own
        for imported in imports_of(path):
            place = layer(imported)
            if place is not None and place > highest:
                wrong.append(f"{path.relative_to(ROOT)} imports {imported}")
    assert wrong == []


def test_the_small_modules_of_lib_know_no_django():
    wrong = [
        f"{path.relative_to(ROOT)} imports {imported}"
        for path in (ROOT / "renstra_portal/lib").rglob("*.py")
        for imported in imports_of(path)
        if imported.partition(".")[0] == "django"
        or (imported.startswith("renstra_portal") and layer(imported) != 0 and imported != "renstra_portal")
    ]
    assert wrong == []


def test_only_the_writer_writes_figures():
    wrong = [
        f"{name}:{write}"
        for path in source_files()
        if not (name := str(path.relative_to(ROOT))).startswith(WRITERS)
        for write in figure_writes(path.read_text())
    ]
    assert wrong == []


def test_pages_never_write_in_bulk():
    wrong = [
        f"{path.relative_to(ROOT)}:{write}"
        for path in source_files()
        if "views" in path.relative_to(ROOT).parts or path.stem in {"views", "admin"}
        for write in bulk_writes(path.read_text())
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("Pagu.objects.filter(tahun=2026).update(nilai=0)", ["1: Pagu.update"]),
        ("Simpul.objects.create()", ["1: Simpul.create"]),
        ("models.Pagu.objects.none()\nKaitan._base_manager.all().delete()", ["2: Kaitan.delete"]),
        ("{}.update({})\nPagu.objects.filter(tahun=2026)\nRencana.objects.create()", []),
    ],
)
def test_the_rule_about_writes_sees_what_it_should(source, found):
    assert figure_writes(source) == found


@pytest.mark.parametrize(
    ("source", "module", "found"),
    [
        ("from .. import policies", "planning.views.beranda", {"planning", "planning.policies"}),
        ("from . import simpul", "planning.models", {"planning.models", "planning.models.simpul"}),
        ("def f():\n    import performance.lkip", "planning.levels", {"performance.lkip"}),
    ],
)
def test_the_rule_about_imports_sees_what_it_should(source, module, found):
    assert set(imported_modules(source, module, is_package=module == "planning.models")) == found
