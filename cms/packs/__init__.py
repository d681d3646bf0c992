"""A course as one file: ``writing`` makes it, ``reading`` judges it, ``cms.actions.packs`` takes it in.

A pack is a zip of ``pack.json`` and of the files that it lists with their size and SHA-256. What blocks point at (pictures,
documents, film, pages) stands in ``pack.json`` as a reference such as ``{"$ref": "image:1"}`` (``cms.packs.blocks``).
"""
