"""One spelling for each address: by w3lib, without what tracks people, and by what is known of ModernGov.

courlan, which trafilatura brings, cleans more than is safe here: it drops every parameter named ``cid``,
``uid``, ``source`` or ``keyword``, which are committees, members and searches on the sites that matter.
"""

from __future__ import annotations

import re
from urllib.parse import unquote_plus, urljoin, urlsplit, urlunsplit

from w3lib.url import canonicalize_url, url_query_cleaner

#: Parameters that identify the visitor or the way that led here, and never the document.
TRACKING = (
    "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "utm_id", "utm_name", "utm_cid",
    "utm_reader", "utm_referrer", "utm_social", "utm_brand", "utm_source_platform", "utm_creative_format",
    "utm_marketing_tactic", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "gad_source", "gad_campaignid", "_ga",
    "_gl", "_gac", "fbclid", "fb_action_ids", "fb_action_types", "fb_source", "fb_ref", "msclkid", "yclid", "ysclid",
    "twclid", "ttclid", "li_fat_id", "igshid", "igsh", "mc_cid", "mc_eid", "mkt_tok", "_hsenc", "_hsmi",
    "hsctatracking", "__hstc", "__hssc", "__hsfp", "hsa_acc", "hsa_cam", "hsa_grp", "hsa_ad", "hsa_src", "hsa_net",
    "oly_enc_id", "oly_anon_id", "vero_id", "vero_conv", "_openstat", "wickedid", "dm_i", "dm_t", "mtm_source",
    "mtm_medium", "mtm_campaign", "mtm_keyword", "mtm_content", "pk_campaign", "pk_kwd", "pk_source", "pk_medium",
    "pk_content", "piwik_campaign", "piwik_kwd", "matomo_campaign", "matomo_kwd", "wt.mc_id", "wt.mc_ev",
)  # fmt: skip
#: Parameters that name a visit: PHP, Java, ASP, ColdFusion, osCommerce.
SESSIONS = (
    "jsessionid", "phpsessid", "cfid", "cftoken", "cfsid", "oscsid", "zenid", "asp.net_sessionid", "sessid",
)  # fmt: skip
#: Parameters that name a visit where their value looks like nothing else.
_PERHAPS_SESSIONS = frozenset({"sid", "session", "sessionid", "session_id"})
_TOKEN = re.compile(r"(?=\D*\d)(?=[^a-z]*[a-z])[a-z0-9_-]{8,}|[0-9a-f]{16,}", re.IGNORECASE)
_DROPPED = frozenset({*TRACKING, *SESSIONS})
_IN_PATH = re.compile(
    r";(?:jsessionid|phpsessid|sid|cfid|cftoken)=[^/;?]*|/(?:\(|%28)(?:[a-z](?:\(|%28)[a-z0-9_-]{10,}(?:\)|%29))+(?:\)|%29)(?=[/;]|$)",
    re.IGNORECASE,
)
#: Addresses that are already in the one spelling, as nearly all links of a site are.
_PLAIN = re.compile(
    r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::(?!80/|443/|0)[0-9]{2,4})?/(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*/)*(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*)?"
)

#: What stands for nothing at the ends of an address, and anywhere in it (WHATWG URL, 4.4).
_ENDS = "".join(map(chr, range(33))) + "\x7f\xa0"
_NOTHING_AT_ALL = str.maketrans("", "", "\t\r\n")
_HOST = re.compile(r"[!-~]+")

#: ModernGov's pages as it spells them; the server does not care (IIS).
_PAGES = {
    name.lower() + ".aspx": name + ".aspx"
    for name in (
        "ieListDocuments", "ieListMeetings", "ieIssueDetails", "ieDecisionDetails", "ieDocHome", "ieDocSearch",
        "ieSearchResults", "ieSearchResults2", "mgAi", "mgIssueHistoryHome", "mgIssueHistoryChronology",
        "mgCommitteeDetails", "mgCommitteeStructure", "mgCommitteeMailingList", "mgListCommittees",
        "mgCalendarMonthView", "mgCalendarWeekView", "mgCalendarAgendaView", "mgDelegatedDecisions",
        "mgListOfficerDecisions", "mgListPlans", "mgListPlanItems", "mgPlansHome", "mgConvert2PDF", "mgChooseDocPack",
        "mgMemberIndex", "mgUserInfo", "mgFindMember", "mgRss", "mgWhatsNew", "mgMeetingAttendance", "mgError",
        "mgOutsideBodyDetails", "mgListOutsideBodies", "mgEPetitionDisplay", "mgConsultationDisplay", "ecCatDisplay",
        "ceListDocuments",
    )
}  # fmt: skip
#: Its parameters as it spells them (ASP.NET does not care); others are written small.
_SPELLED = {
    name.lower(): name
    for name in (
        "CId", "MId", "IId", "AIId", "ID", "UID", "Act", "D", "Year", "SS", "SD", "ED", "DT", "CI", "ADV", "CA", "SB",
        "PG", "GL", "PlanId", "RP", "DM", "DS", "K", "DR", "V", "M", "DD", "OT", "C", "MR", "Opt",
    )
}  # fmt: skip
#: The same under another name.
_ALIASES = {
    ("ielistdocuments.aspx", "meetingid"): "MId",
    ("ielistdocuments.aspx", "committeeid"): "CId",
    ("ielistmeetings.aspx", "committeeid"): "CId",
}
#: What never tells one page from another, and what does not on the page of one meeting, item or decision.
_NOTHING = frozenset({"bcr", "ver", "evt", "j", "info", "md"})
_NOTHING_THERE = frozenset({"opt", "planid", "optionid", "dt"})
_ONE_THING = frozenset(
    name + ".aspx"
    for name in (
        "ielistdocuments", "ieissuedetails", "iedecisiondetails", "mgai", "mgissuehistoryhome",
        "mgissuehistorychronology",
    )
)  # fmt: skip


def canonical(url: str, base: str | None = None) -> str:
    """Return the one spelling of an address.

    No fragment, default port, dot at the end of the host, dot segments, tracking parameters or marks of a
    visit; parameters in order; the pages of ModernGov by what tells one from another. Spelling the result
    again changes nothing.

    Raises:
        ValueError: it cannot be read as an address at all.
    """
    url = url.strip(_ENDS)
    if base:
        url = urljoin(base, url)
    if _PLAIN.fullmatch(url) and url[-5:].lower() != ".aspx":
        return url
    spelled = _spelled(url)
    # What was written in percent signs is only read once it is not.
    while spelled != url and ("%" in url or "%" in spelled):
        url, spelled = spelled, _spelled(spelled)
    return spelled


def as_written(url: str, base: str | None = None) -> str:
    """Return an address as it is written, fit to be asked for: only fragment and tracking parameters are left out.

    For a redirect to what is the same address but for the mark of a visit: some sites answer to no other.

    Raises:
        ValueError: it cannot be read as an address at all.
    """
    url = urljoin(base, url.strip()) if base else url.strip()
    if "?" in url:
        url = url_query_cleaner(
            url.partition("#")[0], TRACKING, remove=True, unique=False, keep_fragments=False
        )
    return canonicalize_url(url)


def _spelled(url: str) -> str:
    before, _, query = url.translate(_NOTHING_AT_ALL).partition("#")[0].strip(_ENDS).partition("?")
    # Browsers read a backslash as a slash, and so are links written (WHATWG URL, 4.4).
    before = before.replace("\\", "/")
    while _IN_PATH.search(before):
        before = _IN_PATH.sub("", before)
    folder, slash, page = before.rpartition("/")
    ours = _PAGES.get(page.lower())
    if ours:
        before = folder + slash + ours
    if query:
        query = _query(query, page.lower() if ours else "")
    parts = urlsplit(canonicalize_url(f"{before}?{query}" if query else before))
    if parts.scheme in ("http", "https") and not _HOST.fullmatch(parts.netloc):
        raise ValueError("an address without a host, or with one that is no name")
    host = _host(parts.netloc, parts.port, parts.scheme)
    return urlunsplit((parts.scheme, host, parts.path or "/", parts.query, ""))


def _host(netloc: str, port: int | None, scheme: str) -> str:
    user, at, host = netloc.rpartition("@")
    if port is not None:
        host = host.rpartition(":")[0]
    host = host.rstrip(".") or host
    if port is not None and (scheme, port) not in (("http", 80), ("https", 443)):
        host = f"{host}:{port}"
    return user + at + host


def _query(query: str, page: str) -> str:
    """Return a query without what does not tell one document from another."""
    while "&amp;" in query:
        query = query.replace("&amp;", "&")
    kept = []
    for pair in query.split("&"):
        name, _, value = pair.partition("=")
        low = (unquote_plus(name) if "%" in name or "+" in name else name).lower()
        if low in _DROPPED or low.startswith("aspsessionid"):
            continue
        if low in _PERHAPS_SESSIONS and _TOKEN.fullmatch(unquote_plus(value)):
            continue
        if page:
            if low in _NOTHING or (low in _NOTHING_THERE and page in _ONE_THING):
                continue
            pair = _ALIASES.get((page, low)) or _SPELLED.get(low, name.lower())
            pair += "=" + value
        kept.append(pair)
    return "&".join(dict.fromkeys(kept) if page else kept)
