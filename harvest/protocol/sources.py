"""The sources of a protocol: one model for each type, so that a key of another type is an error."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from harvest.protocol.values import (
    ONE_OR_MANY,
    Bool,
    Day,
    FolderPath,
    Int,
    Place,
    SafeId,
    Start,
    Text,
    Texts,
    Url,
)

Prisma = Literal["website", "organisation", "citation", "database", "register"]
Tier = Literal["unitary", "county", "district", "metropolitan", "london_borough", "city_of_london"]
Region = Literal[
    "East Midlands", "East of England", "London", "North East", "North West", "South East", "South West",
    "West Midlands", "Yorkshire and The Humber",
]  # fmt: skip


class Part(BaseModel):
    """What every part of a protocol has in common: it cannot be changed, and unknown keys are errors."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", str_strip_whitespace=True, allow_inf_nan=False, validate_default=True
    )


class Select(Part):
    """Which councils are asked; keys that are given must all hold."""

    duty: Literal["adult social care"] | None = Field(
        default=None,
        description="Councils that have this duty in law; districts do not have adult social care.",
    )
    tier: Annotated[tuple[Tier, ...], ONE_OR_MANY] = Field(
        default=(), description="Tiers of local government; all when left out."
    )
    region: Annotated[tuple[Region, ...], ONE_OR_MANY] = Field(
        default=(), description="Regions of England; all when left out."
    )
    names: Texts = Field(
        default=(), description="Single councils by the name in the built-in list; all when left out."
    )


class _Source(Part):
    id: SafeId = Field(
        description="Short name of the source in the ledger, in commands and in reports. Never reused."
    )
    name: Text = Field(description="Name of the source as it is printed in reports.")


class CouncilsSource(_Source):
    """English councils, through the search of their committee systems and their own sites."""

    type: Literal["councils"] = Field(description="Kind of source.")
    select: Select = Field(
        default_factory=Select, description="Which councils; all in the built-in list when left out."
    )
    start: tuple[Start, ...] = Field(
        default=("moderngov", "cmis", "sitemap"), min_length=1,
        description="Where to begin: words that name a committee system, sitemap, or paths (* stands for anything).",
    )  # fmt: skip
    list: FolderPath | None = Field(
        default=None,
        description="A list of councils in the columns of the built-in one (greylit councils --csv), used instead of it. "
        "Its content is hashed into every run.",
    )
    committees: Texts = Field(
        default=(),
        description="Committees whose meetings are read whole, by parts of their names, such as health and wellbeing; "
        "none when left out: the search of each system is asked all the same.",
    )
    prisma: Prisma = Field(
        default="website", description="Box of the PRISMA flow diagram that its records are counted in."
    )


class SiteSource(_Source):
    """One website."""

    type: Literal["site"] = Field(description="Kind of source.")
    url: Url = Field(description="Address of the site's front page.")
    start: tuple[Start, ...] = Field(
        default=("sitemap",), min_length=1,
        description="Where to begin: sitemap, search-api (GOV.UK), paths (* stands for anything), or addresses.",
    )  # fmt: skip
    prisma: Prisma = Field(
        default="website", description="Box of the PRISMA flow diagram that its records are counted in."
    )
    document_types: tuple[Text, ...] = Field(
        default=(),
        description="GOV.UK only: document types to ask for, for example independent_report; all when left out.",
    )
    collections: tuple[Text, ...] = Field(
        default=(),
        description="GOV.UK only: collections to read whole, by path, because words inside PDFs are not indexed.",
    )
    organisations: tuple[Text, ...] = Field(
        default=(),
        description="GOV.UK only: organisations whose publications are listed whole, by their short name.",
    )
    page_size: Annotated[Int, Field(ge=1, le=1500)] | None = Field(
        default=None,
        description="GOV.UK only: results asked for at a time; its search API allows 1500 at most.",
    )
    reader: Text | None = Field(
        default=None,
        description="Who reads its pages: kingsfund, jrf, publisher (as the keys below declare) or site (every page is a "
        "document); told by the address and by these keys when left out.",
    )
    publisher: Text | None = Field(
        default=None, description="The body that publishes what the site has, as records and exports name it."
    )
    documents: Annotated[tuple[Place, ...], ONE_OR_MANY] = Field(
        default=(),
        description="Pages of one publication each: paths, or addresses on other hosts (* stands for anything within one "
        "part, ** for anything).",
    )
    listings: Annotated[tuple[Place, ...], ONE_OR_MANY] = Field(
        default=(), description="Pages that list publications: their links are read, page by page."
    )
    files: Annotated[tuple[Place, ...], ONE_OR_MANY] = Field(
        default=(),
        description="Where the files of its publications lie, when that is another host or when they have no ending.",
    )
    search: Text | None = Field(
        default=None,
        description="Address of its search page with {words} where the phrase goes, such as /search?q={words}; it is asked "
        "only if robots.txt lets it be asked.",
    )
    nothing_found: Text | None = Field(
        default=None,
        description="The sentence by which the search page says that there is nothing. Without it no question to it is "
        "ever answered with none.",
    )
    document_type: Text | None = Field(
        default=None,
        description="What its publications are, where their pages do not say, such as research report.",
    )
    mirror: Bool = Field(
        default=False,
        description="true for a site that holds copies of what others published: it is never taken for the publisher.",
    )


class IndexSource(_Source):
    """A bibliographic index that is searched through its public interface."""

    type: Literal["index"] = Field(description="Kind of source.")
    url: Url = Field(description="Address of the index's interface.")
    start: tuple[Start, ...] = Field(
        default=(), description="Where to begin, if the index knows more than one place."
    )
    strategy: Text | None = Field(
        default=None,
        description="Search string in the index's own language; built from the terms when left out.",
    )
    prisma: Prisma = Field(
        default="database", description="Box of the PRISMA flow diagram that its records are counted in."
    )


class SeedsSource(_Source):
    """References that are known before the search, as a list file."""

    type: Literal["seeds"] = Field(description="Kind of source.")
    list: FolderPath = Field(
        description="The list of references (RIS, CSL JSON or CSV). Its content is hashed into every run."
    )
    prisma: Prisma = Field(
        default="citation", description="Box of the PRISMA flow diagram that its records are counted in."
    )


class ManualSource(_Source):
    """A search that a person made, imported and reported with the rest."""

    type: Literal["manual"] = Field(description="Kind of source.")
    files: tuple[FolderPath, ...] = Field(
        min_length=1, description="Files that the person saved, in imports/."
    )
    url: Url | None = Field(default=None, description="Where the person searched, if it has an address.")
    searched_on: Day | None = Field(default=None, description="Day of the search; PRISMA-S asks for it.")
    strategy: Text | None = Field(
        default=None, description="The search exactly as it was made; PRISMA-S asks for it."
    )
    searched_by: Text | None = Field(default=None, description="Who searched: initials, as in review.team.")
    seen: Annotated[Int, Field(ge=0)] | None = Field(
        default=None, description="Results that the search gave, as its site said."
    )
    screened: Annotated[Int, Field(ge=0)] | None = Field(
        default=None,
        description="Results that the person looked at, such as the first 200 of Google Scholar.",
    )
    prisma: Prisma = Field(
        default="database", description="Box of the PRISMA flow diagram that its records are counted in."
    )


AnySource = CouncilsSource | SiteSource | IndexSource | SeedsSource | ManualSource
SOURCE_TYPES: dict[str, type[AnySource]] = {
    "councils": CouncilsSource,
    "site": SiteSource,
    "index": IndexSource,
    "seeds": SeedsSource,
    "manual": ManualSource,
}
