"""What a page writes on its canvases: texts with their size and place on screen."""

from dataclasses import dataclass

from .browser import Opened

_SPY = """() => {
  if (!window.canvasTexts) {
    const write = CanvasRenderingContext2D.prototype.fillText;
    CanvasRenderingContext2D.prototype.fillText = function (text, x, y, ...rest) {
      const m = this.getTransform();
      const ratio = this.canvas.closest("#map") ? devicePixelRatio : 1;
      const px = parseFloat(/([\\d.]+)px/.exec(this.font)[1]);
      const wide = this.measureText(text).width;
      const left = x - { center: wide / 2, right: wide, end: wide }[this.textAlign] || x;
      const high = { middle: px / 2, top: 0, hanging: 0 }[this.textBaseline];
      const top = y - (high === undefined ? px : high);
      window.canvasTexts.push({ text: String(text), px: px * m.a / ratio,
        box: [left * m.a + m.e, top * m.d + m.f, (left + wide) * m.a + m.e, (top + px) * m.d + m.f]
          .map((v) => v / ratio) });
      return write.call(this, text, x, y, ...rest);
    };
  }
  window.canvasTexts = [];
}"""


@dataclass(frozen=True)
class Written:
    """A text, the size of its letters and its box (left, top, right, bottom), in CSS pixels."""

    text: str
    px: float
    box: tuple[float, float, float, float]


def watch(opened: Opened) -> None:
    """Begin to note what is written on any canvas from now on."""
    opened.js(_SPY)


def noted(opened: Opened) -> list[Written]:
    """What was written since `watch`."""
    found = opened.js("window.canvasTexts")
    return [Written(each["text"], each["px"], tuple(each["box"])) for each in found]


def on_screen(opened: Opened) -> list[Written]:
    """What the map writes when it is drawn once."""
    watch(opened)
    opened.js("enishi.network.redraw()")
    return noted(opened)
