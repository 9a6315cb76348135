"""What every content item has, and the items of organisations."""

from __future__ import annotations

from typing import Any

from harvest.demo.corpus.markup import to_html
from harvest.demo.corpus.model import WWW, Organisation

Item = dict[str, Any]


def timestamp(day: str) -> str | None:
    """Return the moment that a day of the corpus stands for, or None for an unknown day."""
    return f"{day}T09:30:00.000+00:00" if day else None


def addresses(path: str) -> Item:
    """Return the four forms of an item's address."""
    api = f"/api/content{path}"
    return {"api_path": api, "base_path": path, "api_url": WWW + api, "web_url": WWW + path}


def head(path: str, title: str, kind: str, schema: str, when: str, first: str, locale: str) -> Item:
    """Return the keys that every content item has, in the order of the real API."""
    return {
        "analytics_identifier": None,
        "base_path": path,
        "content_id": "",
        "document_type": kind,
        "first_published_at": timestamp(first),
        "locale": locale,
        "phase": "live",
        "public_updated_at": timestamp(when),
        "publishing_app": "publisher" if schema == "guide" else "whitehall",
        "publishing_scheduled_at": None,
        "rendering_app": "frontend",
        "scheduled_publishing_delay_seconds": None,
        "schema_name": schema,
        "title": title,
        "updated_at": f"{when or '2016-02-29'}T09:30:04.250Z",
        "withdrawn_notice": {},
        "publishing_request_id": None,
    }


def organisation_link(body: Organisation) -> Item:
    """Return an organisation as it appears among the links of an item."""
    return {
        "analytics_identifier": None,
        **addresses(body.path),
        "content_id": body.content_id,
        "document_type": "organisation",
        "details": {
            "acronym": body.acronym,
            "brand": None,
            "logo": {"crest": None, "formatted_title": body.title},
            "organisation_govuk_status": {"status": "live", "updated_at": None, "url": None},
        },
        "links": {},
        "locale": "en",
        "schema_name": "organisation",
        "title": body.title,
        "withdrawn": False,
    }


def organisation_item(body: Organisation) -> Item:
    """Return the content item of an organisation's home page."""
    item = head(body.path, body.title, "organisation", "organisation", "2016-02-29", "2016-02-29", "en")
    item |= {
        "content_id": body.content_id,
        "description": body.about,
        "details": {
            "acronym": body.acronym,
            "body": to_html(body.about),
            "organisation_type": body.type,
            "organisation_govuk_status": {"status": "live", "updated_at": None, "url": None},
        },
        "links": {"available_translations": [organisation_link(body)]},
    }
    return item


def organisation_entry(body: Organisation) -> Item:
    """Return an organisation as ``/api/organisations`` presents it."""
    own = f"{WWW}/api/organisations/{body.slug}"
    return {
        "id": own,
        "title": body.title,
        "format": body.type.replace("_", " ").capitalize(),
        "updated_at": "2016-02-29T09:30:00.000+00:00",
        "web_url": WWW + body.path,
        "details": {
            "slug": body.slug,
            "abbreviation": body.acronym or None,
            "logo_formatted_name": body.title,
            "organisation_brand_colour_class_name": None,
            "organisation_logo_type_class_name": "single-identity",
            "closed_at": None,
            "govuk_status": "live",
            "govuk_closed_status": None,
            "content_id": body.content_id,
        },
        "analytics_identifier": None,
        "parent_organisations": [],
        "child_organisations": [],
        "superseded_organisations": [],
        "superseding_organisations": [],
    }
