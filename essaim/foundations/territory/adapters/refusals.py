"""What is wrong in a file, said so that the reader can mend it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

ERRORS_SHOWN = 50


@dataclass(frozen=True, slots=True)
class RowError:
    """One thing wrong: where (line 1 is the header; 0 is the file as a whole), what, and how to mend it."""

    file: str
    line: int
    column: str
    problem: str
    mend: str

    def __str__(self) -> str:
        """Show the place, the problem and the mend in one line."""
        place = self.file
        if self.line:
            place = _("%(file)s, line %(line)s") % {"file": self.file, "line": self.line}
        if self.column:
            place = _("%(place)s, column %(column)s") % {"place": place, "column": self.column}
        return _("%(place)s: %(problem)s %(mend)s") % {"place": place, "problem": self.problem, "mend": self.mend}


class FileRefused(ValueError):
    """A file cannot be loaded; nothing of it was. Carries every error found, the first fifty in its text."""

    def __init__(self, errors: Sequence[RowError]) -> None:
        """Keep the errors."""
        self.errors = tuple(errors)
        lines = [str(error) for error in self.errors[:ERRORS_SHOWN]]
        if len(self.errors) > ERRORS_SHOWN:
            lines.append(_("… and %(count)s more.") % {"count": len(self.errors) - ERRORS_SHOWN})
        super().__init__("\n".join(lines))
