"""Who owns and who takes part: cells and runs of prose that name sections and organisations."""
