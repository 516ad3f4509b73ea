from tests.golden import document
def test_x():
    rows=document.TABLES["4.3"]()
    for r in rows[64:69]: print(r)
    print(list(document.leaf_sums().items())[:2])
