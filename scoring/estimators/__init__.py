"""Estimates with their standard errors, intervals and effect sizes: one family a file, one result for all."""
