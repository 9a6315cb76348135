"""The project's own files, and what its modules import: read, never run."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("crawler", "harvest", "spiders", "store")
#: Not ours, or made by tools.
_NOT_OURS = {".git", ".venv", "__pycache__", "dist", "build", "greylit-demo", "out"}


@dataclass(frozen=True)
class Import:
    """One import: the module's dotted name, and whether it happens when the importing module is loaded."""

    name: str
    at_load: bool


def python_files(*folders: str) -> list[Path]:
    """Return the Python files of some folders of the project."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def text_files() -> list[Path]:
    """Return every text file of the project."""
    found = []
    for path in sorted(ROOT.rglob("*")):
        inside = path.relative_to(ROOT).parts
        ours = not _NOT_OURS.intersection(inside) and not any(part.endswith("_cache") for part in inside)
        if ours and ".hypothesis" not in inside and path.is_file() and _is_text(path):
            found.append(path)
    return found


def _is_text(path: Path) -> bool:
    try:
        path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return False
    return True


def module_of(path: Path) -> str:
    """Return the dotted name of a Python file."""
    parts = list(path.relative_to(ROOT).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def tree(path: Path) -> ast.Module:
    """Return the syntax tree of a Python file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


MODULES = {module_of(path): path for path in python_files(*PACKAGES)}


@cache
def imports(path: Path) -> tuple[Import, ...]:
    """Return the imports of a file. Those for type checkers alone are left out."""
    return tuple(_imports(tree(path), at_load=True))


def _imports(node: ast.AST, at_load: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from (Import(alias.name, at_load) for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            assert child.level == 0 and child.module, "imports are absolute"
            for alias in child.names:
                # `from crawler import start` names a module, `from crawler.start import start` does not.
                whole = f"{child.module}.{alias.name}"
                yield Import(whole if whole in MODULES else child.module, at_load)
        elif isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test):
            continue
        else:
            inner = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            yield from _imports(child, at_load and not inner)


def strings(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and text of every string in a file that is not a docstring; parts of f-strings singly."""
    module = tree(path)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(module)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value


def loaded_by(module: str) -> set[str]:
    """Return everything that loading a module of ours loads: our modules, and the names of others."""
    seen: set[str] = set()
    todo = [module]
    while todo:
        name = todo.pop()
        if name in seen:
            continue
        seen.add(name)
        # A package's __init__ is loaded with its modules.
        todo += [".".join(name.split(".")[:n]) for n in range(1, name.count(".") + 1)]
        if name in MODULES:
            todo += [each.name for each in imports(MODULES[name]) if each.at_load]
    return seen
