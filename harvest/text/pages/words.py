"""The words by which page furniture is known: names of classes, headings, and lines that are never part of a document."""

from __future__ import annotations

import re

# Each alternative stands between hyphens, underscores, spaces or the ends of a class or id.
_NAMES = (
    r"cookies?(?:-?\w+)?|gdpr|consent",
    r"bread-?crumbs?|bread-?crumb-?\w*",
    r"related|recommended|carousel|(?:you-?might-?)?also-?like|promo|advert(?:isement)?s?",
    r"share|sharing|share(?:this|bar|links|buttons)|addtoany|social|socials|social-?(?:media|links|share|icons)|follow-?us",
    r"skip-?(?:links?|to|nav)|back-?to-?top|to-?top|scroll-?top",
    r"pagination|pager|pagenav|print-?(?:page|link|button|this|me)|toolbar|page-?tools|accessibility-?tools",
    r"newsletter|subscribe|sign-?up|popup|pop-?up|modal|lightbox",
    r"feedback|rate|rating|page-?rating|helpful|useful|survey",
    r"side-?bars?|left-?col(?:umn)?|right-?col(?:umn)?|col(?:umn)?-(?:left|right)|side-?(?:nav|menu|col(?:umn)?)",
    r"menu|mega-?menu|(?:sub|site|top|main|left|right|local|section|secondary)-?nav(?:igation)?|nav-?bar|navigation|nav",
    r"(?:site|page|global|main|contextual)-?footer|footer|foot|site-?header|global-?header|masthead",
    r"(?:emergency|phase|alert|site|info)-?banner|banner-?(?:alert|message)|site-?(?:alert|message|notice)",
    r"published-dates|tags|post-?tags|tag-?(?:list|cloud)|topic-?list|comments|comment-?(?:respond|form|list)|disqus\w*",
    r"search-?(?:form|box|bar|panel|filters?|field|input)|searchandfilter|filters|facets?",
)  # fmt: skip
NAMES = re.compile(rf"(?:^|[-_\s])(?:{'|'.join(_NAMES)})(?=$|[-_\s])", re.IGNORECASE)
#: Names of a box of facts about a page (who, when), which other fields hold.
META_NAMES = re.compile(
    r"(?:^|[-_\s])(?:by-?line|(?:post|entry|article|node|page)-?(?:meta|info)|metadata|author-(?:bio|box|info))(?=$|[-_\s])",
    re.IGNORECASE,
)
HEADER_NAMES = re.compile(r"(?:^|[-_\s])(?:header|head|banner|top-?bar)(?=$|[-_\s])", re.IGNORECASE)
#: "has-sidebar" and "with-related" tell what stands beside, not what this is.
BESIDE = re.compile(r"(?:^|\s)(?:has|with|no|without|js|is)[-_][-\w]*", re.IGNORECASE)
#: Hidden by a class, unless another one shows it on wider screens.
HIDDEN_NAMES = re.compile(
    r"(?:^|\s)(?:hidden|d-none|hide|is-hidden|u-hidden|display-none)(?=$|\s)", re.IGNORECASE
)
SHOWN_NAMES = re.compile(r"(?:block|flex|grid|inline|table|show)(?=$|\s)", re.IGNORECASE)
#: Read out and not shown.
UNSEEN_NAMES = re.compile(
    r"(?:^|[-_\s])(?:visually-?hidden|sr-only|screen-?reader(?:-text|-only)?|element-invisible|off-?screen)(?=$|[-_\s])",
    re.IGNORECASE,
)
#: Hidden until somebody opens it, and content all the same.
PANELS = re.compile(
    r"tab|accordion|collaps|panel|detail|expand|toggle|content|faq|answer|body", re.IGNORECASE
)

_PAGE = r"(?:page|article|story|post|report|publication|guide|section|information|content|answer|service)"
#: A heading over what is no part of the document, whole.
HEADINGS = re.compile(
    r"(?:(?:related|similar|recommended|popular|trending) "
    r"(?:content|links?|pages?|articles?|stor(?:y|ies)|topics?|news|posts?|items?|services?|blogs?|courses?|events?|reading"
    r"|information|publications?|resources|guides?|categories|searches|subjects)"
    r"|(?:more|other|further|recent|latest) (?:articles?|stor(?:y|ies)|news|posts?|blogs?|(?:news|blog) (?:articles|posts|stories))"
    r"|about the (?:author|reviewer|writer|blogger)s?|related|elsewhere on .{3,40}|you are here|most (?:read|popular|viewed|recent)|what others are (?:reading|viewing)"
    r"|explore the topic|more (?:from|like) .{1,60}"
    r"|(?:(?:you|people) )?(?:may|might|could|will|also) .{0,25}(?:like|interest(?:ed)?|interested in|viewed|need|enjoy|find useful)"
    r"|also see|read (?:next|more)|up next|what.s next|what to read next"
    rf"|(?:share|print|email|save|bookmark) (?:this(?: {_PAGE})?|{_PAGE})(?: (?:on|via|by|with|to) .{{1,40}})?"
    r"|share(?: (?:on|via|by|with) .{1,40})?|tell a friend"
    r"|follow us(?: on .{1,40})?|connect with us|stay (?:connected|in touch|informed|up to date)"
    r"|keep (?:up to date|up-to-date|in touch|informed)|get (?:updates|the latest) .{1,60}"
    r"|(?:sign up|subscribe) (?:to|for) .{1,60}|(?:sign up|subscribe)|(?:[\w']+ ){0,3}newsletter(?: sign-?up)?"
    r"|(?:leave|post|write|add) a (?:comment|reply)|(?:\d+ )?comments?(?: \(\d+\))?"
    rf"|(?:was|is|did you find) this {_PAGE}\b.{{0,40}}|how (?:useful|helpful) (?:was|is|did) .{{1,40}}"
    r"|(?:give|send|provide|leave)(?: us)?(?: your)? feedback.{0,40}|feedback|rate (?:this|our) (?:page|article|website).{0,20}"
    r"|help us improve .{1,40}|(?:tell us|let us know) what you think.{0,30}|report a problem with this page"
    r"|cookies on .{1,40}|(?:we use|our use of|about our) cookies.{0,40}|your (?:cookie|privacy) .{1,30}|tell us whether you accept cookies"
    r"|updates to this page|site (?:map|search|navigation|menu)|navigation(?: menu)?|main menu|search(?: this site)?"
    r"|accessibility tools?|tags?|filed under)\s*[:?!.\u2026]*",
    re.IGNORECASE,
)  # fmt: skip
#: A heading over what is no part of the document if it is mostly links.
LINK_HEADINGS = re.compile(
    r"(?:in this (?:section|article|guide|report|page|publication|collection|series)|on this page|jump to|skip to section"
    r"|(?:quick|useful|popular|key|helpful|external) ?links|further (?:information|reading|resources)|(?:latest|more|our) [\w ]{2,30}"
    r"|(?:see|find out|read|explore) (?:also|more).{0,40}|explore .{2,40}|(?:popular|other|featured) [\w ]{2,30}|links|sections?|pages|topics?"
    r"|categories|archives?|follow|contents)\s*[:?!.\u2026]*",
    re.IGNORECASE,
)  # fmt: skip
#: A line of text that is furniture wherever it stands, whole.
LINES = re.compile(
    r"(?:(?:back|return|go) to (?:the )?top(?: of (?:the |this )?page)?|top of (?:the )?page|skip to (?:the )?(?:main )?\w+"
    rf"|(?:print|share|email|e-mail|bookmark|download|listen to)(?: this)? {_PAGE}(?: (?:on|via|by|with|to|as) [\w ]{{1,30}})?"
    r"|(?:share|tweet|facebook|twitter|linkedin|whatsapp|instagram|youtube|copy link|print this)"
    r"|(?:share|post|tweet|save|follow us)(?: this)? ?(?:on|via|to|by) ?(?:x|facebook|twitter|linkedin|whatsapp|e-?mail|pinterest|reddit|bluesky|.{0,14}social media)(?: \(.{3,40}\))?"
    r"|read (?:more|full \w+|the full \w+)(?: about (?!.*\.$).{3,160})?|(?:learn|find out|view|show|load|see) more|view all(?: [\w ]{1,30})?"
    r"|(?:apply|start|register|book|donate|join|enrol) (?:now|online|today)|(?:sign|log) ?in|see all updates|show all updates"
    r"|(?:show|hide|open|close|expand|collapse) all(?: sections)?|(?:show|hide|close) (?:this )?(?:section|message|menu|panel)"
    rf"|(?:was|is|did you find) this {_PAGE} (?:useful|helpful|what you).{{0,40}}|rate this {_PAGE}.{{0,20}}"
    r"|(?:yes|no),? this (?:page|information) (?:is|was) (?:not )?(?:useful|helpful)|thank you for your feedback"
    r"|report a problem with this page|there is something wrong with this page|please do not include personal .{3,60}"
    r"|(?:accept|reject|allow|decline|manage)(?: all| additional| analytics| my| your)? cookies|hide (?:this|cookie) message"
    r"|this (?:web)?site uses cookies.{0,300}|we use (?:some |essential |necessary )?cookies (?:to|on|and|so|for|that).{0,300}"
    r"|(?:(?:this )?page )?(?:was )?last (?:updated|reviewed|modified|changed)(?: on)?\s*:? [\w ,/.:-]{4,40}"
    r"|(?:pdf|print(?:able|er[- ]friendly)?) version"
    r"|(?:image|photo(?:graph)?|picture)s?(?: credits?| courtesy of)?\s?[:\u00a9].{2,80}|.{2,40} via getty images"
    r"|on this page|in this section|you are here:?.{0,120}|advertisement|loading(?:\.{3}|\u2026)?|image|view larger(?: image)?|page \d+ of \d+"
    r"|(?:next|previous|prev|first|last)(?: page| article| post| story)?|\(?(?:opens|links open) in (?:a )?new (?:window|tab)\)?"
    r"|please (?:enable|turn on) javascript.{0,200}|your browser does not support .{3,80}|skip navigation|main navigation)"
    r"\s*[>\u00bb\u203a\u2191:?!.\u2026]*",
    re.IGNORECASE,
)  # fmt: skip
