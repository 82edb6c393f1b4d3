"""The words by which documents are read: profiles, the lexicon, and how names are compared."""
