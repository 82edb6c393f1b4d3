"""The process that reads a stranger's PDF: the file's path in, its parts as JSON out.

It may be stopped at any moment; what it prints is data and is checked by its parent.
"""

import json
import logging
import os
import sys
from typing import Any


def main(path: str, most_pages: int) -> dict[str, Any]:
    """The parts of the PDF, or {"error": kind, "detail": words}."""
    try:
        import pdfplumber
    except ImportError:
        return {"error": "library", "detail": "pdfplumber"}
    from .pdf_layout import read_page
    from .pdf_pages import parts_of

    logging.disable(logging.CRITICAL)
    number = 0
    try:
        with pdfplumber.open(path) as pdf:
            total = len(pdf.pages)
            if total > most_pages:
                return {"error": "pages", "detail": str(total)}
            pages = []
            for number, page in enumerate(pdf.pages, 1):
                pages.append(read_page(page, number))
                page.close()
                os.write(2, b".")  # the parent counts them
        characters = sum(page.characters for page in pages)
        images = sum(page.images > 0 and page.characters < 10 for page in pages)
        if not characters:
            return {"error": "scanned" if images else "empty", "detail": str(len(pages))}
        struck = [[page.number, text[:200]] for page in pages for text in page.struck][:200]
        parts = list(parts_of(pages))
        return {"parts": parts, "pages": total, "pictures": images, "struck": struck}
    except RecursionError:
        return {"error": "deep", "detail": "", "page": number}
    except MemoryError:
        return {"error": "memory", "detail": "", "page": number}
    except Exception as error:  # noqa: BLE001  pdfminer raises whatever its parsers stumble over
        kind = "locked" if "Password" in repr(error) + repr(error.__cause__) else "broken"
        return {"error": kind, "detail": type(error).__name__, "page": number}


if __name__ == "__main__":
    found = main(sys.argv[1], int(sys.argv[2]))
    sys.stdout.buffer.write(json.dumps(found).encode("ascii"))
