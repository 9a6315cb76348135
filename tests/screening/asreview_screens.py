"""Screens a file in ASReview itself: python asreview_screens.py FILE OUT plan.json. Runs where ASReview is installed.

The project is made, labelled and exported by ASReview's own code; the export is the answer of its web application,
as a browser would save it. ``plan.json`` has ``[label, note, tag]`` for each record in the order of the file;
without a label the record is not screened. Prints how many records and groups of like records the project has.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any


def main(source: Path, out: Path, plan: list[list[Any]]) -> None:
    home = Path(tempfile.mkdtemp())
    os.environ["ASREVIEW_PATH"] = str(home)
    import asreview
    from asreview.webapp.app import create_app

    app = create_app(AUTHENTICATION=False, TESTING=True, SECRET_KEY="only for this test")
    project = asreview.Project.create(home / "screened", project_id="screened", project_name="screened")
    project.add_dataset(source, dataset_id="dataset")
    project.label_priors()
    data = project.read_input_data()
    (home / "screened" / "tags.json").write_text("[]")
    with project.db as database:
        groups = {record: group for group, record in database.input.get_groups()}
        # As after training: without an order ASReview leaves out of its export what was not seen.
        database.add_last_ranking(sorted(groups), "svm", "max", "balanced", "tfidf", 1)
        for record, (label, note, tag) in zip(sorted(groups), plan, strict=True):
            if label is None:
                continue
            tags = [{"export": "theme", "values": [{"export": tag, "checked": True}]}] if tag else None
            database.label_record(record, label, tags=tags)
            if note:
                database.update_note(record, note)
    sys.stdout.write(
        json.dumps(
            {"version": asreview.__version__, "records": len(data), "groups": len(set(groups.values()))}
        )
        + "\n"
    )
    query = f"format={out.suffix[1:]}&collections=relevant&collections=not_seen&collections=irrelevant"
    answer = app.test_client().get(f"/api/projects/screened/export_dataset?{query}")
    assert answer.status_code == 200, answer.data
    out.write_bytes(answer.data)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), json.loads(Path(sys.argv[3]).read_text(encoding="utf-8")))
