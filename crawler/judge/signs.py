"""What pages show that are sent in place of a document: firewalls, tests for a person, walls. Data only.

A sign counts only in a page that has little else: an article about a firewall has its words, and a page
that the firewall let through has its scripts. ``most`` is the number of characters of text above which a
page with the sign is a page like others.

Sources. Vendors' own pages: Cloudflare, "Detect a Challenge Page response" (``cf-mitigated``); AWS WAF
Developer Guide, "CAPTCHA and Challenge action behavior" (``x-amzn-waf-action``; status 202 and 405);
DataDome, "Device check"; Vercel, "Attack Challenge Mode" (``x-vercel-mitigated``). Signatures of wafw00f
(EnableSecurity, BSD-3: plugins sucuri, distil, imperva, radware, barracuda, ddosguard, anubis,
applicationgateway). okfn-brasil/querido-diario ``utils/blocking.py`` (markers in the first bytes of a body).
Wordings that other public projects kept of block pages they were sent, for the rest.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign: who sends it, what is looked for, and how much text the page may have beside it."""

    who: str
    what: str
    most: int


#: Whoever it is: words that many use, and other pages might.
ANYBODY = "a firewall"

#: Headers that say it themselves: name, what the value must hold, who sends it.
HEADERS: tuple[tuple[str, str, str], ...] = (
    ("cf-mitigated", "challenge", "Cloudflare"),
    ("x-amzn-waf-action", "challenge", "AWS WAF"),
    ("x-amzn-waf-action", "captcha", "AWS WAF"),
    ("x-vercel-mitigated", "challenge", "Vercel"),
    ("x-sucuri-block", "", "Sucuri"),
)

#: In the markup and not in the text, lower case. Several stand in pages that were let through, too, and those
#: have text.
MARKUP: tuple[Sign, ...] = (
    Sign("Cloudflare", "_cf_chl_opt", 1500),
    Sign("Cloudflare", "cf-browser-verification", 1500),
    Sign("Cloudflare", 'id="challenge-error-text"', 1500),
    Sign("Imperva", "_incapsula_resource", 300),
    Sign("Imperva", "distilcaptchaform", 1500),
    Sign("DataDome", "captcha-delivery.com", 600),
    Sign("HUMAN (PerimeterX)", "px-captcha", 1500),
    Sign("AWS WAF", "gokuprops", 600),
    Sign("AWS WAF", "awswafintegration.", 600),
    Sign("Akamai", "bm-verify=", 300),
    Sign("Akamai", "errors.edgesuite.net", 600),
    Sign("Akamai", "sec-if-cpt-container", 600),
    Sign("Kasada", "window.kpsdk", 300),
    Sign("SiteGround", "/.well-known/sgcaptcha/", 600),
    Sign("SiteGround", "/.well-known/captcha/", 600),
    Sign("Sucuri", "sucuri_cloudproxy_js", 600),
    Sign("Anubis", "anubis_challenge", 1500),
    Sign("Anubis", "/.within.website/x/cmd/anubis", 1500),
    Sign("Radware", "perfdrive.com", 1500),
    Sign("DDoS-Guard", "/.well-known/ddos-guard/", 600),
    Sign("Imunify360", "imunify360", 600),
    Sign("Vercel", "/.well-known/vercel/security", 600),
    Sign("Azure", "/.azwaf/", 1500),
    Sign("Barracuda", "/.barracuda/", 1500),
)

#: The whole of a title (or of the first heading), without the name of the site. Lower case.
TITLES: tuple[Sign, ...] = tuple(
    Sign(who, what, 600 if who == ANYBODY else 1500)
    for who, what in (
        ("Cloudflare", r"just a moment(?:\.\.\.|…)?"),
        ("Cloudflare", r"attention required!?"),
        ("Cloudflare", r"please wait\s?(?:\.\.\.|…)"),
        ("Imperva", r"pardon our interruption(?:\.\.\.|…)?"),
        ("F5", r"request rejected"),
        ("HUMAN (PerimeterX)", r"access to this page has been denied.{0,40}"),
        ("HUMAN (PerimeterX)", r"robot or human\??"),
        ("DDoS-Guard", r"ddos-guard"),
        ("Imunify360", r"one moment,? please(?:\.\.\.|…)?"),
        ("Anubis", r"making sure you(?:'|’|&#39;)re not a bot!?"),
        ("Vercel", r"vercel security checkpoint"),
        ("Fastly", r"client challenge"),
        ("Azure", r"azure waf"),
        ("Radware", r"radware (?:bot manager )?(?:captcha|block|page).{0,20}"),
        ("Radware", r"unauthorized request blocked"),
        ("CloudFront", r"error: the request could not be satisfied"),
        ("Sucuri", r"sucuri website firewall.{0,40}|access denied.{0,6}sucuri.{0,40}"),
        (ANYBODY, r"(?:human |security |bot |captcha |browser |site )(?:verification|check|checkpoint)"),
        (ANYBODY, r"(?:checking|verifying) your browser.{0,60}"),
        (ANYBODY, r"(?:please )?(?:verify|confirm|prove) (?:that )?you(?:'re| are) (?:a )?(?:human|not a robot).{0,20}"),
        (ANYBODY, r"are you (?:a )?(?:human|robot)\??.{0,20}"),
        (ANYBODY, r"captcha(?: required| challenge)?"),
        (ANYBODY, r"(?:sorry, )?you have been blocked"),
        (ANYBODY, r"(?:web ?)?page blocked!?|access blocked|request blocked"),
    )
)  # fmt: skip

#: In the first words of the text. Lower case, quotation marks straight.
WORDS: tuple[Sign, ...] = tuple(
    Sign(who, what, most)
    for who, most, what in (
        ("Cloudflare", 600, r"needs to review the security of your connection before proceeding"),
        ("Cloudflare", 600, r"checking (?:your browser|if the site connection is secure)"),
        ("Cloudflare", 600, r"verify(?:ing)? (?:that )?you are (?:a )?human"),
        ("Cloudflare", 600, r"enable javascript and cookies to continue"),
        ("Cloudflare", 1200, r"us(?:es|ing) a security service (?:to|for) protect(?:ion)? (?:itself from|against) online attacks"),
        ("Cloudflare", 1200, r"why have i been blocked\?"),
        ("Imperva", 400, r"request unsuccessful\. incapsula incident id"),
        ("Imperva", 1500, r"something about your browser (?:or behaviou?r )?made us think (?:that )?you (?:might be|were|are) a bot"),
        ("Imperva", 600, r"this page can't be displayed\..{0,80}the incident id is"),
        ("Imperva", 600, r"additional security check is required"),
        ("F5", 600, r"the requested url was rejected\. please consult with your administrator"),
        ("Akamai", 600, r"you don't have permission to access .{1,200} on this server\..{0,40}reference #"),
        ("DataDome", 600, r"please enable js and disable any ad blocker"),
        ("HUMAN (PerimeterX)", 1500, r"denied because we believe you are using automation tools"),
        ("HUMAN (PerimeterX)", 600, r"press (?:&|and) hold to confirm you are a human"),
        ("Wordfence", 1500, r"your access to this (?:service|site) has been (?:temporarily )?limited"),
        ("Wordfence", 1500, r"a potentially unsafe operation has been detected"),
        ("Sucuri", 1500, r"access denied - sucuri website firewall"),
        ("StackPath", 1200, r"an action (?:you performed )?has triggered the service and blocked your request"),
        ("Azure", 300, r"the request is blocked\."),
        ("Azure", 300, r"microsoft-azure-application-gateway"),
        ("CloudFront", 900, r"the request could not be satisfied\. request blocked"),
        ("ModSecurity", 600, r"this error was generated by mod_security"),
        ("Radware", 1500, r"because we have detected unauthorized activity"),
        ("Google", 1500, r"unusual traffic from your computer network"),
        ("Fortinet", 900, r"(?:web page blocked|attack id: \d)"),
        ("Barracuda", 1500, r"barracuda (?:web application firewall|networks|bot)"),
        (ANYBODY, 600, r"(?:complet(?:e|ing)|solve|pass) the (?:captcha|security check|challenge)"),
        (ANYBODY, 600, r"(?:verify|confirm|prove|make sure) (?:that )?you(?:'re| are) not a (?:ro)?bot"),
        (ANYBODY, 600, r"(?:your (?:ip(?: address)?|request|access|visit) (?:has been|was|is) (?:temporarily )?(?:blocked|rejected|restricted))"),
        (ANYBODY, 600, r"(?:sorry, )?you have been blocked"),
        (ANYBODY, 600, r"rated as suspicious by our firewall|blocked due to suspicious behaviou?r|part of suspicious activity"),
        (ANYBODY, 600, r"please wait while (?:your request is being|we) verif"),
    )
)  # fmt: skip

#: Widgets that test for a person. Forms of real pages have them, with fields to fill in.
WIDGETS: tuple[Sign, ...] = (
    Sign("reCAPTCHA", "g-recaptcha", 400),
    Sign("reCAPTCHA", "/recaptcha/api.js", 400),
    Sign("hCaptcha", "h-captcha", 400),
    Sign("hCaptcha", "hcaptcha.com/1/api.js", 400),
    Sign("Cloudflare Turnstile", "cf-turnstile", 400),
    Sign("Cloudflare Turnstile", "challenges.cloudflare.com/turnstile", 400),
)

#: Titles and headings of pages that ask for a name and a password.
LOGIN = re.compile(
    r"(?:please |member |staff |user |account |customer |client |councillor )*(?:(?:log|sign)[- ]?(?:in|on))"
    r"(?: (?:to|with|required|page|form|here|or|and|using|for)\b.{0,80})?"
    r"|authentication required|user (?:log[- ]?in|account)|members'? (?:only|area)|restricted (?:area|access)"
    r"|password (?:required|protected)|single sign[- ]on",
    re.IGNORECASE,
)
#: Paths of such pages.
LOGIN_PATH = re.compile(
    r"(?:^|[/._-])(?:log-?in|sign-?in|log-?on|sign-?on|sso|adfs|saml2?|oauth2?|openid-connect|wp-login)(?:[/._-]|$)",
    re.IGNORECASE,
)
#: Parameters by which such pages are told where to go afterwards.
RETURN_TO = re.compile(
    r"(?:^|&)(?:return(?:_?(?:to|url|path))?|redirect(?:_?(?:to|ur[il]))?|next|dest(?:ination)?|continue|goto|target"
    r"|service|from|back|referer|wa|client_id|samlrequest|relaystate)=",
    re.IGNORECASE,
)
#: Hosts that do nothing but ask who somebody is.
LOGIN_HOSTS = re.compile(
    r"(?:login\.microsoftonline|login\.live|accounts\.google|appleid\.apple)\.com|(?:[\w-]+\.)*(?:okta|auth0|b2clogin|onelogin)\.com"
    r"|(?:signin|oidc)\.account\.gov\.uk|login\.openathens\.net|(?:idp|sso|adfs|sts|login)\.[\w.-]+"
)
#: Hosts that do nothing but test for a person.
CHALLENGE_HOSTS = re.compile(
    r"(?:[\w-]+\.)*(?:perfdrive|captcha-delivery|perimeterx|distilnetworks)\.(?:com|net)|challenges\.cloudflare\.com"
)

#: Titles and headings of pages that say 403 and are sent with 200.
FORBIDDEN = re.compile(
    r"(?:error )?(?:403)?[ :-]*(?:http )?(?:error )?(?:access (?:is |was )?(?:denied|forbidden)|forbidden|not authori[sz]ed)"
    r"|(?:error )?403",
    re.IGNORECASE,
)

#: Pages that show nothing until cookies are taken.
COOKIES = re.compile(
    r"(?:enable|allow|accept|turn on) (?:all |the use of |your browser's )?cookies|cookies (?:are|must be|need to be|have been)"
    r" (?:currently )?(?:disabled|enabled|required|accepted|turned off|blocked)"
    r"|(?:does not|doesn't|not) (?:support|accept|allow|have) cookies|requires? (?:that )?(?:you (?:to )?)?(?:accept |enable |the use of )?cookies"
    r"|cookies? (?:required|disabled)"
)
#: Pages that show nothing to a reader without scripts.
SCRIPTS = re.compile(
    r"(?:enable|turn on|activate|allow|requires?|needs?|without|with|use|supports?) (?:your )?(?:java ?script|js)\b"
    r"|java ?script (?:is|must be|needs to be|has been|appears to be) (?:currently )?(?:disabled|required|enabled|turned|not|off|switched)"
    r"|java ?script (?:enabled|required|disabled)|you (?:must|need to) have java ?script",
    re.IGNORECASE,
)
#: Where programs that run in the browser put their pages.
SHELL = ", ".join(
    f"#{name}" for name in (
        "root", "app", "__next", "__nuxt", "q-app", "svelte", "main-app", "react-root", "application", "app-root",
        "ember-app", "gatsby-focus-wrapper", "___gatsby", "single-spa-application",
    )
) + ", app-root, my-app, app-component, [ng-app], [data-reactroot], [ng-version], [data-server-rendered]"  # fmt: skip

#: Answers of 403 that mean "slower": the Contracts Finder says so in words, and so do others.
SLOWER = re.compile(
    rb"too many requests|rate[- ]limit(?:ed|ing| exceeded)?|request limit|no further requests|exceeded (?:the|your) (?:number|limit|quota)"
    rb"|try(?:ing)? again (?:in|after) \d+ (?:second|minute|hour)|requests? per (?:second|minute|hour)",
    re.IGNORECASE,
)
