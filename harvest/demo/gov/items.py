"""Content items: the JSON of the Content API, with the keys and nesting that GOV.UK uses.

Shapes after the public content schemas of publishing-api; addresses are those of the miniature web.
"""

from __future__ import annotations

from html import escape

from harvest.demo.corpus.build import Site
from harvest.demo.corpus.files import file_bytes
from harvest.demo.corpus.markup import to_html
from harvest.demo.corpus.model import Attachment, Work, content_id
from harvest.demo.gov.common import Item, addresses, head, organisation_link, timestamp


def work_link(work: Work) -> Item:
    """Return a work as it appears among the links of another item."""
    return {
        **addresses(work.path),
        "content_id": work.content_id,
        "description": work.description,
        "document_type": work.type,
        "locale": work.locale,
        "public_updated_at": timestamp(work.changed),
        "schema_name": work.schema,
        "title": work.title,
        "withdrawn": bool(work.withdrawn_on),
        "links": {},
    }


def _html_link(work: Work, attachment: Attachment, *, with_parent: bool) -> Item:
    path = work.html_path(attachment)
    return {
        **addresses(path),
        "content_id": content_id(f"html:{work.id}:{attachment.slug}"),
        "document_type": "html_publication",
        "locale": work.locale,
        "public_updated_at": timestamp(work.changed),
        "schema_name": "html_publication",
        "title": attachment.title,
        "withdrawn": bool(work.withdrawn_on),
        "links": {"parent": [work_link(work)]} if with_parent else {},
    }


def attachment_entry(work: Work, attachment: Attachment) -> Item:
    """Return one entry of ``details.attachments`` for a file, HTML or external attachment."""
    if attachment.kind == "external":
        return {
            "attachment_type": "external",
            "id": attachment.url,
            "title": attachment.title,
            "url": attachment.url,
        }
    common: Item = {
        "title": attachment.title,
        "command_paper_number": attachment.command_paper,
        "hoc_paper_number": "",
        "isbn": attachment.isbn,
        "unique_reference": attachment.reference,
        "unnumbered_command_paper": False,
        "unnumbered_hoc_paper": False,
    }
    if attachment.kind == "html":
        path = work.html_path(attachment)
        return {"attachment_type": "html", "id": path, "url": path, "content_type": None, **common}
    entry: Item = {
        "attachment_type": "file",
        "id": attachment.name,
        "url": attachment.address,
        "filename": attachment.name,
        "content_type": "text/csv" if attachment.layout == "csv" else "application/pdf",
        "file_size": len(file_bytes(attachment)),
        "accessible": False,
        "alternative_format_contact_email": "publications@gov.test",
        **common,
    }
    if attachment.layout not in ("csv", "html", "zero", "broken", "gone"):
        entry["number_of_pages"] = max(1, len(attachment.pages))
    return entry


def attachment_block(attachment: Attachment) -> str:
    """Return the HTML of one attachment as older items carry it in ``details.documents``."""
    href = attachment.upload_path or attachment.address
    number = attachment.upload or 1
    pages = len(attachment.pages)
    return (
        f'<section class="attachment embedded" id="attachment_{number}">\n'
        '  <div class="attachment-thumb">\n'
        f'      <a aria-hidden="true" class="thumbnail" href="{href}"><img alt="" src="/thumbnail.png" /></a>\n'
        "  </div>\n"
        '  <div class="attachment-details">\n'
        f'    <h2 class="title"><a href="{href}">{escape(attachment.title)}</a></h2>\n'
        '    <p class="metadata">\n'
        f'        <span class="references">Ref: <span class="unique_reference">{escape(attachment.reference)}'
        "</span></span>\n"
        '        <span class="type"><abbr title="Portable Document Format">PDF</abbr></span>, '
        f'<span class="page-length">{pages} page{"" if pages == 1 else "s"}</span>\n'
        "    </p>\n  </div>\n</section>"
    )


def _notice(work: Work) -> Item:
    if not work.withdrawn_on:
        return {}
    return {"explanation": to_html(work.withdrawn_why), "withdrawn_at": f"{work.withdrawn_on}T10:00:00Z"}


def _common_links(site: Site, work: Work) -> Item:
    bodies = [organisation_link(body) for body in site.publishers(work)]
    twins = [w for w in site.works.values() if w.content_id == work.content_id]
    links: Item = {
        "available_translations": [
            work_link(w) for w in sorted(twins, key=lambda w: (w.locale != "en", w.locale))
        ],
        "organisations": bodies,
        "primary_publishing_organisation": bodies[:1],
    }
    collections = site.collections_of(work)
    if collections:
        links["document_collections"] = [work_link(w) for w in collections]
    if work.related:
        links["ordered_related_items"] = [work_link(site.works[name]) for name in work.related]
    return links


def _details(site: Site, work: Work) -> Item:
    if work.schema == "guide":
        parts = [{"slug": p.slug, "title": p.title, "body": to_html(p.body, wrap=False)} for p in work.parts]
        return {"parts": parts, "external_related_links": []}
    history = [{"public_timestamp": timestamp(work.changed), "note": work.note}] if work.note else []
    if work.first_published:
        history.append({"public_timestamp": timestamp(work.first_published), "note": "First published."})
    details: Item = {
        "body": to_html(work.body),
        "change_history": history,
        "emphasised_organisations": [body.content_id for body in site.publishers(work)[:1]],
        "political": False,
        "tags": {"browse_pages": []},
    }
    if work.first_published:
        details["first_public_at"] = timestamp(work.first_published)
    files = [a for a in work.attachments if a.kind == "file"]
    if work.schema == "document_collection":
        details["collection_groups"] = [
            {
                "title": title,
                "body": to_html(body),
                "documents": [site.works[name].content_id for name in names],
            }
            for title, body, names in work.groups
        ]
        return details
    if work.attachment_style == "documents":
        details["documents"] = [attachment_block(a) for a in files]
    elif work.attachment_style == "body":
        blocks = "\n".join(attachment_block(a) for a in files)
        details["body"] = details["body"].replace("\n</div>", f"\n\n{blocks}\n</div>")
    elif work.attachments:
        details["attachments"] = [attachment_entry(work, a) for a in work.attachments]
        details["featured_attachments"] = [entry["id"] for entry in details["attachments"]]
    if work.schema == "speech":
        details["delivered_on"] = timestamp(work.first_published)
    if work.schema == "consultation":
        details |= {"opening_date": timestamp(work.first_published), "closing_date": timestamp(work.changed)}
    return details


def work_item(site: Site, work: Work) -> Item:
    """Return the content item of a work that is there (withdrawn ones included)."""
    item = head(
        work.path, work.title, work.type, work.schema, work.changed, work.first_published, work.locale
    )
    item |= {
        "content_id": work.content_id,
        "description": work.description,
        "withdrawn_notice": _notice(work),
        "details": _details(site, work),
        "links": _common_links(site, work),
    }
    pages = [a for a in work.attachments if a.kind == "html"]
    if pages:
        item["links"]["children"] = [_html_link(work, a, with_parent=True) for a in pages]
    if work.schema == "document_collection":
        members = [site.works[name] for _, _, names in work.groups for name in names]
        # items that are gone keep their place in the groups but are no longer linked
        item["links"]["documents"] = [work_link(w) for w in members if not w.gone]
    return item


def html_item(site: Site, work: Work, attachment: Attachment) -> Item:
    """Return the content item of an HTML publication."""
    path = work.html_path(attachment)
    item = head(
        path,
        attachment.title,
        "html_publication",
        "html_publication",
        work.changed,
        work.first_published,
        work.locale,
    )
    bodies = [organisation_link(body) for body in site.publishers(work)]
    item |= {
        "content_id": content_id(f"html:{work.id}:{attachment.slug}"),
        "description": None,
        "withdrawn_notice": _notice(work),
        "details": {
            "body": to_html(attachment.body),
            "first_published_version": not work.note,
            "political": False,
            "public_timestamp": timestamp(work.changed),
        },
        "links": {
            "available_translations": [_html_link(work, attachment, with_parent=False)],
            "organisations": bodies,
            "parent": [work_link(work)],
            "primary_publishing_organisation": bodies[:1],
        },
    }
    return item


def gone_item(work: Work) -> Item:
    """Return what the API says, with status 410, of a work that was taken down."""
    return {
        "base_path": work.path,
        "content_id": None,
        "locale": work.locale,
        "document_type": "gone",
        "publishing_app": "whitehall",
        "schema_name": "gone",
        "title": None,
        "description": None,
        "public_updated_at": timestamp(work.changed),
        "details": {"explanation": to_html(work.withdrawn_why), "alternative_path": work.alternative_path},
        "links": {},
        "updated_at": f"{work.changed}T09:30:04.250Z",
    }


def redirect_item(work: Work, old_path: str) -> Item:
    """Return the item left behind at an address that a work has moved away from."""
    return {
        "base_path": old_path,
        "content_id": work.content_id,
        "document_type": "redirect",
        "schema_name": "redirect",
        "publishing_app": "whitehall",
        "locale": work.locale,
        "public_updated_at": timestamp(work.changed),
        "updated_at": f"{work.changed}T09:30:04.250Z",
        "redirects": [{"path": old_path, "type": "exact", "destination": work.path}],
        "links": {},
    }
