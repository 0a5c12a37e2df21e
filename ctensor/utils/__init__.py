"""Tools beside the tensor: data loading, checkpointing."""
