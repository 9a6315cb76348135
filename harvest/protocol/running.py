"""The sections of a protocol that say how runs go: manners, limits of a run, what is kept, what is watched, whom to tell."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from harvest.protocol.sources import Part
from harvest.protocol.values import (
    ONE_OR_MANY,
    Bool,
    Duration,
    Hours,
    Int,
    Share,
    Size,
    Text,
    Url,
)

#: as they are written in the file, so that the reference shows them so
_FORTY_MB: Any = "40MB"
_THIRTY_DAYS: Any = "30d"
_SIXTY_SECONDS: Any = "60s"


class Budget(Part):
    """When a run ends at the latest; what is left is recorded as not asked."""

    requests: Annotated[Int, Field(ge=1)] | None = Field(
        default=None, description="Requests in one run, all hosts together."
    )
    minutes: Annotated[Int, Field(ge=1)] | None = Field(
        default=None, description="Minutes of one run by the clock."
    )
    bytes: Size | None = Field(default=None, description="Bytes received in one run.")


class Crawl(Part):
    """Manners of the crawl."""

    delay: Duration = Field(
        gt=0,
        le=86_400,
        description="Pause between two requests to one host; a longer Crawl-delay in robots.txt wins.",
    )
    concurrency: Annotated[Int, Field(ge=1, le=64)] = Field(
        default=8, description="Hosts asked at the same time; never two requests to one host."
    )
    max_pages: Annotated[Int, Field(ge=1)] = Field(
        default=2000, description="Pages fetched from one host in one run."
    )
    max_depth: Annotated[Int, Field(ge=0, le=100)] = Field(
        default=8, description="Links followed from a starting place."
    )
    patience: Annotated[Int, Field(ge=0)] = Field(
        default=300,
        description="Pages in a row that show nothing of what is sought, after which the walk of a council's site leaves "
        "what promises little, each address with that reason; 0 for never.",
    )
    max_bytes: Size = Field(
        default=_FORTY_MB,
        gt=0,
        description="Largest document that is fetched; larger ones are recorded as refused.",
    )
    timeout: Duration = Field(
        default=_SIXTY_SECONDS, gt=0, le=600,
        description="Time for one whole answer, however slowly it comes; self-hosted committee systems need a minute.",
    )  # fmt: skip
    recheck_after: Duration = Field(
        default=_THIRTY_DAYS,
        description="Age at which `run --update` asks a stored page whether it has changed; younger ones stand.",
    )
    settled_after: Duration | None = Field(
        default=None,
        description="Age at which a file that never changed is not asked for again by `run --update`; never when left out.",
    )
    budget: Budget = Field(
        default_factory=Budget, description="When a run ends at the latest; no such limit when left out."
    )
    hours: Hours | None = Field(
        default=None,
        description="Hours of the day in which requests are made, by the clock of the machine; all when left out.",
    )


class Keep(Part):
    """What stays in the review's folder."""

    bytes: Literal["all", "matched", "none"] = Field(
        default="all", description="Documents whose bytes are kept; hash, headers and text are kept of all."
    )
    warc: Bool = Field(default=True, description="Whether requests and responses are archived as WARC files.")
    personal_data: Literal["redact-emails-in-exports", "keep"] = Field(
        default="redact-emails-in-exports", description="What becomes of mail addresses in exports."
    )


class Reading(Part):
    """How files are read."""

    ocr: Bool = Field(
        default=False,
        description="Whether a run ends with reading the pages that are pictures of text; it needs the extra `greylit[ocr]` "
        "and some seconds a page. `greylit ocr` does the same at any time.",
    )


class Monitor(Part):
    """When a run that went through is reported as partial all the same: a source gave too little."""

    shrink: Annotated[Share, Field(ge=0, lt=1)] = Field(
        default=0.5,
        description="A source or host that gives less than this share of what it usually gives makes a run partial; 0 never does.",
    )
    errors: Annotated[Share, Field(gt=0, le=1)] = Field(
        default=0.5,
        description="Share of the addresses of a source or host that were refused or failed from which it is named.",
    )


class WebArchives(Part):
    """Where copies are looked for of what a site once had and has no more."""

    ask: Annotated[
        tuple[Literal["internet-archive", "uk-government-web-archive", "uk-web-archive"], ...], ONE_OR_MANY
    ] = Field(
        default=("internet-archive", "uk-government-web-archive", "uk-web-archive"),
        description="Web archives that are asked for addresses which answer no more.",
    )
    most: Annotated[Int, Field(ge=0)] = Field(
        default=200,
        description="Dead addresses that are looked for in one run; the others are recorded as not asked.",
    )
    at: dict[Literal["internet-archive", "uk-government-web-archive", "uk-web-archive"], Url] = Field(
        default_factory=dict,
        description="Another address at which one of these archives answers; its own when left out.",
    )


class Notify(Part):
    """Who is told of what."""

    on: tuple[Literal["failed", "partial", "stop-rule-met"], ...] = Field(
        default=(), description="Events that are told."
    )
    to: tuple[Text, ...] = Field(
        default=(), description="Apprise addresses; ${NAME} stands for a variable of the environment."
    )
