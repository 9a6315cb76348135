"""Loads everything a text worker needs, once, in the process that workers are forked from.

Imported for its effect only, by the fork server: the readers take a third of a second and the language model a whole
one, which every new worker would otherwise pay again, with its own copy in memory.
"""

from __future__ import annotations

import gc
from importlib import import_module

from harvest.text import extract
from harvest.text.language import language_of
from harvest.text.office import READERS

_PARAGRAPH = "<p>The council agreed the report and asked that it be brought back to the next meeting.</p>"
_MINIMAL_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj"
)

# Not English, so that the language model is asked.
language_of(
    "Mae'r cyngor wedi cytuno ar yr adroddiad a gofynnodd iddo gael ei gyflwyno i'r cyfarfod nesaf. " * 3
)
extract(f"<html><body>{_PARAGRAPH * 6}</body></html>".encode())
extract(_MINIMAL_PDF)
for _reader in set(READERS.values()):
    import_module(f"harvest.text.office.{_reader}")
# What is loaded stays for good: the collector need not walk it, nor by walking it copy its memory into every worker.
gc.freeze()
