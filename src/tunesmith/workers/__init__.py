"""Who does long work: this process, other processes of this computer, or those of a cluster."""
