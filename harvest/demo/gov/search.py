"""``/api/search.json``: filters, order, paging and the shape of the results."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from harvest.demo.answers import Answer, Request, json_answer
from harvest.demo.corpus.build import Site
from harvest.demo.corpus.model import Work
from harvest.demo.gov.common import timestamp
from harvest.demo.gov.index import Entry, entries, html_parts, matches, parse_query, score
from harvest.demo.gov.parameters import DATE_FILTERS, MISSING, Filter, read_parameters

PARTS_RANKS, MAX_PARTS = 3, 10


def document_of(site: Site, work: Work) -> dict[str, Any]:
    """Return the indexed fields of a work that results, filters and orders may use."""
    bodies = site.publishers(work)
    expanded = [
        {
            "title": body.title,
            "acronym": body.acronym,
            "content_id": body.content_id,
            "link": body.path,
            "slug": body.slug,
            "organisation_type": body.type,
            "organisation_state": "live",
            "logo_formatted_title": body.title,
        }
        for body in bodies
    ]
    found: dict[str, Any] = {
        "title": work.title,
        "description": work.description,
        "link": work.path,
        "slug": work.path.rsplit("/", 1)[-1],
        "format": work.schema,
        "display_type": work.type.replace("_", " ").capitalize(),
        "content_id": work.content_id,
        "content_store_document_type": work.type,
        "document_type": "edition" if work.path.startswith("/government/") else work.schema,
        "organisations": expanded,
        "organisation_content_ids": [body.content_id for body in bodies],
        "expanded_organisations": expanded,
        "primary_publishing_organisation": [body.slug for body in bodies[:1]],
        "document_collections": [
            {"title": w.title, "link": w.path, "slug": w.path.rsplit("/", 1)[-1]}
            for w in site.collections_of(work)
        ],
        "public_timestamp": timestamp(work.changed),
        "first_published_at": timestamp(work.first_published),
        "is_withdrawn": bool(work.withdrawn_on),
        "publishing_app": "publisher" if work.schema == "guide" else "whitehall",
        "rendering_app": "frontend",
    }
    return {name: value for name, value in found.items() if value not in (None, "", [])}


def _values(document: dict[str, Any], name: str) -> list[str]:
    """Return a field's values as a filter compares them: slugs for bodies, plain text otherwise."""
    value = document.get("document_type" if name == "elasticsearch_type" else name, [])
    listed = value if isinstance(value, list) else [value]
    return [
        v["slug"] if isinstance(v, dict) else str(v).lower() if isinstance(v, bool) else str(v)
        for v in listed
    ]


def _keeps(chosen: Filter, document: dict[str, Any]) -> bool:
    values = _values(document, chosen.name)
    if chosen.name in DATE_FILTERS:
        day = values[0][:10] if values else ""
        first, last = chosen.days
        wanted = bool(day) and (not first or day >= first) and (not last or day <= last)
        found = wanted if any(chosen.days) else False
    elif chosen.every:
        found = all(value in values for value in chosen.values if value != MISSING)
    else:
        found = any(value in values for value in chosen.values)
    found = found or (MISSING in chosen.values and not values)
    return found != chosen.reject


def _sort_key(name: str) -> Callable[[tuple[Entry, dict[str, Any]]], tuple[bool, Any]]:
    def key(pair: tuple[Entry, dict[str, Any]]) -> tuple[bool, Any]:
        value = pair[0].popularity if name == "popularity" else pair[1].get(name)
        return value is not None, value.lower() if isinstance(value, str) else value or 0

    return key


def _aggregate(name: str, limit: int, documents: list[dict[str, Any]]) -> dict[str, Any]:
    counts = Counter(value for document in documents for value in _values(document, name))
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return {
        "options": [{"value": {"slug": slug}, "documents": n} for slug, n in ordered[:limit]],
        "documents_with_no_value": sum(not _values(document, name) for document in documents),
        "total_options": len(ordered),
        "missing_options": max(0, len(ordered) - limit),
        "scope": "exclude_field_filter",
    }


def _result(
    document: dict[str, Any], entry: Entry, fields: tuple[str, ...], rank: int, value: float
) -> dict[str, Any]:
    shown = {name: document[name] for name in fields if name in document}
    if "title_with_highlighting" in fields:
        shown["title_with_highlighting"] = entry.work.title
    if "popularity" in fields:
        shown["popularity"] = entry.popularity
    parts = html_parts(entry.work)
    if "parts" in fields and rank < PARTS_RANKS and parts:
        shown["parts"] = [
            {"slug": slug, "title": title, "body": " ".join(text.split()[:75])}
            for slug, title, text in parts[:MAX_PARTS]
        ]
    return shown | {
        "index": "govuk",
        "es_score": value,
        "_id": entry.work.path,
        "elasticsearch_type": document["document_type"],
        "document_type": document["document_type"],
    }


def search(request: Request, site: Site) -> Answer:
    """Answer one search."""
    asked = read_parameters(request)
    if asked.errors:
        return json_answer(422, {"error": ". ".join(asked.errors)}, ("Cache-Control", "no-cache"))
    query = parse_query(asked.q)
    found = [(entry, document_of(site, entry.work)) for entry in entries(site.epoch) if matches(query, entry)]
    kept = [pair for pair in found if all(_keeps(f, pair[1]) for f in asked.filters)]
    scores = {entry.work.id: score(query, entry) if asked.q else 0.0 for entry, _ in kept}
    if asked.order:
        kept.sort(key=lambda pair: pair[0].work.path)
        kept.sort(key=_sort_key(asked.order.removeprefix("-")), reverse=asked.order.startswith("-"))
    elif asked.q:
        kept.sort(key=lambda pair: (-scores[pair[0].work.id], pair[0].work.path))
    page = kept[asked.start : asked.start + asked.count]
    aggregates = {}
    for name, (limit, all_filters) in asked.aggregates.items():
        used = [f for f in asked.filters if all_filters or f.name != name]
        chosen = [document for _, document in found if all(_keeps(f, document) for f in used)]
        aggregates[name] = _aggregate(name, limit, chosen)
    return json_answer(
        200,
        {
            "results": [
                _result(document, entry, asked.fields, asked.start + i, scores[entry.work.id])
                for i, (entry, document) in enumerate(page)
            ],
            "total": len(kept),
            "start": asked.start,
            "aggregates": aggregates,
            "suggested_queries": [],
            "suggested_autocomplete": [],
            "es_cluster": "A",
            "reranked": False,
        },
        ("Cache-Control", "max-age=300, public"),
        ("Access-Control-Allow-Origin", "*"),
    )
