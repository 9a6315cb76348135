"""How wide words are in DejaVu Sans, so that text stays inside its box. Most other fonts for screens are narrower."""

from __future__ import annotations

import unicodedata

#: Advance widths of the characters from space to tilde, in thousandths of the size of the letters (DejaVu 2.37).
_REGULAR = (318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636, 636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557, 863, 748, 787, 603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838)  # fmt: skip
_BOLD = (348, 456, 521, 838, 696, 1002, 872, 306, 457, 457, 523, 838, 380, 415, 380, 365, 696, 696, 696, 696, 696, 696, 696, 696, 696, 696, 400, 400, 838, 838, 838, 580, 1000, 774, 762, 734, 830, 683, 683, 821, 837, 372, 372, 775, 637, 995, 837, 850, 733, 850, 770, 720, 682, 812, 774, 1103, 771, 724, 725, 457, 365, 457, 838, 500, 500, 675, 716, 593, 716, 678, 435, 716, 712, 343, 343, 665, 343, 1042, 712, 687, 716, 716, 493, 595, 478, 712, 652, 924, 645, 652, 582, 712, 365, 712, 838)  # fmt: skip
#: Of a character that is none of these, in scripts that part letters, and in others.
_OTHER, _WIDE = 800, 1000


def width(text: str, size: float, bold: bool = False) -> float:
    """Return how wide a line of text is, in the unit of ``size``."""
    table = _BOLD if bold else _REGULAR
    total = 0
    for letter in text:
        # A letter with a diacritic is as wide as the letter, a no-break space as a space.
        code = ord(letter if letter.isascii() else unicodedata.normalize("NFKD", letter)[0])
        total += table[code - 32] if 32 <= code < 127 else _OTHER if code < 0x1100 else _WIDE
    return total * size / 1000


def wrapped(text: str, size: float, room: float, bold: bool = False) -> list[str]:
    """Return the lines of a text that fit ``room``; a word that is too long for a line is parted.

    Words are parted by single spaces; a no-break space keeps two together.
    """
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if width(longer, size, bold) <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        line = word
        while width(line, size, bold) > room and len(line) > 1:
            end = next((n for n in range(len(line) - 1, 1, -1) if width(line[:n], size, bold) <= room), 1)
            lines.append(line[:end])
            line = line[end:]
    return [*lines, line] if line or not lines else lines
