"""Scrapy's settings. What a protocol decides is set by the crawl process; here is what holds always."""

BOT_NAME = "greylit"
SPIDER_MODULES = ["spiders"]

# The frontier is the scheduler; robots, pace, redirects and repeats are dealt with before a request exists.
SCHEDULER = "crawler.scheduler.FrontierScheduler"
ROBOTSTXT_OBEY = False
DOWNLOAD_DELAY = 0
REDIRECT_ENABLED = False
METAREFRESH_ENABLED = False
RETRY_ENABLED = False
COOKIES_ENABLED = False
HTTPERROR_ALLOW_ALL = True
# Bodies are archived as they came; the content coding is undone by the store.
COMPRESSION_ENABLED = False

DOWNLOAD_HANDLERS = {
    "http": "crawler.download.GuardedHandler", "https": "crawler.download.GuardedHandler",
    "data": None, "file": None, "ftp": None, "s3": None,
}  # fmt: skip
DOWNLOAD_VERIFY_CERTIFICATES = True
TWISTED_DNS_RESOLVER = "crawler.resolver.GuardResolver"

# Both listen on a port of this machine and run what they are sent.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

# Each of these costs CPU for every page and does nothing here (measured: they are a third of the cost).
DOWNLOADER_MIDDLEWARES = dict.fromkeys(
    (
        "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware",
        "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware",
        "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware",
        "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware",
        "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware",
        "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware",
        "scrapy.downloadermiddlewares.retry.RetryMiddleware",
        "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware",
        "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware",
        "scrapy.downloadermiddlewares.redirect.RedirectMiddleware",
        "scrapy.downloadermiddlewares.cookies.CookiesMiddleware",
        "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware",
        "scrapy.downloadermiddlewares.stats.DownloaderStats",
        "scrapy.downloadermiddlewares.httpcache.HttpCacheMiddleware",
    )
)
SPIDER_MIDDLEWARES = dict.fromkeys(
    (
        "scrapy.spidermiddlewares.start.StartSpiderMiddleware",
        "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware",
        "scrapy.spidermiddlewares.referer.RefererMiddleware",
        "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware",
        "scrapy.spidermiddlewares.depth.DepthMiddleware",
        "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware",
    )
)
EXTENSIONS = dict.fromkeys(
    (
        "scrapy.extensions.corestats.CoreStats",
        "scrapy.extensions.logcount.LogCount",
        "scrapy.extensions.telnet.TelnetConsole",
        "scrapy.extensions.memusage.MemoryUsage",
        "scrapy.extensions.memdebug.MemoryDebugger",
        "scrapy.extensions.closespider.CloseSpider",
        "scrapy.extensions.feedexport.FeedExporter",
        "scrapy.extensions.logstats.LogStats",
        "scrapy.extensions.spiderstate.SpiderState",
        "scrapy.extensions.throttle.AutoThrottle",
        "scrapy.extensions.remote_control.RemoteControl",
    )
)
STATS_CLASS = "scrapy.statscollectors.DummyStatsCollector"
LOG_LEVEL = "INFO"
