"""Puts the page together: template, style, scripts and the policy that locks it.

Document text reaches the page only as JSON inside a data block, and the page's script puts it
on screen as text. The policy admits exactly the scripts and styles written here, by hash.
"""

import base64
import hashlib
import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from markupsafe import Markup

_HERE: Final = Path(__file__).parent
TEMPLATE: Final = _HERE / "templates" / "map.html"
VENDORED: Final = _HERE / "vendor" / "vis-network.min.js"

#: The page's own script, in the order in which the parts need each other.
SCRIPTS: Final = (
    "data.js",
    "rows.js",
    "patch.js",
    "state.js",
    "strength.js",
    "views.js",
    "levels.js",
    "around.js",
    "drawing.js",
    "signs.js",
    "stripes.js",
    "ours.js",
    "paint.js",
    "legend.js",
    "panel.js",
    "link.js",
    "search.js",
    "filters.js",
    "export.js",
    "bar.js",
    "table.js",
    "print.js",
    "operations.js",
    "proposing.js",
    "slips.js",
    "workshop.js",
    "verdicts.js",
    "story.js",
    "summary.js",
    "main.js",
    "languages.js",
    "walk.js",
    "present.js",
    "start.js",
)

_ESCAPES: Final = str.maketrans(
    {
        "<": "\\u003c",
        ">": "\\u003e",
        "&": "\\u0026",
        "\u2028": "\\u2028",
        "\u2029": "\\u2029",
    }
)
#: vis-network writes its style sheets into the page when it loads, from literals like these.
_INJECTED_STYLE: Final = re.compile(r"""(?<=[;}])A\((["'])([^"'\\]*?\{.*?)\1\)""")


def script_json(value: object) -> "Markup":
    """JSON that is safe inside a `<script type="application/json">` block.

    >>> print(script_json("</script>"))
    "\\u003c/script\\u003e"
    """
    from markupsafe import Markup

    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    # Only the characters that end or alter a block are escaped, so the text stays readable.
    return Markup(text.translate(_ESCAPES))


def csp_hash(code: str) -> str:
    """The source expression by which a policy admits one inline script or style."""
    digest = hashlib.sha256(code.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _code(path: Path) -> str:
    # Reading as text gives LF on every system: the hash is taken of what the browser sees.
    code = path.read_text(encoding="utf-8")
    if re.search(r"</script|</style|<!--", code, re.IGNORECASE):
        raise ValueError(f"{path.name} would end the element it is written into")
    return code


@cache
def own_script() -> str:
    """All parts of the page's script in one function scope."""
    parts = "\n".join(_code(TEMPLATE.with_name(name)) for name in SCRIPTS)
    return f'(function () {{\n"use strict";\n{parts}\n}})();\n'


@cache
def vendored_script() -> str:
    """vis-network as it was published, without the comment that names its source map."""
    return _code(VENDORED)


@cache
def style_sheet() -> str:
    """The page's own style sheet."""
    return "".join(_code(TEMPLATE.with_name(name)) for name in ("map.css", "workshop.css"))


@cache
def policy() -> str:
    """A Content-Security-Policy: no network, no inline handlers, only the code written here."""
    injected = [match[2] for match in _INJECTED_STYLE.finditer(vendored_script())]
    # It appends each element while it is still empty, so the empty style has to be admitted too.
    styles = " ".join(csp_hash(style) for style in (style_sheet(), "", *injected))
    scripts = " ".join(csp_hash(script) for script in (vendored_script(), own_script()))
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {scripts}",
            f"style-src {styles}",
            "img-src data: blob:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def prepare(network: Any, globals_: dict[str, object]) -> None:
    """Give a pyvis network our template, its escaping and what the template asks for."""
    from markupsafe import Markup

    # pyvis splits the path at slashes and makes a new environment without escaping each time.
    network.set_template(TEMPLATE.as_posix())
    environment = network.templateEnv
    environment.autoescape = True
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.filters["script_json"] = script_json
    environment.filters["from_json"] = json.loads
    # Code goes in as finished text: Jinja would try to parse the braces of minified scripts.
    environment.globals.update(
        policy=policy(),
        vis_script=Markup(vendored_script()),
        own_script=Markup(own_script()),
        style_sheet=Markup(style_sheet()),
        **globals_,
    )
