from __future__ import annotations

from pathlib import Path

import pytest
from protocol_texts import PLAIN, changed, load, refusal

WOS = '[[sources]]\nid = "wos"\nname = "WoS"\ntype = "manual"\nfiles = ["imports/a.ris"]\n'

MISTAKES = [
    # what is planted, the dotted key it must be told under, and words that must be said
    (('delay = "5s"', 'dealy = "5s"'), "crawl.dealy", 'did you mean "delay"?'),
    (('delay = "5s"', 'dealy = "5s"'), "crawl.delay", "is compulsory"),
    (('delay = "5s"', "delay = 5"), "crawl.delay", 'write for example "5s"'),
    (('delay = "5s"', 'delay = "5 seconds"'), "crawl.delay", "is not a duration"),
    (('delay = "5s"', 'delay = "0s"'), "crawl.delay", "greater than 0"),
    (('delay = "5s"', 'delay = "5s"\nmax_bytes = "40 megabytes"'), "crawl.max_bytes", "is not a size"),
    (('delay = "5s"', 'delay = "5s"\nconcurrency = "8"'), "crawl.concurrency", "should be a whole number"),
    (('delay = "5s"', 'delay = "5s"\nhours = "25:00-07:00"'), "crawl.hours", "span of hours"),
    (('delay = "5s"', 'delay = "5s"\nobey_robots = false'), "crawl.obey_robots", "permissions.csv"),
    (('type = "seeds"', 'type = "seeds"\nobey_robots = true'), "sources.1.obey_robots", "not a switch"),
    (('delay = "5s"', 'delay = "5s"\nbudget = { request = 3 }'), "crawl.budget.request", 'did you mean "requests"?'),
    (('require = "A and B"', 'require = "A and X"'), "search.require", "X"),
    (('require = "A and B"', 'require = "A and ("'), "search.require", "column"),
    (('require = "A and B"', 'require = "A and B"\nask = ["C"]'), "search.ask.0", 'there is no concept "C"'),
    (('require = "A and B"', 'require = "A and B"\ndelay = "3s"'), "search.delay", "[crawl] delay"),
    (('require = "A and B"', 'require = "A and B"\nfields = ["titel"]'), "search.fields.0", 'did you mean "title"?'),
    (
        ('require = "A and B"', 'require = "A and B"\nnear = { concepts = ["A", "Z"], within = "page" }'),
        "search.near.concepts.1", 'there is no concept "Z"',
    ),
    (('"alliance contract*"]', '\'"alliance contract\']'), "concepts.A.terms.1", "column"),
    (('["alliancing", "alliance contract*"]', "[]"), "concepts.A.terms", "must not be empty"),
    (('require = "A and B"', 'require = "not A"'), "search.require", "no concept is present"),
    (("[concepts.B]", "[concepts.and]"), "concepts.and", "word of the query language"),
    (("[concepts.B]", '[concepts."b c"]'), 'concepts."b c"', "a concept id"),
    (('from_year = { value = 2000, why = "not seen before" }', "from_year = 2000"), "limits.from_year", 'why = "..."'),
    (('why = "not seen before"', 'why = " "'), "limits.from_year.why", "must not be empty"),
    ((', why = "not seen before"', ""), "limits.from_year.why", "is compulsory"),
    (('[crawl]', 'to_year = { value = 1999, why = "x" }\n[crawl]'), "limits.to_year.value", "before the first"),
    (('[crawl]', 'language = { value = ["eng"], why = "x" }\n[crawl]'), "limits.language.value.0", "two-letter"),
    (('id = "kf"', 'id = "k f"'), "sources.0.id", "letters, digits, - and _"),
    (('id = "prior"', 'id = "KF"'), "sources.1.id", "already the id of sources.0"),
    (('type = "site"', 'type = "sit"'), "sources.0", 'did you mean "site"?'),
    (('type = "site"\n', ""), "sources.0", "type is compulsory"),
    (('type = "site"', 'type = "site"\nprisma = "organization"'), "sources.0.prisma", 'did you mean "organisation"?'),
    (('type = "site"', 'type = "site"\nprimsa = "website"'), "sources.0.primsa", 'did you mean "prisma"?'),
    (('type = "site"', 'type = "site"\nfiles = ["a.ris"]'), "sources.0.files.0", "begins with /"),
    (('type = "site"', 'type = "site"\nsearch = "/find"\ndocuments = ["/r/*"]'), "sources.0.search", "{words}"),
    (('type = "site"', 'type = "site"\nsearch = "/find?q={words}"'), "sources.0.search", "add documents"),
    (('type = "site"', 'type = "site"\nnothing_found = "None."'), "sources.0.nothing_found", "add search"),
    (('type = "site"', 'type = "site"\nreader = "site"\nlistings = ["/r"]'), "sources.0.listings", "leave one of them out"),
    (('type = "seeds"', 'type = "seeds"\nurl = "https://a.example/"'), "sources.1.url", "not of this one"),
    (('type = "site"', 'type = "site"\ndocument_types = ["guidance"]'), "sources.0.document_types", '"search-api"'),
    (('url = "https://www.kingsfund.org.uk/"', 'url = "kingsfund.org.uk"'), "sources.0.url", "not a web address"),
    (('url = "https://www.', 'url = "https://me:secret@www.'), "sources.0.url", "leave them out"),
    (('list = "sources/prior.ris"', 'list = "../prior.ris"'), "sources.1.list", "outside the review's folder"),
    (('list = "sources/prior.ris"', "list = 'C:\\prior.ris'"), "sources.1.list", "with /"),
    (('contact = "library@example.ac.uk"', 'contact = "Liz"'), "review.contact", "not a mailbox"),
    (('question = "What helps?"\n', ""), "review.question", "is compulsory. The review question"),
    (("terms = [\n", "term = [\n"), "concepts.B.term", 'did you mean "terms"?'),
    (("[review]", "[reviews]"), "reviews", 'did you mean "review"?'),
    (("[[sources]]", '[citations]\nseeds = "inclued"\n[[sources]]'), "citations.seeds", 'did you mean "included"?'),
    (
        ("[[sources]]", '[citations.backward]\nfrom = ["openalx"]\n[[sources]]'),
        "citations.backward.from.0", 'did you mean "openalex"?',
    ),
    (("[[sources]]", '[stop]\ntarget = 1.5\n[[sources]]'), "stop.target", "less than 1"),
    (("[[sources]]", '[stop]\ntarget = nan\n[[sources]]'), "stop.target", "number"),
    (("[[sources]]", '[keep]\nwarc = "yes"\n[[sources]]'), "keep.warc", "should be true or false"),
    (("[[sources]]", '[[amendments]]\ndate = 20261102\nby="a"\nwhat="b"\nwhy="c"\n[[sources]]'), "amendments.0.date", "2026-11-02"),
    (
        ("[[sources]]", '[[amendments]]\ndate = 2026-11-02T00:00:00\nby="a"\nwhat="b"\nwhy="c"\n[[sources]]'),
        "amendments.0.date", "year-month-day",
    ),
    (("[[sources]]", '[[known_items]]\n[[sources]]'), "known_items.0", "a title, a url or a doi"),
    (("[[sources]]", '[[known_items]]\ndoi = "https://doi.org/10.1234/x"\n[[sources]]'), "known_items.0.doi", "a DOI"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("planted", "key", "said"), MISTAKES, ids=[f"{m[1]}-{n}" for n, m in enumerate(MISTAKES)]
)
def test_a_mistake_is_told_under_its_dotted_key_with_what_to_write(
    tmp_path: Path, planted: tuple[str, str], key: str, said: str
) -> None:
    error = refusal(tmp_path, changed(planted))
    problem = next((found for found in error.problems if found.key == key), None)
    assert problem is not None, error.message
    assert said in problem.message
    assert problem.line is not None
    assert key in error.message


def test_all_mistakes_are_told_at_once_in_file_order_with_their_lines(tmp_path: Path) -> None:
    text = changed(
        ('contact = "library@example.ac.uk"', 'contact = "Liz"'),
        ('require = "A and B"', 'require = "A and X"'),
        ('delay = "5s"', 'dealy = "5s"'),
        ('id = "prior"', 'id = "kf"'),
    )
    error = refusal(tmp_path, text)
    assert [found.key for found in error.problems] == [
        "review.contact", "search.require", "crawl.delay", "crawl.dealy", "sources.1.id",
    ]  # fmt: skip
    rows = text.splitlines()
    assert rows[error.problems[0].line - 1].startswith("contact")  # type: ignore[operator]
    assert rows[error.problems[3].line - 1].startswith("dealy")  # type: ignore[operator]
    assert error.problems[2].line == rows.index("[crawl]") + 1
    assert error.message.startswith("protocol.toml: 5 problems\n")
    assert [found["key"] for found in error.as_json()["error"]["where"]["problems"]] == [
        p.key for p in error.problems
    ]


def test_a_problem_of_a_source_names_the_source(tmp_path: Path) -> None:
    error = refusal(tmp_path, changed(('list = "sources/prior.ris"', 'lists = "sources/prior.ris"')))
    assert {found.source for found in error.problems} == {"prior"}
    assert 'sources.1.lists (source "prior")' in error.message


def test_a_key_of_another_section_is_sent_there(tmp_path: Path) -> None:
    error = refusal(tmp_path, PLAIN.replace("[search]\n", "[search]\nalpha = 0.1\n"))
    assert "[stop] alpha" in error.message


def test_long_and_hostile_values_are_shortened_and_shown_without_control_characters(tmp_path: Path) -> None:
    text = changed(
        ('require = "A and B"', 'require = "A and \\u001b[31mX"\nask = ["\\u001b[31m"]'),
        ('contact = "library@example.ac.uk"', f'contact = "{"x" * 5000}\\u0007"'),
        ('"alliancing"', f"'{'y' * 5000} \"'"),
        ('id = "kf"', 'id = "\\u001b"'),
    )
    error = refusal(tmp_path, text)
    assert {"search.require", "search.ask.0", "review.contact", "concepts.A.terms.0"} <= {
        p.key for p in error.problems
    }
    assert all(letter.isprintable() or letter == "\n" for letter in error.message)
    assert max(len(problem.message) for problem in error.problems) < 400


def test_deeply_nested_values_are_refused_in_words(tmp_path: Path) -> None:
    for depth in (50, 200, 400):
        assert refusal(tmp_path, changed(('delay = "5s"', f"delay = {'[' * depth}{']' * depth}"))).problems


def test_hostile_names_are_shown_without_their_control_characters(tmp_path: Path) -> None:
    error = refusal(tmp_path, PLAIN + '"\\u001b[31m" = 1\n')
    assert "\x1b" not in error.message


@pytest.mark.parametrize("spelling", ["obey_robots", "ignore-robots", "ROBOTSTXT_OBEY"])
def test_robots_is_no_switch_wherever_it_is_written(tmp_path: Path, spelling: str) -> None:
    assert "dated row in permissions.csv" in refusal(tmp_path, f"{spelling} = false\n{PLAIN}").message


def test_mistakes_in_terms_name_the_term_and_the_column(tmp_path: Path) -> None:
    error = refusal(tmp_path, changed(('"neighbourhood working"', "'\"neighbourhood working'")))
    (problem,) = error.problems
    assert problem.key == "concepts.B.terms.1"
    assert '"neighbourhood working' in problem.message and "column 1" in problem.message
    assert problem.line == PLAIN.splitlines().index('  "neighbourhood working",') + 1


def test_paths_and_queries_that_are_right_pass(tmp_path: Path) -> None:
    protocol = load(tmp_path, changed(('require = "A and B"', 'require = "A and (B or A)"\nask = ["B"]')))
    assert protocol.search.ask == ("B",)
