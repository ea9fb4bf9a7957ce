"""Measures the ESS of any territory in the national register, by rules that are said, beside what others publish."""
