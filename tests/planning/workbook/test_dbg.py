from collections import Counter
from tests.planning.workbook.test_round_trip import *
from planning.workbook import create_and_import
from planning.writing import PlanSlug
def pic(c):
    out=[]
    for n in c.walk():
        path=tuple((p.level.value,p.kode,p.nomor,p.uraian) for p in c.path(n))
        out.append((path,n.keterangan,n.lokasi,n.penanggung_jawab,bool(n.nomenklatur_id),tuple(sorted((y,s,v.encode()) for (y,s),v in n.pagu.items())),tuple(sorted((y,v.encode()) for y,v in n.plafon.items())),tuple(sorted(c.by_id[k].uraian for k in n.kaitan)),
          tuple((i.nomor,i.teks,i.satuan,tuple(sorted(i.jenis)),i.arah,i.akumulasi,i.desimal,i.definisi,i.rumus,i.keterangan,tuple(sorted((y,v.encode()) for y,v in i.baseline.items())),tuple(sorted((y,v.encode()) for y,v in i.target.items())),tuple(sorted((y,v.encode()) for y,v in i.realisasi.items()))) for i in n.indikator)))
    return out
@pytest.mark.django_db
@pytest.mark.parametrize("slug", DEMO)
def test_dbg(demo,slug):
    rencana = Rencana.objects.get(slug=slug)
    f=exported(rencana)
    new, report = create_and_import(PlanSlug.parse(slug.split("/")[0]+"/lain/renstra-2025-2029/murni"), f, by=BY)
    for p in report.problems:
        if p.severity!='catatan':print(p)
    print(report.summary)
    print(Counter(p.message[:60] for p in report.problems))
    if new:
        a,b=pic(load(rencana)),pic(load(new))
        ca,cb=Counter(a),Counter(b)
        for x in list((ca-cb))[:12]: print('-',x)
        for x in list((cb-ca))[:12]: print('+',x)
        print(len(a),len(b),len(list((ca-cb).elements())))
        r2=import_workbook(new, exported(new), by=BY); print(r2.summary)
        f.seek(0)
        r3=import_workbook(new, f, by=BY); print(r3.summary, [ (o.label,o.cells) for o in r3.difference.objects][:8])
    assert 0
