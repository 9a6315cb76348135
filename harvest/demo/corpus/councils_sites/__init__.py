"""Words and page frames of the councils' own sites and of CMIS."""
