"""The sections of a protocol, one model each. Every key says what it means: the reference is made from it."""

from __future__ import annotations

import warnings
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from harvest.protocol.sources import Part
from harvest.protocol.values import (
    ONE_OR_MANY,
    Bool,
    ConceptId,
    Day,
    Int,
    Mailbox,
    SafeId,
    Share,
    Term,
    Text,
    Url,
)

Year = Annotated[Int, Field(ge=1500, le=2200)]
Language = Annotated[Text, Field(pattern=r"^[a-z]{2}$")]
Why = Annotated[Text, Field(description="The reason for the limit, printed in the report (PRISMA-S item 9).")]


with warnings.catch_warnings():
    # pydantic says that ``register`` hides a method of Python's abstract classes, which nobody calls here
    warnings.filterwarnings("ignore", message='Field name "register"', category=UserWarning)

    class Review(Part):
        """What the review is."""

        id: SafeId = Field(description="Short name of the review, used in file names and reports.")
        title: str = Field(default="", description="Title of the review, printed in reports.")
        question: Text = Field(description="The review question, as it is printed in reports.")
        contact: Mailbox = Field(
            description="Mailbox that goes into the User-Agent, so that a site's operator can reach you."
        )
        register: str = Field(
            default="", description="Number in PROSPERO, OSF or another register, printed in the report."
        )
        team: tuple[Text, ...] = Field(
            default=(), description="Initials of the people who decide and take notes."
        )


class Concept(Part):
    """One concept of the question: a set of terms of which any may match."""

    name: Text = Field(description="Name of the concept as it is printed in reports.")
    terms: tuple[Term, ...] = Field(
        min_length=1,
        description='Words and phrases; * stands for any ending, "two words"~3 for words near each other.',
    )


class Near(Part):
    """How close together concepts must be."""

    concepts: tuple[ConceptId, ...] = Field(min_length=2, description="Concepts that must occur together.")
    within: Literal["document", "page", "paragraph"] = Field(
        default="document", description="How close together they must be."
    )


class Search(Part):
    """What makes a document a match."""

    require: Text = Field(description="Boolean over concept ids that a document must match: A and (B or C).")
    ask: tuple[ConceptId, ...] | None = Field(
        default=None, min_length=1,
        description="Concepts whose terms are put to the sites' own searches, where require leaves a choice; the first when left out.",
    )  # fmt: skip
    context: Annotated[Int, Field(ge=0, le=5000)] = Field(
        default=240, description="Characters kept on each side of a match."
    )
    fields: tuple[Literal["title", "text"], ...] = Field(
        default=("title", "text"), min_length=1, description="Where the terms are looked for."
    )
    near: Near | None = Field(
        default=None, description="Concepts that must occur together; no such rule when left out."
    )


class YearLimit(Part):
    """A first or last year, and why."""

    value: Year = Field(description="The year; documents of that year are kept.")
    why: Why


class CountryLimit(Part):
    """A country, and why."""

    value: Text = Field(description="The country that documents must be about.")
    why: Why


class LanguageLimit(Part):
    """Languages, and why."""

    value: Annotated[tuple[Language, ...], ONE_OR_MANY] = Field(
        min_length=1, description="Two-letter codes (ISO 639-1) of the languages that are kept."
    )
    why: Why


class FullTextLimit(Part):
    """Whether the full text must be at hand, and why."""

    value: Bool = Field(description="true keeps only documents whose full text was read.")
    why: Why


Limit = YearLimit | CountryLimit | LanguageLimit | FullTextLimit


class Limits(Part):
    """Limits of the search. Each is written { value = ..., why = "..." }."""

    from_year: YearLimit | None = Field(
        default=None, description="First year; a document without a year is never dropped for it."
    )
    to_year: YearLimit | None = Field(
        default=None, description="Last year; a document without a year is never dropped for it."
    )
    country: CountryLimit | None = Field(default=None, description="Country that documents must be about.")
    language: LanguageLimit | None = Field(default=None, description="Languages that are kept.")
    full_text: FullTextLimit | None = Field(
        default=None, description="Whether the full text must be at hand."
    )

    def given(self) -> dict[str, Limit]:
        """Return the limits that the protocol sets, by key."""
        return {key: limit for key in type(self).model_fields if (limit := getattr(self, key)) is not None}


class Backward(Part):
    """Backward citation searching: what the included records cite."""

    from_: tuple[Literal["reference-list", "openalex", "crossref", "semantic-scholar", "site-search"], ...] = Field(
        default=("reference-list",), alias="from", min_length=1,
        description="Where references are read from; site-search puts the titles of those whose documents are not held to the "
        "searches of the review's sites in each run.",
    )  # fmt: skip
    rounds: Annotated[Int, Field(ge=1, le=10)] = Field(default=1, description="Rounds at most.")


class Forward(Part):
    """Forward citation searching: what cites the included records."""

    from_: tuple[Literal["openalex", "opencitations", "semantic-scholar", "site-search"], ...] = Field(
        default=("openalex",), alias="from", min_length=1,
        description="Citation indexes that are asked by greylit cite, beside all that is held; site-search puts the titles of included records to the "
        "searches of the review's sites in each run.",
    )  # fmt: skip
    rounds: Annotated[Int, Field(ge=1, le=10)] = Field(default=1, description="Rounds at most.")


class Citations(Part):
    """Citation searching in both directions."""

    seeds: Text = Field(
        default="included", description="Where it starts: included, maybe+included, or a list file."
    )
    backward: Backward | None = Field(
        default=None, description="Backward citation searching; none when left out."
    )
    forward: Forward | None = Field(
        default=None, description="Forward citation searching; none when left out."
    )
    stop_when: Literal["no new included record in a round", "all rounds are done"] = Field(
        default="no new included record in a round", description="When rounds end early."
    )


class Screening(Part):
    """How people decide."""

    stages: tuple[Literal["title-text", "full-text"], ...] = Field(
        default=("title-text", "full-text"), min_length=1, description="Stages of screening, in order."
    )
    screeners: Annotated[Int, Field(ge=1, le=2)] = Field(
        default=1, description="1: one person decides; 2: two must agree, blinded until both have voted."
    )
    order: Literal["score", "random", "source", "date"] = Field(
        default="score", description="Order in which records are shown."
    )
    include: tuple[Text, ...] = Field(
        default=(), description="Criteria for inclusion, shown beside each record."
    )
    exclude: tuple[Text, ...] = Field(
        default=(), description="Reasons for exclusion, shared by all screeners."
    )


class Stop(Part):
    """When enough has been read. Judged after every batch."""

    target: Annotated[Share, Field(gt=0, lt=1)] = Field(
        default=0.80, description="Share of the relevant documents in the pool that must have been found."
    )
    alpha: Annotated[Share, Field(gt=0, lt=1)] = Field(
        default=0.05, description="Risk of stopping too early that is accepted."
    )
    method: Literal["exact", "ppr"] = Field(
        default="ppr", description="Test: exact holds for one look, ppr for any number of looks."
    )
    batch: Annotated[Int, Field(ge=1)] = Field(default=25, description="Decisions between two looks.")
    steer: Bool = Field(
        default=False,
        description="true closes walks that yield no more; questions are always asked to the end.",
    )
    themes: tuple[Text, ...] = Field(
        default=(), description="Themes whose first appearance is counted (thematic saturation)."
    )


class Amendment(Part):
    """A change of the protocol after the first run."""

    date: Day = Field(description="Day of the change.")
    by: Text = Field(description="Initials of who made it.")
    what: Text = Field(description="What was changed.")
    why: Text = Field(description="Why it was changed.")


class KnownItem(Part):
    """A publication that the search must find if it is any good."""

    title: Text | None = Field(default=None, description="Its title.")
    url: Url | None = Field(default=None, description="Its address.")
    doi: Annotated[Text, Field(pattern=r"^10\.\d{4,9}/\S+$")] | None = Field(
        default=None, description="Its DOI, beginning with 10."
    )

    @model_validator(mode="after")
    def _names_something(self) -> Self:
        if not (self.title or self.url or self.doi):
            raise ValueError("a known item needs a title, a url or a doi")
        return self
