"""PRISMA.csv: the numbers of the diagram in the template that the official drawing tool reads.

Rows and columns are those of inst/extdata/PRISMA.csv in prisma-flowdiagram/PRISMA2020 (Haddaway et al. 2022, Campbell
Systematic Reviews 18:e1230), for reviews without a previous version: its boxes on previous studies stay 0 and are not drawn.
"""

from __future__ import annotations

import csv
import io

from harvest.report.flow_counts import FlowCounts

HEADER = ("data", "node", "box", "description", "boxtext", "tooltips", "url", "n")
_DB, _OTHER = " (databases and registers)", " (other)"
_LISTED = ": [separate reasons and numbers using ; e.g. Reason1, xxx; Reason2, xxx; Reason3, xxx"
#: Of each row: data, node, box, description, boxtext, tooltips, url. ``NA`` is what the template writes for nothing.
ROWS: tuple[tuple[str, str, str, str, str, str, str], ...] = (
    ("NA", "node4", "prevstud", "Grey title box; Previous studies", "Previous studies", "Grey title box; Previous studies", "prevstud.html"),
    ("previous_studies", "node5", "box1", "Studies included in previous version of review", "Studies included in previous version of review", "Studies included in previous version of review", "previous_studies.html"),
    ("previous_reports", "NA", "box1", "Reports of studies included in previous version of review", "Reports of studies included in previous version of review", "NA", "previous_reports.html"),
    ("NA", "node6", "newstud", "Yellow title box; Identification of new studies via databases and registers", "Identification of new studies via databases and registers", "Yellow title box; Identification of new studies via databases and registers", "newstud.html"),
    ("database_results", "node7", "box2", "Records identified from: Databases", "Databases", "Records identified from: Databases", "database_results.html"),
    ("register_results", "NA", "box2", "Records identified from: Registers", "Registers", "NA", "NA"),
    ("NA", "node16", "othstud", "Grey title box; Identification of new studies via other methods", "Identification of new studies via other methods", "Grey title box; Identification of new studies via other methods", "othstud.html"),
    ("website_results", "node17", "box11", "Records identified from: Websites", "Websites", "Records identified from: Websites", "website_results.html"),
    ("organisation_results", "", "box11", "Records identified from: Organisations", "Organisations", "NA", "NA"),
    ("citations_results", "NA", "box11", "Records identified from: Citation searching", "Citation searching", "NA", "NA"),
    ("duplicates", "node8", "box3", "Duplicate records", "Duplicate records", "Duplicate records", "duplicates.html"),
    ("excluded_automatic", "NA", "box3", "Records marked as ineligible by automation tools", "Records marked as ineligible by automation tools", "NA", "NA"),
    ("excluded_other", "NA", "box3", "Records removed for other reasons", "Records removed for other reasons", "NA", "NA"),
    ("records_screened", "node9", "box4", f"Records screened{_DB}", "Records screened", f"Records screened{_DB}", "records_screened.html"),
    ("records_excluded", "node10", "box5", f"Records excluded{_DB}", "Records excluded", f"Records excluded{_DB}", "records_excluded.html"),
    ("dbr_sought_reports", "node11", "box6", f"Reports sought for retrieval{_DB}", "Reports sought for retrieval", f"Reports sought for retrieval{_DB}", "dbr_sought_reports.html"),
    ("dbr_notretrieved_reports", "node12", "box7", f"Reports not retrieved{_DB}", "Reports not retrieved", f"Reports not retrieved{_DB}", "dbr_notretrieved_reports.html"),
    ("other_sought_reports", "node18", "box12", f"Reports sought for retrieval{_OTHER}", "Reports sought for retrieval", f"Reports sought for retrieval{_OTHER}", "other_sought_reports.html"),
    ("other_notretrieved_reports", "node19", "box13", f"Reports not retrieved{_OTHER}", "Reports not retrieved", f"Reports not retrieved{_OTHER}", "other_notretrieved_reports.html"),
    ("dbr_assessed", "node13", "box8", f"Reports assessed for eligibility{_DB}", "Reports assessed for eligibility", f"Reports assessed for eligibility{_DB}", "dbr_assessed.html"),
    ("dbr_excluded", "node14", "box9", f"Reports excluded{_DB}{_LISTED}]", "Reports excluded", f"Reports excluded{_DB}{_LISTED}", "dbrexcludedrecords.html"),
    ("other_assessed", "node20", "box14", f"Reports assessed for eligibility{_OTHER}", "Reports assessed for eligibility", f"Reports assessed for eligibility{_OTHER}", "other_assessed.html"),
    ("other_excluded", "node21", "box15", f"Reports excluded{_OTHER}{_LISTED}]", "Reports excluded", f"Reports excluded{_OTHER}{_LISTED}", "other_excluded.html"),
    ("new_studies", "node15", "box10", "New studies included in review", "New studies included in review", "New studies included in review", "new_studies.html"),
    ("new_reports", "NA", "box10", "Reports of new included studies", "Reports of new included studies", "NA", "NA"),
    ("total_studies", "node22", "box16", "Total studies included in review", "Total studies included in review", "Total studies included in review", "total_studies.html"),
    ("total_reports", "NA", "box16", "Reports of total included studies", "Reports of total included studies", "NA", "NA"),
    ("identification", "node1", "identification", "Blue identification box", "Identification", "Blue identification box", "identification.html"),
    ("screening", "node2", "screening", "Blue screening box", "Screening", "Blue screening box", "screening.html"),
    ("included", "node3", "included", "Blue included box", "Included", "Blue included box", "included.html"),
)  # fmt: skip


def prisma_csv(counts: FlowCounts) -> str:
    """Return PRISMA.csv: comma, LF, no byte order mark, as the tool's own file. What nobody said stays empty."""
    cells = {box.key: _cell(counts, box.name) for box in counts.boxes if box.key}
    cells |= {
        f"total_{name}": cells[f"new_{name}"] for name in ("studies", "reports")
    }  # fmt: skip
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    for row in ROWS:
        writer.writerow((*row, cells.get(row[0], "0")))
    return out.getvalue()


def _cell(counts: FlowCounts, name: str) -> str:
    box = counts.box(name)
    if name.endswith("assessed_excluded"):
        # The tool cuts at commas and semicolons.
        return "; ".join(f"{_plain(part.label)}, {part.n}" for part in box.parts) or "0"
    return "" if box.n is None else str(box.n)


def _plain(label: str) -> str:
    return " ".join(label.replace(";", " ").replace(",", " ").split())
