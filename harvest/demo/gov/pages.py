"""The HTML pages of www.gov.test: the same content as the API, inside the furniture of a GOV.UK page.

The furniture (cookie banner, menu, related links, footer) names topics such as health and social care on
every page. A reader that takes it for content will find words that no document contains.
"""

from __future__ import annotations

from html import escape

from harvest.demo.corpus.build import Site
from harvest.demo.corpus.markup import to_html
from harvest.demo.corpus.model import WWW, Attachment, Organisation, Part, Work
from harvest.demo.gov.common import timestamp
from harvest.demo.gov.items import attachment_block

_PAGE = """<!DOCTYPE html>
<html class="govuk-template" lang="{lang}">
  <head>
    <meta charset="utf-8">
    <title>{title} - GOV.TEST</title>
    <meta name="viewport" content="width=device-width, initial-scale=1">
{meta}  </head>
  <body class="gem-c-layout-for-public govuk-template__body">
    <div id="global-cookie-message" class="gem-c-cookie-banner govuk-clearfix" role="region" aria-label="Cookies">
      <p>We use some essential cookies to make this website work. We’d like to set additional cookies to remember
      your settings and improve government services, including health and social care services.</p>
      <button type="button">Accept additional cookies</button> <a href="/help/cookies">View cookies</a>
    </div>
    <a href="#content" class="gem-c-skip-link govuk-skip-link">Skip to main content</a>
    <header class="gem-c-layout-super-navigation-header" role="banner">
      <a href="/" title="Go to the GOV.TEST homepage">GOV.TEST</a>
      <nav aria-label="Menu"><ul>
        <li><a href="/browse/benefits">Benefits</a></li>
        <li><a href="/browse/health-and-social-care">Health and social care</a></li>
        <li><a href="/government/organisations">Departments</a></li>
        <li><a href="/search/all">Search all content</a></li>
      </ul></nav>
    </header>
    <div class="govuk-width-container">
      <nav class="gem-c-breadcrumbs" aria-label="Breadcrumb"><ol><li><a href="/">Home</a></li></ol></nav>
      <main role="main" id="content" class="govuk-main-wrapper">
{main}
      </main>
{related}    </div>
    <footer class="gem-c-layout-footer govuk-footer" role="contentinfo">
      <h2>Topics</h2>
      <ul><li><a href="/browse/transport">Transport</a></li><li><a href="/browse/health-and-social-care">Health and
      social care</a></li><li><a href="/browse/nhs">NHS and public health</a></li></ul>
      <p>All content is available under the Open Government Licence v3.0, except where otherwise stated</p>
    </footer>
  </body>
</html>
"""


def _meta(**values: str) -> str:
    return "".join(
        f'    <meta name="govuk:{name.replace("_", "-")}" content="{escape(value)}">\n'
        for name, value in values.items()
        if value
    )


def _page(title: str, main: str, meta: str = "", related: str = "", lang: str = "en") -> str:
    return _PAGE.format(title=escape(title), main=main, meta=meta, related=related, lang=lang)


def _title(kind: str, title: str, lead: str = "") -> str:
    caption = escape(kind.replace("_", " ").capitalize())
    words = f'<p class="gem-c-lead-paragraph">{escape(lead)}</p>' if lead else ""
    return (
        f'<div class="gem-c-title"><span class="govuk-caption-xl">{caption}</span>'
        f'<h1 class="gem-c-title__text">{escape(title)}</h1></div>{words}'
    )


def _metadata(site: Site, work: Work) -> str:
    rows = "".join(f'<dd><a href="{b.path}">{escape(b.title)}</a></dd>' for b in site.publishers(work))
    dates = ""
    if work.first_published:
        dates += f'<dt>Published</dt><dd><time datetime="{work.first_published}">{work.first_published}</time></dd>'
    if work.updated and work.updated != work.first_published:
        dates += f'<dt>Last updated</dt><dd><time datetime="{work.updated}">{work.updated}</time></dd>'
    return f'<dl class="gem-c-metadata"><dt>From:</dt>{rows}{dates}</dl>'


def _notice(work: Work) -> str:
    if not work.withdrawn_on:
        return ""
    return (
        '<section class="gem-c-notice" aria-label="Notice"><h2>This was withdrawn on '
        f"{work.withdrawn_on}</h2>{to_html(work.withdrawn_why)}</section>"
    )


def _attachment(work: Work, attachment: Attachment) -> str:
    kind = {"html": "HTML", "external": "External link", "file": "PDF"}[attachment.kind]
    if attachment.layout == "csv":
        kind = "CSV"
    href = work.html_path(attachment) if attachment.kind == "html" else attachment.address
    pages = len(attachment.pages)
    length = f", {pages} page{'' if pages == 1 else 's'}" if attachment.kind == "file" and pages else ""
    return (
        '<section class="gem-c-attachment"><div class="gem-c-attachment__details">'
        f'<h3 class="gem-c-attachment__title"><a class="govuk-link" href="{href}">{escape(attachment.title)}</a></h3>'
        f'<p class="gem-c-attachment__metadata"><span class="gem-c-attachment__attribute">{kind}{length}</span></p>'
        "</div></section>"
    )


def _attachments(work: Work) -> str:
    if not work.attachments:
        return ""
    old = work.attachment_style != "list"
    shown = [
        attachment_block(a) if old and a.kind == "file" else _attachment(work, a) for a in work.attachments
    ]
    return '<section id="documents"><h2>Documents</h2>' + "\n".join(shown) + "</section>"


def _related(site: Site, work: Work) -> str:
    items = [site.works[name] for name in work.related] + site.collections_of(work)
    links = "".join(f'<li><a href="{w.path}">{escape(w.title)}</a></li>' for w in items)
    if not links:
        return ""
    return (
        '      <aside class="gem-c-contextual-sidebar" role="complementary"><div class="gem-c-related-navigation">'
        f"<h2>Related content</h2><nav><ul>{links}</ul></nav></div></aside>\n"
    )


def _work_meta(site: Site, work: Work, format_: str = "") -> str:
    bodies = site.publishers(work)
    return (
        _meta(
            content_id=work.content_id,
            format=format_ or work.type,
            first_published_at=timestamp(work.first_published) or "",
            public_updated_at=timestamp(work.changed) or "",
            primary_publishing_organisation=bodies[0].title if bodies else "",
            withdrawn="withdrawn" if work.withdrawn_on else "",
        )
        + f'    <link rel="canonical" href="{WWW}{work.path}">\n'
    )


def work_page(site: Site, work: Work, part: Part | None = None) -> str:
    """Return the page of a work, or of one part of a guide (the first when none is named)."""
    if work.parts:
        return _guide_page(site, work, part or work.parts[0])
    main = [
        _title(work.type, work.title, work.description),
        _metadata(site, work),
        _notice(work),
        _attachments(work),
        f'<div class="gem-c-govspeak govuk-govspeak">{to_html(work.body)}</div>' if work.body else "",
    ]
    for title, body, names in work.groups:
        links = "".join(
            f'<li class="gem-c-document-list__item"><a href="{site.works[n].path}">{escape(site.works[n].title)}</a></li>'
            for n in names
            if not site.works[n].gone
        )
        main.append(
            f'<h3 class="group-title">{escape(title)}</h3>{to_html(body)}<ul class="gem-c-document-list">{links}</ul>'
        )
    return _page(work.title, "\n".join(main), _work_meta(site, work), _related(site, work), work.locale)


def _guide_page(site: Site, work: Work, part: Part) -> str:
    entries = "".join(f'<li><a href="{work.path}/{p.slug}">{escape(p.title)}</a></li>' for p in work.parts)
    main = (
        _title("guide", work.title)
        + f'<aside class="part-navigation-container"><nav aria-label="Pages in this guide"><ol>{entries}</ol></nav></aside>'
        + f'<h1 class="part-title">{escape(part.title)}</h1><div class="gem-c-govspeak">'
        + to_html(part.body)
        + f'</div><a class="gem-c-print-link" href="{work.path}/print">View a printable version of the whole guide</a>'
    )
    return _page(
        f"{work.title}: {part.title}", main, _work_meta(site, work), _related(site, work), work.locale
    )


def print_page(site: Site, work: Work) -> str:
    """Return all of a work on one page, which robots.txt closes to crawlers."""
    inner = "".join(f"<h1>{escape(p.title)}</h1>{to_html(p.body)}" for p in work.parts) or to_html(work.body)
    return _page(work.title, _title(work.type, work.title) + inner, _work_meta(site, work))


def html_publication_page(site: Site, work: Work, attachment: Attachment) -> str:
    """Return the page of an HTML publication."""
    main = (
        f"<p>{escape(work.type.replace('_', ' ').capitalize())}</p>"
        f'<h1 class="gem-c-title__text">{escape(attachment.title)}</h1>{_metadata(site, work)}{_notice(work)}'
        f'<div class="gem-c-govspeak govuk-govspeak">{to_html(attachment.body)}</div>'
    )
    return _page(attachment.title, main, _work_meta(site, work, "html_publication"), "", work.locale)


def organisation_page(body: Organisation) -> str:
    """Return an organisation's home page."""
    return _page(body.title, f"<h1>{escape(body.title)}</h1>{to_html(body.about)}")


def listing_page(site: Site) -> str:
    """Return the public site search, which robots.txt closes to crawlers: a way into everything."""
    works = sorted((w for w in site.works.values() if not w.gone), key=lambda w: w.path)
    rows = "".join(
        f'<li class="gem-c-document-list__item"><a href="{w.path}">{escape(w.title)}</a></li>' for w in works
    )
    return _page("Search", f'<h1>Search</h1><ul class="gem-c-document-list">{rows}</ul>')


def message_page(title: str, words: str) -> str:
    """Return a page that only says something: not found, gone, not ready."""
    return _page(title, f"<h1>{escape(title)}</h1><p>{escape(words)}</p>")
