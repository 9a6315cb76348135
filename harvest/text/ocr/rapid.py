"""Reading a picture with RapidOCR, whose models come with its package."""

from __future__ import annotations

import functools
import importlib
import logging
import re
from pathlib import Path
from typing import Any

import numpy as np

from harvest.text.ocr.lines import Placed, Reading, straightened
from harvest.text.ocr.machine import Engine
from harvest.text.ocr.picture import Picture

#: Lines are looked for in the picture shrunk to this many pixels along its longer side, and read from the picture as it
#: is. Small print of 7 points is still found so; at 2,000 pixels a page takes a fifth longer and reads no better.
_LOOK_SIDE = 1_600
_NO_MEMORY = re.compile(r"alloc|memory", re.IGNORECASE)
#: No picture is shrunk before its lines are read.
_NO_LIMIT = 100_000


@functools.cache
def _reader() -> Any:
    """Return RapidOCR set up for one thread and without access to the network. Takes a second; once a process."""
    package = importlib.import_module("rapidocr")
    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    settings: dict[str, object] = {
        "Global.log_level": "error",
        "Global.use_cls": False,
        "Global.max_side_len": _NO_LIMIT,
        "Det.limit_type": "max",
        "Det.limit_side_len": _LOOK_SIDE,
        "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    }
    # Models named by their path are taken as they are; otherwise one that it thinks damaged would be fetched anew.
    models = Path(str(package.__file__)).parent / "models"
    for part, pattern in (("Det", "*det_small.onnx"), ("Rec", "*rec_small.onnx")):
        found = sorted(models.glob(pattern))
        if found:
            settings[f"{part}.model_path"] = str(found[-1])
    return package.RapidOCR(params=settings)


def read(picture: Picture, engine: Engine) -> Reading:
    """Return the lines of a picture. It cannot be stopped from within: a worker process can be, from outside.

    Raises:
        MemoryError: the process may not have as much memory as it takes.
        OSError: RapidOCR failed; the message is its own.
    """
    # It wants three colours; the same grey thrice costs no memory until it makes copies.
    height, width = picture.grey.shape
    try:
        found = _reader()(np.broadcast_to(picture.grey[:, :, None], (height, width, 3)))
    except Exception as error:
        # Its libraries have their own exceptions for this, wrapped in others with a traceback for a message.
        said = str(error).strip().splitlines() or [type(error).__name__]
        if isinstance(error, MemoryError) or _NO_MEMORY.search(said[-1]):
            raise MemoryError(said[-1]) from error
        raise OSError(said[-1][:200]) from error
    boxes = getattr(found, "boxes", None)
    texts = getattr(found, "txts", None)
    if boxes is None or texts is None:
        return Reading((), str(engine))
    placed = [
        _placed(box, str(text), float(score))
        for box, text, score in zip(boxes, texts, found.scores, strict=True)
    ]
    return Reading(straightened(placed), str(engine))


def _placed(box: Any, text: str, score: float) -> Placed:
    """Return a line from the corners of its box: top left, top right, bottom right, bottom left."""
    corners = [(float(x), float(y)) for x, y in box]
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = corners
    start, end = ((ax + dx) / 2, (ay + dy) / 2), ((bx + cx) / 2, (by + cy) / 2)
    height = (np.hypot(dx - ax, dy - ay) + np.hypot(cx - bx, cy - by)) / 2
    return Placed(text, score, start, end, float(height))
