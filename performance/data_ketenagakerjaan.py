"""The standard list of labour data that the ratios of a labour office are counted from.

What is counted over a triwulan adds up over the year (*jumlah*); what is a state at its end, such as the labour force,
has a latest value (*terakhir*). The formulas that use them: penganggur / angkatan kerja (TPT), angkatan kerja /
penduduk usia kerja (TPAK), bekerja / angkatan kerja (TKK), ditempatkan / terdaftar, lulus uji / peserta pelatihan,
perselisihan selesai / tercatat, lowongan / terdaftar, perusahaan bertata kelola / perusahaan, and the outcome
indicators (IKK) of Permendagri 18/2020.
"""

from __future__ import annotations

from planning.grid.standard_rows import StandardRow

_JUMLAH, _TERAKHIR = "jumlah", "terakhir"
_SAKERNAS = "BPS, Survei Angkatan Kerja Nasional (Sakernas)"
_ANTARKERJA = "Register pelayanan antarkerja perangkat daerah"
_PELATIHAN = "Laporan pelatihan kerja perangkat daerah"
_MEDIATOR = "Register mediator hubungan industrial"

DATA_BAKU: tuple[StandardRow, ...] = (
    StandardRow("D01", "Pencari kerja terdaftar", "Orang", _JUMLAH, _ANTARKERJA),
    StandardRow("D02", "Pencari kerja ditempatkan", "Orang", _JUMLAH, _ANTARKERJA),
    StandardRow("D03", "Lowongan kerja terdaftar", "Lowongan", _JUMLAH, _ANTARKERJA),
    StandardRow("D04", "Peserta pelatihan kerja", "Orang", _JUMLAH, _PELATIHAN),
    StandardRow("D05", "Peserta lulus uji kompetensi", "Orang", _JUMLAH, _PELATIHAN),
    StandardRow("D06", "Perselisihan hubungan industrial tercatat", "Kasus", _JUMLAH, _MEDIATOR),
    StandardRow("D07", "Perselisihan hubungan industrial selesai", "Kasus", _JUMLAH, _MEDIATOR),
    StandardRow("D08", "Penduduk usia kerja (15 tahun ke atas)", "Orang", _TERAKHIR, _SAKERNAS),
    StandardRow("D09", "Angkatan kerja", "Orang", _TERAKHIR, _SAKERNAS),
    StandardRow("D10", "Penduduk bekerja", "Orang", _TERAKHIR, _SAKERNAS),
    StandardRow("D11", "Penganggur terbuka", "Orang", _TERAKHIR, _SAKERNAS),
    StandardRow("D12", "Tenaga kerja seluruhnya", "Orang", _TERAKHIR, "Wajib lapor ketenagakerjaan perusahaan"),
    StandardRow("D13", "Tenaga kerja bersertifikat kompetensi", "Orang", _TERAKHIR, _PELATIHAN),
    StandardRow("D14", "Perusahaan terdaftar", "Perusahaan", _TERAKHIR, "Wajib lapor ketenagakerjaan perusahaan"),
    StandardRow(
        "D15",
        "Perusahaan yang menerapkan tata kelola kerja yang layak",
        "Perusahaan",
        _TERAKHIR,
        "Pembinaan perangkat daerah: PP/PKB, LKS Bipartit, struktur dan skala upah, BPJS Ketenagakerjaan",
    ),
    StandardRow("D16", "Kegiatan seluruhnya", "Kegiatan", _JUMLAH, "Dokumen pelaksanaan anggaran perangkat daerah"),
    StandardRow(
        "D17", "Kegiatan yang mengacu rencana tenaga kerja", "Kegiatan", _JUMLAH, "Rencana tenaga kerja daerah"
    ),
)
