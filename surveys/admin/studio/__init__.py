"""The studio: a study written by small forms. Each form is built from the types of what it edits."""
