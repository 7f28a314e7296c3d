"""Coverage-guided fuzzing of what reads files from outside, by hand: python tests/fuzz/fuzz_reader.py CORPUS.

Needs atheris (pip install atheris); options are those of libFuzzer, such as -max_total_time=600. A file from outside
may be read or refused; every other exception is a fault, and atheris leaves the file that caused it.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Fuzz until something breaks or the time is up."""
    try:
        import atheris
    except ImportError:
        sys.exit("atheris is not installed: pip install atheris")
    with atheris.instrument_imports(include=["docgen"]):
        from docgen.forms import open_form
        from docgen.intake import mail
        from docgen.model import DocgenError

    def one(data: bytes) -> None:
        try:
            if mail.is_mail(data):
                mail.parts(data)
            open_form(data, "form.docx")
        except DocgenError:
            pass

    atheris.Setup(sys.argv, one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
