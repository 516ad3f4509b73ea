"""A plan as large as an office's can be, and a scroll through all of it: for the browser test and `script/bench`."""

from __future__ import annotations

from planning.levels import Level
from planning.writing import PlanDraft
from tests.planning.factories import YEARS, every_year, indikator, node, office

SUB_KEGIATAN = 500
INDICATORS = 3

#: Scrolls an element (the argument, a selector) from its top to its end, a step per frame, first by three rows of
#: 34 px and then by hundred-and-eightieths of the whole; resolves with the milliseconds between frames.
SCROLL = """async (selector) => {
  const holder = document.querySelector(selector);
  const frames = [];
  holder.scrollTop = 0;
  let last = performance.now();
  const step = (holder.scrollHeight - holder.clientHeight) / 180;
  await new Promise((resolve) => {
    function next(now) {
      frames.push(now - last);
      last = now;
      holder.scrollTop += frames.length <= 120 ? 34 * 3 : step;
      if (frames.length < 240) requestAnimationFrame(next); else resolve();
    }
    requestAnimationFrame(next);
  });
  return frames.slice(1);
}"""


def large_draft() -> PlanDraft:
    """A program with 500 sub-kegiatan, fifty to a kegiatan, each with three indicators and every figure filled in."""
    program = node(Level.PROGRAM, "PROGRAM PELATIHAN KERJA", "2.07.03")
    for number in range(SUB_KEGIATAN):
        if number % 50 == 0:
            kegiatan = f"2.07.03.2.{number // 50 + 1:02}"
            program.add(node(Level.KEGIATAN, f"Kegiatan {number // 50 + 1}", kegiatan))
        outputs = [
            indikator(f"Jumlah keluaran {number} yang ke-{one}", "Orang", target=every_year("15"), baseline="10")
            for one in range(INDICATORS)
        ]
        program.children[-1].add(
            node(
                Level.SUB_KEGIATAN,
                f"Sub-kegiatan nomor {number} dengan nama sepanjang yang lazim di dokumen",
                f"{program.children[-1].kode}.{number % 50 + 1:04}",
                indikator=outputs,
                pagu=dict.fromkeys(YEARS, 925_102_800 + number),
            )
        )
    return PlanDraft(roots=[office(program)])
