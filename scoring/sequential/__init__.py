"""Looking early without being misled: confidence sequences, and group-sequential looks that spend alpha."""
