"""Reading documents into records and a ledger. Nothing here knows RDF or any one city."""
