"""For Zotero: RIS and CSL-JSON of the same records, and a page that says which one to take.

RIS (RIS.js of zotero/translators, 28143701) keeps the provenance as notes and the archived address as a second URL, and
loses the exact form of corporate names with commas. CSL-JSON keeps types and names whole, and gets its provenance as one
line of "Extra". Neither has ``L1``: Zotero would ask the sites for every file at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from harvest.export import csl_json, ris
from harvest.export.batches import slug
from harvest.export.files import replacing
from harvest.export.model import ExportContext, ExportRecord, ExportResult
from harvest.export.notes import Tally

#: The page that says which file to take.
README = "WHICH-FILE.txt"
_ADVICE = """\
{title}: {count} records for Zotero, {generated}

Import ONE of these files (File > Import), not both: Zotero would hold everything twice.

{ris}
    Take this one if you work on with the records: each has its provenance as notes (how it was found, by which question,
    where the stored copy lies), the concepts as tags, and the copy in a web archive as a second address. Names of bodies
    have no commas, since Zotero would make first names of what follows them; the exact name is in "Institution".

{csl}
    Take this one if you cite them: types of documents and names of bodies are exact. The provenance is one line in
    "Extra", the copy in a web archive stands in "Archive" and "Loc. in Archive".

Files are not attached: Zotero would ask the sites for all of them at once. Select items and choose "Find Available PDF",
or take the stored copies.
"""


def write(records: Iterable[ExportRecord], out: Path, context: ExportContext) -> ExportResult:
    """Write ``records`` into the folder ``out``, in both formats.

    Raises GreylitError if the folder cannot be written; then the files of before are there.
    """
    stem = slug(context.review_id) or "records"
    paths = (out / f"{stem}.ris", out / f"{stem}.csl.json", out / README)
    tally, unheard, count = Tally(), Tally(), 0
    with replacing(paths[0]) as first, replacing(paths[1]) as second, replacing(paths[2]) as third:
        with (
            first.open("w", encoding="utf-8", newline="") as tagged,
            second.open("w", encoding="utf-8", newline="\n") as typed,
        ):
            typed.write("[")
            for record in records:
                tagged.write(ris.text_of(record, context, tally))
                # What cannot be expressed is the same in both, and told once.
                typed.write(csl_json.line_of(record, context, unheard, count))
                count += 1
            typed.write(csl_json.END)
        advice = _ADVICE.format(
            title=context.review_title,
            count=count,
            generated=context.generated,
            ris=paths[0].name,
            csl=paths[1].name,
        )
        third.write_text(advice, encoding="utf-8", newline="\n")
    choose = f"import one of the two files, not both: {README} says which is for what"
    return ExportResult(
        paths=paths, counts=(count, count, None), records=count, notes=(*tally.sentences(), choose)
    )
