"""The JSON has the keys of the real API: checked against captured items."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import requests

from harvest.demo.server import MiniWeb

pytestmark = [
    pytest.mark.samples,
    pytest.mark.skipif("GREYLIT_SAMPLES" not in os.environ, reason="GREYLIT_SAMPLES is not set"),
]
# in the API's documentation, but not in every schema's captured items
DOCUMENTED = {"documents", "attachments", "change_history", "featured_attachments"}
CORE = {
    "base_path",
    "content_id",
    "title",
    "description",
    "document_type",
    "schema_name",
    "locale",
    "details",
}
CORE |= {"links", "public_updated_at", "updated_at"}


@cache
def captured() -> dict[str, list[dict[str, Any]]]:
    folder = Path(os.environ["GREYLIT_SAMPLES"]) / "govuk" / "content_api"
    found = defaultdict(list)
    for path in sorted(folder.glob("*.json")):
        entry = json.loads(path.read_text(encoding="utf-8"))
        if "schema_name" in entry:
            found[entry["schema_name"]].append(entry)
    return found


def keys(entries: list[dict[str, Any]], field: str) -> set[str]:
    return {key for entry in entries for key in entry.get(field) or {}}


def served(web: MiniWeb, client: requests.Session) -> list[dict[str, Any]]:
    addresses = {u for row in web.truth for u in row.urls if "/api/content/" in u}
    return [client.get(u).json() for u in sorted(addresses)]


def test_every_item_has_the_keys_of_its_schema_and_no_invented_ones(
    web: MiniWeb, client: requests.Session
) -> None:
    checked = set()
    for entry in served(web, client):
        real = captured().get(entry["schema_name"])
        if real is None:
            continue
        checked.add(entry["schema_name"])
        everywhere = {key for entries in captured().values() for one in entries for key in one}
        assert set(entry) >= CORE, entry["base_path"]
        assert set(entry) <= everywhere, set(entry) - everywhere
        extra = set(entry["details"]) - keys(real, "details") - DOCUMENTED
        assert not extra, (entry["base_path"], extra)
        # older captures of some schemas lack links that newer ones of others have
        extra = set(entry["links"]) - {
            key for entries in captured().values() for key in keys(entries, "links")
        }
        assert not extra, (entry["base_path"], extra)
    assert checked >= {
        "publication",
        "html_publication",
        "guide",
        "document_collection",
        "consultation",
        "gone",
    }


def test_attachments_have_the_keys_of_real_ones(web: MiniWeb, client: requests.Session) -> None:
    real: set[str] = set()
    for entries in captured().values():
        for entry in entries:
            attachments = (entry["details"] or {}).get("attachments", []) if entry.get("details") else []
            real |= {key for attachment in attachments for key in attachment}
    ours = [
        attachment
        for entry in served(web, client)
        for attachment in (entry.get("details") or {}).get("attachments", [])
    ]
    assert len(ours) > 15
    for attachment in ours:
        assert set(attachment) <= real, set(attachment) - real


def test_links_have_the_keys_of_real_ones(web: MiniWeb, client: requests.Session) -> None:
    def link_keys(entries: list[dict[str, Any]], name: str) -> set[str]:
        return {key for entry in entries for link in (entry.get("links") or {}).get(name, []) for key in link}

    real_entries = [entry for entries in captured().values() for entry in entries]
    ours = served(web, client)
    for name in (
        "organisations",
        "parent",
        "children",
        "documents",
        "document_collections",
        "available_translations",
    ):
        extra = link_keys(ours, name) - link_keys(real_entries, name) - {"description"}
        assert not extra, (name, extra)


def test_search_results_have_the_keys_that_are_always_there(client: requests.Session) -> None:
    path = Path(os.environ["GREYLIT_SAMPLES"]) / "govuk" / "search_api" / "govuk_search_tribunals.json"
    real = json.loads(path.read_text(encoding="utf-8"))["results"][0]
    always = {"title", "link", "index", "es_score", "_id", "elasticsearch_type", "document_type"}
    assert always <= set(real)
    found = client.get("http://www.gov.test/api/search.json?fields=title,link&q=alliancing").json()
    assert all(set(result) == always for result in found["results"])
