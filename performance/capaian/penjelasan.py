"""Why a figure is what it is: its formula in words, the cells it was made from, and the steps between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from planning.capaian import Capaian, is_percent
from planning.cascade import CascadeIndicator, CascadeNode
from renstra_portal.lib.dates import roman
from renstra_portal.lib.numbers import format_number
from renstra_portal.lib.values import Nilai, format_nilai

from .anggaran import Anggaran
from .cetak import capaian_nilai, desimal_capaian, dipotong
from .predikat import Predikat, predikat

if TYPE_CHECKING:
    from .kinerja import Kinerja

#: The formula of a level of achievement in words, by direction and form.
RUMUS = {
    "naik": "Capaian = realisasi ÷ target × 100%",
    "A": "Capaian = target ÷ realisasi × 100% (rumus A, makin kecil makin baik)",
    "B": "Capaian = (2 × target − realisasi) ÷ target × 100% (rumus B, makin kecil makin baik)",
    "C": "Capaian = (target − realisasi) ÷ target × 100% (rumus C, makin kecil makin baik)",
}
_AKUMULASI = {
    "jumlah": "triwulan dijumlah",
    "terakhir": "nilai triwulan terakhir yang diisi",
    "rasio": "nilai triwulan terakhir yang diisi",
    "rata_rata": "rata-rata triwulan yang diisi",
}


@dataclass(frozen=True, slots=True)
class Masukan:
    """A cell that a figure is made from: what it is, what stands in it, and where it is entered.

    `sel` is its name in the change record ("realisasi_2:2023", "keuangan_1:2023:APBD"); without an indicator it is a
    cell of the simpul. `dipakai` is False for a cell that was read but does not count, such as a blank triwulan.
    """

    nama: str
    nilai: Nilai
    sel: str
    simpul: CascadeNode
    indikator: CascadeIndicator | None = None
    dipakai: bool = True


@dataclass(frozen=True, slots=True)
class Penjelasan:
    """Why the capaian of an indicator is what it is. `hasil` is as printed, "" where there is none (see `alasan`)."""

    indikator: CascadeIndicator
    simpul: CascadeNode
    tahun: int
    triwulan: int
    rumus: str
    masukan: tuple[Masukan, ...]
    langkah: tuple[str, ...]
    realisasi: Nilai
    target: Nilai
    capaian: Capaian
    hasil: str
    predikat: Predikat | None

    @property
    def alasan(self) -> str:
        """Why there is no capaian, "" where there is one."""
        return str(self.capaian.alasan or "")


@dataclass(frozen=True, slots=True)
class PenjelasanAnggaran:
    """Why the money of a row is what it is: the rows below that add up to it, or the cells entered on the row."""

    simpul: CascadeNode
    tahun: int
    triwulan: int
    anggaran: Anggaran
    rincian: tuple[tuple[CascadeNode, Anggaran], ...]
    masukan: tuple[Masukan, ...]


def explain(kinerja: Kinerja, one: CascadeIndicator, triwulan: int) -> Penjelasan:
    """The explanation of an indicator's capaian up to the end of a triwulan."""
    node = kinerja.cascade.by_id[one.simpul_id]
    found = kinerja.capaian(one, triwulan)
    plan = kinerja.plan
    target = Masukan(f"Target {kinerja.tahun}", kinerja.target(one), f"target:{kinerja.tahun}", node, one)
    entered = tuple(_data(kinerja, one, triwulan) if kinerja.is_rasio(one) else _typed(kinerja, one, triwulan))
    return Penjelasan(
        indikator=one,
        simpul=node,
        tahun=kinerja.tahun,
        triwulan=triwulan,
        rumus=RUMUS[plan.rumus_turun if one.arah == "turun" else "naik"],
        masukan=(target, *entered),
        langkah=tuple(_steps(kinerja, one, triwulan, entered)),
        realisasi=kinerja.sampai(one, triwulan),
        target=target.nilai,
        capaian=found,
        hasil="" if found.persen is None else format_nilai(capaian_nilai(plan, found, one), percent=True),
        predikat=predikat(found.persen, plan.skala_predikat),
    )


def explain_money(kinerja: Kinerja, node: CascadeNode, triwulan: int) -> PenjelasanAnggaran:
    """The explanation of a row's pagu and realisation up to the end of a triwulan."""
    tahun = kinerja.tahun
    parts = tuple(
        (child, money) for child in node.children if (money := kinerja.anggaran(child, triwulan)).pagu or money.terisi
    )
    return PenjelasanAnggaran(
        node, tahun, triwulan, kinerja.anggaran(node, triwulan), parts, tuple(_money_cells(node, tahun, triwulan))
    )


def _typed(kinerja: Kinerja, one: CascadeIndicator, triwulan: int) -> Iterator[Masukan]:
    """The triwulan of an indicator that is typed in, marked whether they count."""
    return _quarters(kinerja, one, triwulan, "Realisasi triwulan")


def _data(kinerja: Kinerja, one: CascadeIndicator, triwulan: int) -> Iterator[Masukan]:
    """The cells of the labour data that a ratio is made from."""
    for role, nomor in (("Pembilang", one.data_pembilang), ("Penyebut", one.data_penyebut)):
        if data := kinerja.data(nomor):
            yield from _quarters(kinerja, data, triwulan, f"{role} {nomor}, triwulan")


def _quarters(kinerja: Kinerja, one: CascadeIndicator, triwulan: int, title: str) -> Iterator[Masukan]:
    node = kinerja.cascade.by_id[one.simpul_id]
    held = [one.at(f"realisasi_{number}", kinerja.tahun) for number in range(1, triwulan + 1)]
    used = _used(held, kinerja.akumulasi(one))
    for number, nilai in enumerate(held, 1):
        sel = f"realisasi_{number}:{kinerja.tahun}"
        yield Masukan(f"{title} {roman(number)}", nilai, sel, node, one, number - 1 in used)


def _used(held: list[Nilai], akumulasi: str) -> set[int]:
    """Which of the triwulan count by the rule of accumulation."""
    numbers = [at for at, one in enumerate(held) if one.amount is not None]
    if akumulasi in ("jumlah", "rata_rata") and numbers:
        return set(numbers)
    told = [at for at, one in enumerate(held) if one.amount is not None or one.text]
    return set(told[-1:])


def _money_cells(node: CascadeNode, tahun: int, triwulan: int) -> Iterator[Masukan]:
    for (year, sumber), nilai in node.pagu.items():
        if year == tahun:
            yield Masukan(f"Pagu {tahun}{_of(sumber)}", nilai, f"pagu:{tahun}:{sumber}", node)
    for number in range(1, triwulan + 1):
        role = f"keuangan_{number}"
        for (peran, year, sumber), nilai in node.keuangan.items():
            if (peran, year) == (role, tahun):
                name = f"Realisasi triwulan {roman(number)}{_of(sumber)}"
                yield Masukan(name, nilai, f"{role}:{tahun}:{sumber}", node)


def _of(sumber: str) -> str:
    return f" ({sumber})" if sumber else ""


def _steps(kinerja: Kinerja, one: CascadeIndicator, triwulan: int, entered: tuple[Masukan, ...]) -> Iterator[str]:
    """The calculation in sentences, from the cells to the result, as far as it goes."""
    if kinerja.is_rasio(one):
        yield from _ratio_steps(kinerja, one, triwulan)
    else:
        yield from _year_steps(kinerja, one, triwulan, entered)
    found = kinerja.capaian(one, triwulan)
    if found.persen is None:
        return
    target, reached = format_nilai(kinerja.target(one)), format_nilai(kinerja.sampai(one, triwulan))
    form = kinerja.plan.rumus_turun if one.arah == "turun" else "naik"
    numbers = {
        "naik": f"{reached} ÷ {target} × 100%",
        "A": f"{target} ÷ {reached} × 100%",
        "B": f"(2 × {target} − {reached}) ÷ {target} × 100%",
        "C": f"({target} − {reached}) ÷ {target} × 100%",
    }
    plan = kinerja.plan
    exact = _percent(found.persen, desimal_capaian(plan, one))
    yield f"Capaian: {numbers[form]} = {exact}."
    if dipotong(plan, found.persen):
        yield f"Pada cetakan dibatasi {plan.capaian_maks}%, sesuai pengaturan rencana."


def _ratio_steps(kinerja: Kinerja, one: CascadeIndicator, triwulan: int) -> Iterator[str]:
    shown: list[str] = []
    for role, nomor in (("Pembilang", one.data_pembilang), ("Penyebut", one.data_penyebut)):
        data = kinerja.data(nomor)
        if data is None:
            yield f"{role}: baris data {nomor or '(belum dipilih)'} tidak ditemukan."
            return
        nilai = kinerja.data_nilai(data, triwulan)
        shown.append(format_nilai(nilai) or "belum diisi")
        name = kinerja.cascade.by_id[data.simpul_id].uraian
        yield f"{role}: {name} ({nomor}) {_span(triwulan)}, {_AKUMULASI[kinerja.akumulasi(data)]}: {shown[-1]}."
    if kinerja.rasio(one, triwulan).alasan is None:
        times = " × 100%" if is_percent(one.satuan) else ""
        result = format_nilai(kinerja.sampai(one, triwulan), percent=bool(times))
        decimals = kinerja.desimal(one)
        yield f"Realisasi: {shown[0]} ÷ {shown[1]}{times} = {result} (dibulatkan ke {decimals} desimal)."


def _year_steps(kinerja: Kinerja, one: CascadeIndicator, triwulan: int, entered: tuple[Masukan, ...]) -> Iterator[str]:
    used = [format_nilai(cell.nilai) for cell in entered if cell.dipakai]
    if not used:
        return
    akumulasi = kinerja.akumulasi(one)
    result = f"{format_nilai(kinerja.sampai(one, triwulan))} {one.satuan}".strip()
    told = f"Realisasi {_span(triwulan)} ({_AKUMULASI[akumulasi]}): "
    if akumulasi == "jumlah" and len(used) > 1:
        yield f"{told}{' + '.join(used)} = {result}."
    elif akumulasi == "rata_rata" and len(used) > 1:
        yield f"{told}({' + '.join(used)}) ÷ {len(used)} = {result}."
    else:
        yield f"{told}{result}."
    if akumulasi != one.akumulasi:
        yield "Persentase tidak pernah dijumlah, jadi dipakai nilai terakhir."


def _span(triwulan: int) -> str:
    return "triwulan I" if triwulan == 1 else f"sampai triwulan {roman(triwulan)}"


def _percent(persen: Decimal, decimals: int) -> str:
    return f"{format_number(persen, decimals)}%"
