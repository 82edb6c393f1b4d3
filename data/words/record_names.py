"""How the names of fields of records are compared."""

import re
import unicodedata
from functools import lru_cache


@lru_cache(maxsize=4096)
def squeezed(name: str) -> str:
    """How names of fields are compared: NFKC, lower case, no white space, no underscores.

    >>> squeezed("Project_Name") == squeezed("project name")
    True
    """
    return re.sub(r"[\s_\-]+", "", unicodedata.normalize("NFKC", name)).lower()
