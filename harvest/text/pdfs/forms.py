"""Forms: what was filled in, which PDFium's page text lacks, and forms that only Adobe's programs can show."""

from __future__ import annotations

import ctypes
import re
from typing import Any

import pypdfium2.raw

from harvest.text.clean import one_line

_RAW: Any = pypdfium2.raw
_FIELDS_OF_A_PAGE = 500
_LONGEST_VALUE = 10_000
# What designers' programs call a field when nobody names it.
_NO_NAME = re.compile(
    r"(?:untitled|undefined|fill|text|textbox|field|combo|list|dropdown|tb|txt)[\s_.\-]*(?:box|field)?[\s_.\-\d]*|[\d\W_]*",
    re.IGNORECASE,
)
# The page that stands in for a form of the XML Forms Architecture, in Adobe's own words.
_STAND_IN = re.compile(
    r"if this message is not eventually replaced by the proper contents of the document"
    r"|your pdf viewer may not be able to display this type of document",
    re.IGNORECASE,
)
#: The stand-in is some 400 characters long.
_STAND_IN_CHARS = 2_500
XFA_DETAIL = "a form that only Adobe's programs can show (XFA): the pages hold a notice and none of its words"


def is_stand_in(text: str) -> bool:
    """Tell whether all the words of a file are the notice that stands in for an XFA form."""
    return len(text) < _STAND_IN_CHARS and _STAND_IN.search(" ".join(text.split())) is not None


def has_fields(document: Any) -> bool:
    """Make ready to read the fields of a form. ``False`` where the file is none: it costs next to nothing then."""
    if _RAW.FPDF_GetFormType(document) in (_RAW.FORMTYPE_NONE, _RAW.FORMTYPE_XFA_FULL):
        return False
    return bool(document.init_forms())


def filled_in(document: Any, page: Any) -> str:
    """Return what was typed or chosen in the fields of a page, each on a line with the field's name, if it has one."""
    lines = []
    for index in range(min(_FIELDS_OF_A_PAGE, _RAW.FPDFPage_GetAnnotCount(page))):
        annotation = _RAW.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            if _RAW.FPDFAnnot_GetSubtype(annotation) == _RAW.FPDF_ANNOT_WIDGET:
                lines.append(_field(document.formenv, annotation))
        finally:
            _RAW.FPDFPage_CloseAnnot(annotation)
    return "\n".join(line for line in lines if line)


def _field(form: Any, annotation: Any) -> str:
    kinds = (_RAW.FPDF_FORMFIELD_TEXTFIELD, _RAW.FPDF_FORMFIELD_COMBOBOX, _RAW.FPDF_FORMFIELD_LISTBOX)
    if _RAW.FPDFAnnot_GetFormFieldType(form, annotation) not in kinds:
        return ""
    value = _string(_RAW.FPDFAnnot_GetFormFieldValue, form, annotation)[:_LONGEST_VALUE].strip()
    if not value:
        return ""
    name = one_line(
        _string(_RAW.FPDFAnnot_GetFormFieldAlternateName, form, annotation)
        or _string(_RAW.FPDFAnnot_GetFormFieldName, form, annotation)
    )
    return value if _NO_NAME.fullmatch(name) else f"{name.rstrip(':')}: {value}"


def _string(ask: Any, form: Any, annotation: Any) -> str:
    size = int(ask(form, annotation, None, 0))
    if size <= 2:
        return ""
    buffer = ctypes.create_string_buffer(size)
    ask(form, annotation, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw[: size - 2].decode("utf-16-le", "replace")
