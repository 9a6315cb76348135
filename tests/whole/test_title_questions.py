"""Who cites a report without a DOI: its title is put to the sites' own searches once it is included."""

from __future__ import annotations

from pathlib import Path

import duckdb

from tests.whole.harness import greylit, serving, write_review

FORWARD = '\n[citations]\nforward = { from = ["site-search"], rounds = 1 }\n'


def test_titles_of_included_records_are_questions_of_the_next_run_and_short_ones_say_why_not(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "review"
    protocol = write_review(folder)
    protocol.write_text(protocol.read_text(encoding="utf-8") + FORWARD, encoding="utf-8")
    with serving(tmp_path / "log.jsonl") as web:
        first = greylit("run", str(protocol), "--no-progress", web=web)
        assert first.returncode in (0, 3), first.stderr
        with duckdb.connect(str(folder / "greylit.duckdb"), read_only=True) as connection:
            rows = connection.execute("select record, title from record order by record").fetchall()
            assert not connection.execute("select 1 from question where question like '%:title-%'").fetchall()
        long = next((number, title) for number, title in rows if len(title.split()) >= 4)
        short = next((number, title) for number, title in rows if len(title.split()) < 4)
        for number, _ in (long, short):
            said = greylit("decide", number, "include", "--by", "HS", "--review", str(folder))
            assert said.returncode == 0, said.stderr
        again = greylit("run", str(protocol), "--update", "--no-progress", web=web)
        assert again.returncode in (0, 3), again.stderr
    with duckdb.connect(str(folder / "greylit.duckdb"), read_only=True) as connection:
        asked = dict(
            connection.execute(
                "select question, sent from question where run = 2 and question like '%:title-%'"
            ).fetchall()
        )
        ((reason,),) = connection.execute(
            f"select reason from question where question = 'govuk:title-{short[0]}'"
        ).fetchall()
        came = connection.execute(
            f"select outcome from capture where question = 'govuk:title-{long[0]}' and kind = 'search'"
        ).fetchall()
    assert asked == {f"govuk:title-{long[0]}": f'"{long[1]}"', f"govuk:title-{short[0]}": None}
    assert "finds anything" in reason and came and came[0][0] in ("results", "none")
