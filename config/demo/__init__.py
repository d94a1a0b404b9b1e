"""`make demo`: web, workers and schedule of one machine under one supervisor."""
