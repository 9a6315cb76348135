"""The description of a research object: the JSON-LD graph of an RO-Crate (researchobject.org, version 1.1)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harvest.export.clean import encodable, one_line
from harvest.export.model import ExportContext

Entity = dict[str, Any]

BLANK = "NOT RECORDED - please fill in"
SPECIFICATION = "https://w3id.org/ro/crate/1.1"
_CONTEXT = [f"{SPECIFICATION}/context", {"sha256": "https://schema.org/sha256"}]
_STATUS = {"ok": "CompletedActionStatus", "partial": "CompletedActionStatus", None: "ActiveActionStatus"}
_SOFTWARE = {"greylit": "Finds, keeps and proves grey literature for evidence reviews"}


@dataclass(frozen=True, slots=True)
class Part:
    """One file of the crate: its name in it, where its bytes are now, media type, and what it is."""

    name: str
    path: Path
    type: str
    says: str


def _ref(name: str) -> Entity:
    return {"@id": name}


def _refs(names: Iterable[str]) -> list[Entity]:
    return [_ref(name) for name in names]


def graph(
    parts: Sequence[Part],
    runs: Sequence[Mapping[str, Any]],
    review: Mapping[str, Any],
    context: ExportContext,
) -> bytes:
    """Return the text of ``ro-crate-metadata.json``.

    Args:
        parts: the files, in order.
        runs: every run, oldest first.
        review: the section ``[review]`` of the protocol.
        context: the search.
    """
    folders = sorted({part.name.rpartition("/")[0] for part in parts if "/" in part.name})
    people = [_person(initials) for initials in review.get("team") or ()]
    software = _software(runs)
    actions = [_action(run, parts, people) for run in runs]
    root: Entity = {
        "@id": "./",
        "@type": "Dataset",
        "name": one_line(context.review_title) or context.review_id,
        "description": f"A search for grey literature, with everything that shows it. {one_line(review.get('question'))} {context.stamp()}",
        "identifier": context.review_id,
        "datePublished": context.generated[:10],
        "license": _ref("#licence"),
        "author": _refs(person["@id"] for person in people) or BLANK,
        "hasPart": _refs([part.name for part in parts if "/" not in part.name] + [f"{name}/" for name in folders]),
        "mentions": _refs(action["@id"] for action in actions),
    }  # fmt: skip
    if register := one_line(review.get("register")):
        root["sameAs"] = register
    entities: list[Entity] = [
        {
            "@id": "ro-crate-metadata.json",
            "@type": "CreativeWork",
            "about": _ref("./"),
            "conformsTo": _ref(SPECIFICATION),
        },
        root,
        {
            "@id": "#licence",
            "@type": "CreativeWork",
            "name": BLANK,
            "description": "The licence of what the review itself made. Archived pages and files belong to those who published them.",
        },
        *(_folder(name, parts) for name in folders),
        *map(_file, parts),
        *people,
        *software,
        *actions,
    ]
    text = json.dumps({"@context": _CONTEXT, "@graph": entities}, ensure_ascii=False, indent=2)
    return encodable(text + "\n").encode("utf-8")


def _folder(name: str, parts: Sequence[Part]) -> Entity:
    inside = [part.name for part in parts if part.name.rpartition("/")[0] == name]
    return {"@id": f"{name}/", "@type": "Dataset", "name": name, "hasPart": _refs(inside)}


def _file(part: Part) -> Entity:
    with part.path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return {
        "@id": part.name,
        "@type": "File",
        "name": part.name.rpartition("/")[2],
        "description": part.says,
        "encodingFormat": part.type,
        "contentSize": str(part.path.stat().st_size),
        "sha256": digest,
    }


def _person(initials: str) -> Entity:
    name = one_line(initials)
    return {"@id": f"#person-{'-'.join(name.split())}", "@type": "Person", "name": name, "affiliation": BLANK}


def _versions(run: Mapping[str, Any]) -> list[tuple[str, str]]:
    found = json.loads(run["software"] or "{}")
    return sorted((str(name), str(version)) for name, version in found.items())


def _software(runs: Iterable[Mapping[str, Any]]) -> list[Entity]:
    known = sorted({each for run in runs for each in _versions(run)})
    return [
        {"@id": f"#{name}-{version}", "@type": "SoftwareApplication", "name": name, "softwareVersion": version,
         **({"description": _SOFTWARE[name]} if name in _SOFTWARE else {})}
        for name, version in known
    ]  # fmt: skip


def _action(run: Mapping[str, Any], parts: Sequence[Part], people: Sequence[Entity]) -> Entity:
    number = run["run"]
    made = [part.name for part in parts if part.name.startswith(f"archive/{number:04d}-")]
    made += [part.name for part in parts if part.name.endswith((".duckdb", ".sqlite"))]
    action: Entity = {
        "@id": f"#run-{number}",
        "@type": "CreateAction",
        "name": f"Run {number} of the search",
        "startTime": run["started_at"],
        "actionStatus": f"http://schema.org/{_STATUS.get(run['outcome'], 'FailedActionStatus')}",
        "instrument": _refs(f"#{name}-{version}" for name, version in _versions(run)),
        "object": _refs(part.name for part in parts if part.name == f"protocols/run-{number:04d}.json"),
        "result": _refs(made),
    }
    if run["ended_at"]:
        action["endTime"] = run["ended_at"]
    if people:
        action["agent"] = _refs(person["@id"] for person in people)
    if run["outcome"]:
        action["description"] = one_line(f"It ended {run['outcome']}. {run['detail'] or ''}")
    return action
