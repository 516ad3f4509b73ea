"""The standard sentences of the report, written from what the cascade holds, with tokens where figures stand.

Which sentences there are depends on what is held; what they say of figures stands in their tokens. PermenPANRB 53/2014
names the content of every chapter; the words are the portal's own.
"""

from __future__ import annotations

from planning.cascade import CascadeIndicator, CascadeNode
from planning.levels import Level

from .figures import Figures
from .token import token as t


class Sentences:
    """The standard texts of one plan's report: paragraphs parted by blank lines, lists as "- " and "1. "."""

    def __init__(self, figures: Figures) -> None:
        self.figures = figures
        self.data = figures.data
        self.plan = figures.kinerja.plan

    # Front matter -------------------------------------------------------------------------------------------------

    def kata_pengantar(self) -> str:
        """The foreword: what the report is, on what it rests, and thanks; place and signature follow it."""
        return _paragraphs(
            "Puji syukur kami panjatkan ke hadirat Tuhan Yang Maha Esa, atas rahmat-Nya Laporan Kinerja Instansi "
            f"Pemerintah (LKIP) {t('perangkat_daerah')} Tahun {t('tahun')} dapat diselesaikan.",
            "Laporan ini disusun sebagai pertanggungjawaban atas pelaksanaan Perjanjian Kinerja Tahun "
            f"{t('tahun')}, sesuai dengan Peraturan Presiden Nomor 29 Tahun 2014 tentang Sistem Akuntabilitas Kinerja "
            "Instansi Pemerintah dan Peraturan Menteri Pendayagunaan Aparatur Negara dan Reformasi Birokrasi Nomor 53 "
            "Tahun 2014 tentang Petunjuk Teknis Perjanjian Kinerja, Pelaporan Kinerja, dan Tata Cara Reviu atas "
            "Laporan Kinerja Instansi Pemerintah.",
            "Isinya menguraikan sasaran yang dijanjikan, hasil yang dicapai, penyebab keberhasilan dan hambatannya, "
            "serta penggunaan anggaran. Seluruh angka berasal dari data perencanaan dan realisasi yang sama dengan "
            "tabel-tabel di dalam laporan ini.",
            "Kami menyampaikan terima kasih kepada semua pihak yang telah membantu. Saran dan masukan kami harapkan "
            "untuk perbaikan kinerja dan pelayanan pada tahun berikutnya.",
        )

    def ringkasan(self) -> str:
        """The executive summary: results by sasaran, the tujuan, money, revenue, hindrances and next steps."""
        parts = [
            f"Laporan ini menyajikan kinerja {t('perangkat_daerah')} Tahun {t('tahun')} dalam mewujudkan "
            f"{t('jumlah:sasaran')} sasaran strategis yang diukur dengan {t('jumlah:indikator')} indikator, "
            f"sebagaimana ditetapkan dalam Perjanjian Kinerja Tahun {t('tahun')}.",
            self._hasil(),
        ]
        if self.data.sasaran:
            items = [f"{number}. {self._sasaran_summary(node)}" for number, node in enumerate(self.data.sasaran, 1)]
            parts += ["Capaian setiap sasaran adalah sebagai berikut.", "\n".join(items)]
        parts += [self._tujuan(node, one) for node in self.data.tujuan for one in self.data.indikator_of(node)]
        parts += [self.belanja(), self.pendapatan() if self.data.has_pendapatan else "", self._hindrances()]
        return _paragraphs(*parts)

    # Chapter I ------------------------------------------------------------------------------------------------------

    def latar_belakang(self) -> str:
        """Why the report is made."""
        return _paragraphs(
            "Penyelenggaraan pemerintahan yang akuntabel menuntut setiap perangkat daerah mempertanggungjawabkan "
            "kinerja dan anggaran yang dipercayakan kepadanya. Sistem Akuntabilitas Kinerja Instansi Pemerintah "
            "(SAKIP) menghubungkan perencanaan, perjanjian, pengukuran, pelaporan, dan evaluasi kinerja menjadi satu "
            "rangkaian yang berorientasi pada hasil.",
            f"Laporan Kinerja {t('perangkat_daerah')} Tahun {t('tahun')} merupakan bagian dari rangkaian tersebut. "
            "Laporan ini mengukur hasil terhadap target yang diperjanjikan, menjelaskan penyebab keberhasilan dan "
            "kegagalan, dan menjadi dasar perbaikan rencana kerja tahun berikutnya.",
        )

    def landasan_hukum(self) -> str:
        """The regulations that a performance report of a regional office rests on."""
        rules = (
            "Undang-Undang Nomor 17 Tahun 2003 tentang Keuangan Negara",
            "Undang-Undang Nomor 25 Tahun 2004 tentang Sistem Perencanaan Pembangunan Nasional",
            "Undang-Undang Nomor 23 Tahun 2014 tentang Pemerintahan Daerah sebagaimana telah beberapa kali diubah",
            "Peraturan Pemerintah Nomor 8 Tahun 2006 tentang Pelaporan Keuangan dan Kinerja Instansi Pemerintah",
            "Peraturan Pemerintah Nomor 12 Tahun 2019 tentang Pengelolaan Keuangan Daerah",
            "Peraturan Presiden Nomor 29 Tahun 2014 tentang Sistem Akuntabilitas Kinerja Instansi Pemerintah",
            "Peraturan Menteri Pendayagunaan Aparatur Negara dan Reformasi Birokrasi Nomor 53 Tahun 2014 tentang "
            "Petunjuk Teknis Perjanjian Kinerja, Pelaporan Kinerja, dan Tata Cara Reviu atas Laporan Kinerja Instansi "
            "Pemerintah",
            "Peraturan Menteri Dalam Negeri Nomor 86 Tahun 2017 tentang Tata Cara Perencanaan, Pengendalian, dan "
            "Evaluasi Pembangunan Daerah",
        )
        listed = "\n".join(
            f"{number}. {rule}{'.' if number == len(rules) else ';'}" for number, rule in enumerate(rules, 1)
        )
        return _paragraphs(f"Laporan Kinerja {t('perangkat_daerah')} Tahun {t('tahun')} disusun berdasarkan:", listed)

    def isu_strategis(self) -> str:
        """The issues that the plan holds; "" where it holds none."""
        issues = self.data.cascade.at(Level.ISU_STRATEGIS)
        problems = self.data.cascade.at(Level.PERMASALAHAN)
        parts = []
        if problems:
            parts += ["Permasalahan dalam pelaksanaan tugas dan fungsi adalah sebagai berikut.", _names(problems)]
        if issues:
            parts += ["Isu strategis yang dihadapi adalah sebagai berikut.", _names(issues)]
        return _paragraphs(*parts)

    def sistematika(self) -> str:
        """How the report is laid out."""
        return _paragraphs(
            "Laporan ini disusun dengan sistematika sebagai berikut.",
            "- **Ringkasan Eksekutif**, memuat hasil pokok yang dicapai beserta penggunaan anggarannya.\n"
            "- **Bab I Pendahuluan**, memuat latar belakang, landasan hukum, tugas, sumber daya, dan isu strategis.\n"
            "- **Bab II Perencanaan Kinerja**, memuat ringkasan rencana strategis dan perjanjian kinerja.\n"
            "- **Bab III Akuntabilitas Kinerja**, memuat capaian kinerja organisasi dan realisasi anggaran.\n"
            "- **Bab IV Penutup**, memuat simpulan dan langkah perbaikan.\n"
            "- **Lampiran**, memuat perjanjian kinerja dan evaluasi hasil rencana kerja.",
        )

    # Chapter II -----------------------------------------------------------------------------------------------------

    def renstra(self) -> str:
        """The tujuan and sasaran that the year serves, with their indicators."""
        end = f" dengan kondisi akhir pada tahun {t('tahun_akhir')}" if self.data.tahun_akhir else ""
        parts = [
            f"Kinerja Tahun {t('tahun')} diarahkan untuk mewujudkan {t('jumlah:tujuan')} tujuan dan "
            f"{t('jumlah:sasaran')} sasaran Rencana Strategis{end}."
        ]
        for number, node in enumerate(self.data.tujuan, 1):
            below = [one for one in node.children if one.level == Level.SASARAN]
            measured = ", ".join(t(f"nama_indikator:{one.id}") for one in self.data.indikator_of(node))
            told = f", yang diukur dengan {measured}" if measured else ""
            goal = f"**Tujuan {number}: {t(f'nama:{node.id}')}**{told}."
            if len(below) > 1:
                parts.append(f"{goal} Tujuan ini dicapai melalui sasaran berikut.")
                parts.append("\n".join(f"{place}. {t(f'nama:{one.id}')}" for place, one in enumerate(below, 1)))
            else:
                serving = "".join(f" Sasarannya “{t(f'nama:{one.id}')}”." for one in below)
                parts.append(f"{goal}{serving}")
        return _paragraphs(*parts)

    def program_anggaran(self) -> str:
        """How many programs carry the year out, and with which money."""
        if not self.data.program:
            return ""
        return _paragraphs(
            f"Sasaran tersebut dilaksanakan melalui {t('jumlah:program')} program, {t('jumlah:kegiatan')} kegiatan, "
            f"dan {t('jumlah:sub_kegiatan')} sub-kegiatan dengan anggaran sebesar {t('pagu')}."
        )

    def perjanjian(self) -> str:
        """What the perjanjian kinerja is, and that the last one is measured."""
        changed = (
            " Laporan ini menggunakan target dan anggaran menurut perubahan terakhir."
            if self.plan.versi != "murni"
            else ""
        )
        return _paragraphs(
            "Perjanjian Kinerja memuat janji pimpinan perangkat daerah kepada kepala daerah untuk mewujudkan target "
            f"kinerja dengan sumber daya yang tersedia. Perjanjian Kinerja {t('perangkat_daerah')} "
            f"Tahun {t('tahun')} memuat {t('jumlah:sasaran')} sasaran strategis dengan {t('jumlah:indikator')} "
            f"indikator kinerja.{changed}"
        )

    # Chapter III ----------------------------------------------------------------------------------------------------

    def pengukuran(self) -> str:
        """How achievement is measured, and what all indicators together say."""
        falling = any(one.arah == "turun" for one in self._every_indicator())
        form = {
            "A": "target dibagi realisasi",
            "B": "selisih dua kali target dengan realisasi, dibagi target",
            "C": "selisih target dengan realisasi, dibagi target",
        }[self.plan.rumus_turun]
        reverse = f" Untuk indikator yang makin kecil makin baik, capaian dihitung dari {form}." if falling else ""
        return _paragraphs(
            "Pengukuran kinerja dilakukan dengan membandingkan realisasi setiap indikator dengan target yang "
            f"ditetapkan dalam Perjanjian Kinerja, dinyatakan dalam persen.{reverse}",
            self._hasil(),
        )

    def tujuan(self, node: CascadeNode) -> str:
        """What a tujuan reached."""
        return _paragraphs(*(self._tujuan(node, one) for one in self.data.indikator_of(node)))

    def target_realisasi(self, node: CascadeNode) -> str:
        """Point a: this year's target and realisation of every indicator of a sasaran."""
        return _paragraphs(*(self._indikator(one) for one in self.data.indikator_of(node)))

    def antartahun(self, node: CascadeNode) -> str:
        """Point b: this year against the last."""
        return _paragraphs(
            *(
                f"Realisasi indikator {_name(one)} {t(f'perubahan:{one.id}')}."
                for one in self.data.indikator_of(node)
                if self._has("perubahan", one)
            )
        )

    def jangka_menengah(self, node: CascadeNode) -> str:
        """Point c: what has been reached of the Renstra's end target."""
        said = []
        for one in self.data.indikator_of(node):
            end = f"target akhir Renstra tahun {t('tahun_akhir')} sebesar {t(f'target_akhir:{one.id}')}"
            if self._has("kemajuan_akhir", one):
                said.append(
                    f"Sampai dengan tahun {t('tahun')}, realisasi indikator {_name(one)} telah mencapai "
                    f"{t(f'kemajuan_akhir:{one.id}')} dari {end}."
                )
            elif self._has("target_akhir", one):
                said.append(f"Kemajuan indikator {_name(one)} terhadap {end} belum dapat dihitung.")
        return _paragraphs(*said)

    def standar(self, node: CascadeNode) -> str:
        """Point d: this year against the standards of the nation and the province."""
        said = []
        for one in self.data.indikator_of(node):
            for which in ("nasional", "provinsi"):
                if self._has(f"banding_{which}", one):
                    said.append(
                        f"Realisasi indikator {_name(one)} sebesar {t(f'realisasi:{one.id}')}, "
                        f"{t(f'banding_{which}:{one.id}')} standar {which} sebesar {t(f'standar_{which}:{one.id}')}."
                    )
        return _paragraphs(*said)

    def penyebab(self, node: CascadeNode) -> str:
        """Point e: what helped, what hindered, and what is done about it."""
        roles = (
            ("pendorong", "Keberhasilan pencapaian sasaran ini didorong oleh hal berikut: "),
            ("penghambat", "Hambatan yang dihadapi adalah sebagai berikut: "),
            ("tindak_lanjut", "Alternatif solusi yang dilakukan: "),
            ("tindak_lanjut_renja", "Tindak lanjut dalam Renja tahun berikutnya: "),
        )
        return _paragraphs(
            *(f"{words}{t(f'{role}:{node.id}')}." for role, words in roles if self.figures.exists(f"{role}:{node.id}"))
        )

    def efisiensi(self, node: CascadeNode) -> str:
        """Point f: the result against what was spent for it."""
        if not self.figures.exists(f"efisiensi:{node.id}"):
            return ""
        return _paragraphs(
            f"Sasaran ini didukung anggaran sebesar {t(f'pagu:{node.id}')} dengan realisasi {t(f'keuangan:{node.id}')} "
            f"atau {t(f'serapan:{node.id}')}.",
            f"Dengan rata-rata capaian {t(f'capaian_rata:{node.id}')} dan serapan anggaran {t(f'serapan:{node.id}')}, "
            f"{_METHODS[self.plan.metode_efisiensi]} sebesar {t(f'efisiensi:{node.id}')} sehingga penggunaan sumber "
            f"daya dinilai {t(f'hasil_efisiensi:{node.id}')}.",
        )

    def program_pendukung(self, node: CascadeNode) -> str:
        """Point g: the programs that serve a sasaran."""
        programs = self.data.kinerja.program_of(node)
        if not programs:
            return ""
        told = [f"{t(f'nama:{one.id}')} dengan pagu {t(f'pagu:{one.id}')}{self._spent(one)}" for one in programs]
        if len(told) == 1:
            return f"Pencapaian sasaran ini didukung oleh {told[0]}."
        opening = "Pencapaian sasaran ini didukung oleh program berikut"
        if not any(self.figures.exists(f"serapan:{one.id}") for one in programs):
            opening += "; realisasi anggarannya belum tersedia"
            told = [f"{t(f'nama:{one.id}')} dengan pagu {t(f'pagu:{one.id}')}" for one in programs]
        return _paragraphs(f"{opening}.", "\n".join(f"- {one}." for one in told))

    def pendapatan(self) -> str:
        """Revenue against its target."""
        if not self.data.has_pendapatan:
            return ""
        if not self.figures.exists("pendapatan:persen"):
            return (
                f"Pendapatan yang dikelola ditargetkan sebesar {t('pendapatan:target')}; realisasinya "
                f"{t('pendapatan:realisasi')}."
            )
        return (
            f"Pendapatan yang dikelola ditargetkan sebesar {t('pendapatan:target')} dan terealisasi "
            f"{t('pendapatan:realisasi')} atau {t('pendapatan:persen')}, sehingga {t('pendapatan:hasil')}."
        )

    def belanja(self) -> str:
        """All spending against the budget."""
        available = (
            f"Untuk melaksanakan program dan kegiatan Tahun {t('tahun')} tersedia anggaran belanja sebesar {t('pagu')}."
        )
        if not self.figures.exists("serapan"):
            return f"{available} Realisasinya {t('keuangan')}."
        return (
            f"{available} Realisasinya {t('keuangan')} atau {t('serapan')}, sehingga terdapat sisa anggaran "
            f"{t('sisa')} atau {t('sisa_persen')} dari pagu."
        )

    def belanja_program(self) -> str:
        """What the chart and the table of spending show; "" where nothing was spent."""
        if not self.figures.exists("serapan"):
            return ""
        return (
            "Serapan setiap program tampak pada gambar berikut, sedangkan rincian sampai dengan sub-kegiatan disajikan "
            "pada tabel sesudahnya."
        )

    def belanja_sasaran(self) -> str:
        """What the table of money per sasaran shows."""
        if not any(self.figures.exists(f"keuangan:{one.id}") for one in self.data.sasaran):
            return ""
        return _paragraphs(
            "Anggaran program yang terkait langsung dengan setiap sasaran disandingkan dengan capaiannya pada tabel "
            "berikut."
        )

    # Chapter IV -----------------------------------------------------------------------------------------------------

    def simpulan(self) -> str:
        """What the year comes to."""
        parts = [self._hasil()]
        reached = [
            one for one in self.data.indikator if self.figures.hasil(one) in ("melampaui target", "mencapai target")
        ]
        if reached:
            parts += [
                "Indikator yang mencapai atau melampaui target adalah:",
                "\n".join(f"- {t(f'nama_indikator:{one.id}')} ({t(f'capaian:{one.id}')});" for one in reached[:-1])
                + ("\n" if len(reached) > 1 else "")
                + f"- {t(f'nama_indikator:{reached[-1].id}')} ({t(f'capaian:{reached[-1].id}')}).",
            ]
        if self.figures.exists("serapan"):
            parts.append(
                f"Serapan anggaran mencapai {t('serapan')} dari pagu {t('pagu')}, dengan sisa anggaran {t('sisa')} "
                f"atau {t('sisa_persen')}."
            )
        else:
            parts.append(f"Anggaran yang tersedia sebesar {t('pagu')}; realisasinya {t('keuangan')}.")
        return _paragraphs(*parts)

    def perbaikan(self) -> str:
        """What is to be done better, as entered for the last triwulan; "" where nothing was entered."""
        office = self.data.cascade.office
        if office is None:
            return ""
        roles = (
            ("penghambat", "Hambatan yang masih dihadapi"),
            ("tindak_lanjut", "Langkah perbaikan yang dilakukan"),
            ("tindak_lanjut_renja", "Langkah yang dibawa ke Renja tahun berikutnya"),
        )
        told = [
            f"- {words}: {t(f'{role}:{office.id}')}."
            for role, words in roles
            if self.figures.exists(f"{role}:{office.id}")
        ]
        if not told:
            return ""
        return _paragraphs(
            "Dengan memperhatikan capaian dan hambatan tersebut, perbaikan kinerja diarahkan pada hal-hal berikut.",
            "\n".join(told),
        )

    # ------------------------------------------------------------------------------------------------------------------

    def _hasil(self) -> str:
        if not self.data.indikator:
            return ""
        without = self.figures.count(None)
        if without == len(self.data.indikator):
            return f"Capaian {t('jumlah:indikator')} indikator sasaran belum dapat dihitung."
        mean = ""
        if self.figures.exists("rata_capaian"):
            whose = "sasaran yang dapat dihitung" if without else "sasaran"
            mean = f" Rata-rata capaian {whose} adalah {t('rata_capaian')} dengan predikat {t('predikat_semua')}."
        return f"Dari {t('jumlah:indikator')} indikator sasaran, {t('hasil_indikator')}.{mean}"

    def _sasaran_summary(self, node: CascadeNode) -> str:
        return " ".join(
            [f"**{t(f'nama:{node.id}')}.**", *(self._indikator(one) for one in self.data.indikator_of(node))]
        )

    def _indikator(self, one: CascadeIndicator) -> str:
        target, reached = t(f"target:{one.id}"), t(f"realisasi:{one.id}")
        if not self._has("target", one):
            return f"Indikator {_name(one)} belum memiliki target; realisasinya {reached}."
        said = f"Indikator {_name(one)} ditargetkan {target}"
        if self._has("capaian", one):
            result = f"dengan capaian {t(f'capaian:{one.id}')} sehingga {t(f'hasil:{one.id}')}"
            return f"{said} dan terealisasi {reached}, {result}."
        if self._has("realisasi", one):
            return f"{said} dan terealisasi {reached}."
        return f"{said}; realisasinya {reached} sehingga capaiannya belum dapat dihitung."

    def _tujuan(self, node: CascadeNode, one: CascadeIndicator) -> str:
        if not self._has("realisasi", one):
            return (
                f"Tujuan “{t(f'nama:{node.id}')}” diukur dengan {_name(one)} yang ditargetkan {t(f'target:{one.id}')}; "
                f"realisasinya {t(f'realisasi:{one.id}')}."
            )
        said = f"Tujuan “{t(f'nama:{node.id}')}” diukur dengan {_name(one)}, yang pada tahun {t('tahun')} "
        said += t(f"perubahan:{one.id}") if self._has("perubahan", one) else f"terealisasi {t(f'realisasi:{one.id}')}"
        if self._has("capaian", one):
            said += (
                f". Terhadap target {t(f'target:{one.id}')}, capaiannya {t(f'capaian:{one.id}')} sehingga "
                f"{t(f'hasil:{one.id}')}"
            )
        if self._has("peringkat", one):
            best = "terendah" if one.arah == "turun" else "tertinggi"
            said += (
                f". Angka tersebut berada pada urutan {t(f'peringkat:{one.id}')} dari "
                f"{t(f'banyak_pembanding:{one.id}')} kabupaten/kota yang dibandingkan, dengan urutan ke-1 angka {best}"
            )
        return f"{said}."

    def _spent(self, node: CascadeNode) -> str:
        """What was spent of a pagu, as the end of a phrase."""
        if not self.figures.exists(f"serapan:{node.id}"):
            return ", yang realisasinya belum tersedia"
        return f" dan realisasi {t(f'keuangan:{node.id}')} ({t(f'serapan:{node.id}')})"

    def _hindrances(self) -> str:
        office = self.data.cascade.office
        if office is None:
            return ""
        said = []
        if self.figures.exists(f"penghambat:{office.id}"):
            said.append(f"Hambatan utama tahun {t('tahun')}: {t(f'penghambat:{office.id}')}.")
        if self.figures.exists(f"tindak_lanjut:{office.id}"):
            said.append(f"Tindak lanjut yang dilakukan: {t(f'tindak_lanjut:{office.id}')}.")
        return " ".join(said)

    def _has(self, kind: str, one: CascadeIndicator) -> bool:
        return self.figures.exists(f"{kind}:{one.id}")

    def _every_indicator(self) -> list[CascadeIndicator]:
        of_goals = [one for node in self.data.tujuan for one in self.data.indikator_of(node)]
        return [*of_goals, *self.data.indikator]


#: The efficiency of each method as the subject of a sentence.
_METHODS = {
    "selisih": "selisih keduanya menunjukkan efisiensi",
    "sisa": "bagian anggaran yang tidak terpakai menunjukkan efisiensi",
    "indeks": "perbandingan keduanya menghasilkan indeks efisiensi",
    "pmk": "perhitungan menurut PMK 249/2011 menghasilkan efisiensi",
}


def _name(one: CascadeIndicator) -> str:
    return t(f"nama_indikator:{one.id}")


def _names(nodes: tuple[CascadeNode, ...]) -> str:
    return "\n".join(f"{number}. {t(f'nama:{one.id}')}" for number, one in enumerate(nodes, 1))


def _paragraphs(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)
