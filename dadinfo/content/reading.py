"""YAML files read with the line of every entry and field, so that a fault can say where it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, order=True, slots=True)
class Fault:
    """Something in the content that an author can mend."""

    file: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry stands, and each of its fields."""

    file: str
    line: int
    fields: dict[str, int]

    def fault(self, what: str, field: str | None = None) -> Fault:
        return Fault(self.file, self.fields.get(field or "", self.line), what)


def name_of(folder: Path, path: Path) -> str:
    """A file below `folder` as an author knows it: content/programme/crying.yaml."""
    return (Path(folder.name) / path.relative_to(folder)).as_posix()


def read_entries(folder: Path, path: Path, model: type[Model], faults: list[Fault]) -> list[tuple[Model, Place]]:
    """Every sound entry of a file in `folder` with its place; what is not sound is added to `faults`."""
    name = name_of(folder, path)
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        faults.append(
            Fault(name, mark.line + 1 if mark else 1, f"not readable as YAML: {getattr(error, 'problem', error)}")
        )
        return []
    if root is None:
        return []
    if not isinstance(root, yaml.SequenceNode):
        faults.append(Fault(name, 1, "must be a list: each entry starts with a dash"))
        return []
    found = (entry_of(node, name, model, faults) for node in root.value)
    return [entry for entry in found if entry]


def entry_of(
    node: yaml.Node, name: str, model: type[Model], faults: list[Fault], more: Mapping[str, object] | None = None
) -> tuple[Model, Place] | None:
    """One entry, checked against its model, with `more` fields that do not stand in the file."""
    if not isinstance(node, yaml.MappingNode):
        faults.append(Fault(name, node.start_mark.line + 1, "must be an entry with fields, such as `id: …`"))
        return None
    lines = {key.value: key.start_mark.line + 1 for key, _value in node.value}
    place = Place(name, node.start_mark.line + 1, lines)
    keys = [key.value for key, _ in node.value]
    faults.extend(place.fault(f"{key} stands here twice; keep one", key) for key in lines if keys.count(key) > 1)
    try:
        return model.model_validate({**_plain(node), **(more or {})}), place
    except ValidationError as error:
        faults.extend(
            place.fault(_words(dict(fault)), str(fault["loc"][0]) if fault["loc"] else None) for fault in error.errors()
        )
    except (yaml.YAMLError, ValueError) as error:  # such as a date of 30 February
        faults.append(place.fault(f"holds a value that is not readable: {getattr(error, 'problem', error)}"))
    return None


def _plain(node: yaml.Node) -> Any:
    loader = yaml.CSafeLoader("")
    try:
        return loader.construct_document(node)
    finally:
        loader.dispose()


def _words(fault: dict[str, Any]) -> str:
    field = ".".join(str(part) for part in fault["loc"])
    if fault["type"] == "extra_forbidden":
        return f"unknown key {field}; take it out or mend its spelling"
    if fault["type"] == "missing":
        return f"{field} is missing; add it"
    message = str(fault["msg"]).removeprefix("Value error, ")
    return f"{field}: {message}" if field else message
