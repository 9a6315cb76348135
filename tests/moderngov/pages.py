"""Pages of ModernGov written for tests, with the classes and the order of captured ones."""

from __future__ import annotations

HOST = "http://democracy.alpha.test"

SHELL = """<html><head><title>{title}</title><meta name="DC.date" content="2026-02-06"/></head><body>
<div id="modgov"><h1>{title}</h1><div class="mgContent" >{content}</div></div></body></html>"""


def page(content: str, title: str = "Page") -> bytes:
    return SHELL.format(title=title, content=content).encode()


def results(*blocks: str, first: int = 1, onward: str = "", said: int | None = None) -> bytes:
    last = first + (len(blocks) if said is None else said) - 1
    pager = (
        f'<p>Result Pages: <a href="{onward}" title="Next page of search results">Next</a></p>'
        if onward
        else ""
    )
    head = f"<p>Results {first} to {last} for your search '<span>x</span>'.</p>{pager}"
    return page(head + "<hr />" + "<hr />".join(blocks) + "<hr />" + pager, "Search results")


def in_meeting(meeting: int, item: int, title: str, *, committee: str = "Cabinet", files: str = "") -> str:
    return f"""
    <p class="mgAiTitleTxt"><img src="mgimages/3.gif" alt="Excellent match" height="15" />
      Meeting: <a class="mgAiTitleLnk" href="ieListDocuments.aspx?CId=5&amp;MID={meeting}">04&#47;03&#47;2019 - {committee} (1)</a></p>
    <p class="mgAiTitleTxt">7. <a class="mgAiTitleLnk" href="ieListDocuments.aspx?CId=5&amp;MID={meeting}#AI{item}">{title}</a></p>
    <div class="mgWordPara"><p>Mr A. Person introduced the <strong>alliance</strong></p></div>
    <ul class="mgBulletList">{files}</ul>"""


def agenda(
    *items: str,
    heading: str = "Cabinet - Monday 4 March 2019 2.00 pm",
    packs: str = "",
    title: str = "Agenda",
) -> bytes:
    return page(
        f"""<div class="mgSubTitle"><h2 class="mgSubTitleTxt"><a href="mgCommitteeDetails.aspx?ID=5">{heading}</a></h2></div>
        <ul class="mgActionList">{packs}</ul>
        <table class="mgItemTable"><tr><th>No.</th><th>Item</th></tr>{"".join(items)}</table>""",
        title,
    )


def item(
    number: int, printed: str, title: str, *, report: str = "", more: str = "", minutes: str = ""
) -> str:
    head = (
        f'<a class="mgAiTitleLnk" href="{report}">{title} <span class="mgFileSize">PDF 9 KB</span></a>'
        if report
        else title
    )
    said = (
        f'<p class="mgSubItemTitleTxt">Minutes:</p><div class="mgWordPara"><p>{minutes}</p></div>'
        if minutes
        else ""
    )
    return f"""<tr><td class="mgItemNumberCell"><p class="mgAiTitleTxt"><a name="AI{number}"></a>{printed}</p></td>
      <td><p class="mgAiTitleTxt">{head}</p><div class="mgWordPara"><p>To consider {title}.</p></div>{more}{said}</td></tr>"""
